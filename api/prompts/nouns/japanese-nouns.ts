import { splitSentences } from '../sentences.ts'
import type { Noun, NounReader } from './noun-reader.ts'
import { segmentWords } from './segments.ts'

/** What a noun may stand before. After a verb's stem comes the rest of the verb, as in 使って or 公開しました. */
const afterNoun =
  /^(?:は|が|を|に|で|と|の|も|へ|や|から|まで|より|だけ|など|たち|達|ら|では|には|とは|でも|にも|との|への|での|からの|です|だ|だっ|であ|[、。，．・「」『』（）()！？!?…〜\s].*|)$/u
/** Counts, times and places among other things: nobody can see them. */
const emptyWord =
  /^(?:[\d０-９一二三四五六七八九十百千万何数]+\p{Script=Han}?|[毎今昨翌先来](?:[年月週日朝晩夜回度])|.*[色頃時]|.{1,3}以[上下前後内外]|.*(?:的|性|化)|午前|午後|時間|時代|自分|場合|必要|以[上下前後内外]|最近|最初|最後|途中|当時|一番|大切|簡単|有名|全部|全体|一部|部分|普通|本当|意味|言葉|夜明|番組名)$/u
const emptyCharacter =
  /^[人事物者方時日月年今前後中上下内外間奥横隣先次頃点目気何誰私僕君彼皆他逆話声力心音色行回度形数分朝夜昼夕春夏秋冬北南東西左右側別元自所共際為訳件質量円性的化名急特実常静]$/u
/** What is done or meant rather than seen. */
const abstractWord =
  /^(?:変更|移行|改良|改善|更新|検索|同期|公開|廃止|入力|出力|開発|利用|使用|機能|方法|問題|理由|効果|結果|情報|状態|関係|影響|目的|技術|経済|社会|文化|歴史|習慣|忍耐|対応|追加|削除|修正|設定|管理|生活|仕事|考え|バージョン|リリース|アップデート|サービス|システム|データ|機会|経験|価値|存在|世界|現在|将来|以来|場所|掃除|洗濯|料理|準備|説明|確認|質問)$/u
const wordCharsMax = 8

/** Japanese nouns: what is written in Han characters or Katakana up to the particle that follows. */
export class JapaneseNouns implements NounReader {
  /** Words that the article also uses as verbs, with する. */
  readonly #deeds = new Set<string>()

  constructor(texts: string[]) {
    for (const sentence of texts.flatMap(splitSentences)) {
      for (const { text, next } of runs(sentence)) if (/^(?:する|し|しま|さ|され|せ)/u.test(next)) this.#deeds.add(text)
    }
  }

  read(sentence: string): Noun[] {
    return runs(sentence).flatMap(({ text, next }) => {
      const chars = Array.from(text).length
      if (!afterNoun.test(next) || emptyWord.test(text) || chars > wordCharsMax) return []
      if (chars === 1 && (emptyCharacter.test(text) || !/^\p{Script=Hiragana}/u.test(next))) return []
      const isDeed = this.#deeds.has(text) || abstractWord.test(text)
      return [{ text, weight: isDeed ? 0.3 : chars === 1 ? 0.8 : 1 }]
    })
  }

  keyOf(word: string): string {
    return word
  }
}

/** Words that make one noun together, and what follows them. */
function runs(sentence: string): { text: string; next: string }[] {
  const found: { text: string; next: string }[] = []
  let run = ''
  for (const word of [...segmentWords(sentence, 'ja'), '']) {
    if (isNounPart(word)) run += word
    else {
      if (run !== '') found.push({ text: run, next: word })
      run = ''
    }
  }
  return found
}

/** Han characters or Katakana at its end: 焼き魚 and お茶, not 短い or 上がり. */
const isNounPart = (word: string): boolean =>
  /^[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}々ー]*[\p{Script=Han}\p{Script=Katakana}々ー]$/u.test(word)
