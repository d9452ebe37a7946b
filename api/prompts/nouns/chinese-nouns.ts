import type { Noun, NounReader } from './noun-reader.ts'
import { segmentWords } from './segments.ts'

/** Words that name no thing, or say what happens. */
const empty = new Set(
  '我们 你们 他们 她们 它们 咱们 自己 这个 那个 这些 那些 这里 那里 这样 那样 什么 怎么 怎样 为什么 一个 一些 一样 一起 一直 一种 一切 一下 一点 没有 不是 就是 还是 也是 可以 可能 已经 因为 所以 如果 但是 可是 而且 或者 虽然 然后 于是 现在 以后 以前 时候 时间 时代 今天 明天 昨天 今年 去年 每天 每年 早上 上午 中午 下午 晚上 清晨 非常 很多 许多 更加 只是 只有 需要 应该 能够 知道 觉得 认为 看到 听到 开始 成为 进行 通过 对于 关于 其中 之间 之后 之前 问题 方法 情况 东西 事情 地方 有些 大家 人们 最后 首先 其实 当然 漂亮 新鲜 美丽 重要 不同 世界 生活 工作 发展 使用 提供 支持 更新 发布 功能 版本 旁边 里面 外面 上面 下面 跑去 不会 不再 不能 总是 常常 慢慢 终于 仍然 甚至 而是 那么 这么 起来 下来 出来 过来 回来 进来 回家 喜欢 希望 变成 变得 告诉 上方 下方 打开 关上 放好 放下 拿起 走进 落进 坐下 说话 倒茶 开门 出现 发现 回到 离开 等待 准备'.split(
    ' ',
  ),
)
const han = /^\p{Script=Han}+$/u
/** What a noun often follows: of, at, a measure. */
const announcer = /(?:的|在|把|[一两三几每这那][个只条张座棵朵家间片块篮碗杯本把])$/u
const place = /^(?:里|上|下|中|旁|边|前|后|旁边|里面|上面|下面)$/u

/** Chinese nouns: words of at least two characters; nothing but their neighbours tells nouns from verbs. */
export class ChineseNouns implements NounReader {
  read(sentence: string): Noun[] {
    const words = segmentWords(sentence, 'zh')
    return words.flatMap((word, index) => {
      if (!isNoun(word)) return []
      // 菜|市场 is one place.
      const first = words[index - 1] ?? ''
      const isJoined =
        han.test(first) && first.length === 1 && announcer.test(words[index - 2] ?? '') && !announcer.test(first)
      const isSure = isJoined || announcer.test(first) || place.test(words[index + 1] ?? '')
      return [{ text: isJoined ? first + word : word, weight: isSure ? 1 : 0.35 }]
    })
  }

  keyOf(word: string): string {
    return word
  }
}

const isNoun = (word: string): boolean =>
  han.test(word) && word.length >= 2 && word.length <= 5 && !empty.has(word) && !/^得|[的了着过在来去]$/u.test(word)
