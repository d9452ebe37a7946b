import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readArticle } from '../../../api/article/read-article.ts'
import type { Article } from '../../../api/domain/article.ts'
import { lengthOf } from '../../../api/domain/prompt-text.ts'
import type { ImagePrompt } from '../../../api/domain/prompt-writer.ts'
import { extractiveWriter } from '../../../api/prompts/extractive-writer.ts'
import { detectLanguage } from '../../../api/prompts/stopwords.ts'
import { wordSimilarity } from '../../../api/prompts/word-similarity.ts'

const folders = ['prompt-articles', 'articles', 'pages'].map((name) => `../../fixtures/${name}/`)
const articles = [...folders, '../../../api/sample/'].flatMap((folder) => {
  const url = new URL(folder, import.meta.url)
  return readdirSync(url)
    .filter((name) => /\.(?:md|html)$/.test(name))
    .map((name): [string, Article] => [
      name,
      readArticle(readFileSync(new URL(name, url), 'utf8'), name.endsWith('.html') ? 'html' : 'markdown'),
    ])
})
const write = async (article: Article, imagesPerArticle: number, promptCharsMax = 1_200): Promise<ImagePrompt[]> =>
  (await extractiveWriter.write({ article, imagesPerArticle, promptCharsMax })).prompts

/** How alike the two prompts of an article are that are most alike: shared words over all words. */
function likeness(prompts: readonly ImagePrompt[]): number {
  const shares = prompts.flatMap((one, index) =>
    prompts.slice(0, index).map((other) => wordSimilarity(one.prompt, other.prompt)),
  )
  return Math.max(0, ...shares)
}

/** What stands around an article, or is not for drawing. */
const notForDrawing =
  /\bcookies?\b|newsletter|breadcrumb|all rights reserved|copyright|privacy policy|permission is hereby|warranty|licen[cs]e|npm |systemctl|console\.log|const |atan2|=>|API reference|installation guide|related article|advertisement|hidden paragraph/i

describe.each(articles)('the prompts of %s', (_, article) => {
  it('share fewer than half of their words, the most alike two of them too', async () => {
    expect(likeness(await write(article, 4))).toBeLessThan(0.5)
    expect(likeness(await write(article, 8))).toBeLessThan(0.5)
  })

  it('are about nothing that stands around the article, and about no code and no licence', async () => {
    for (const { prompt, altText } of await write(article, 8))
      expect(`${prompt}\n${altText}`).not.toMatch(notForDrawing)
  })

  it('keep to any limit, cut at the end of a word and closed like a sentence', async () => {
    const words = new Set((await write(article, 8)).flatMap(({ prompt }) => prompt.match(/[\p{L}\p{N}]+/gu) ?? []))
    const isSpaced = article.language !== 'ja'
    for (let charsMax = 50; charsMax <= 450; charsMax += 23) {
      for (const { prompt } of await write(article, 4, charsMax)) {
        expect(lengthOf(prompt), prompt).toBeLessThanOrEqual(charsMax)
        expect(prompt).toMatch(/[.?!。]$/)
        // Ideas may differ with the room there is, so that only the last word can be one that was cut.
        const last = prompt.match(/[\p{L}\p{N}]+(?=[^\p{L}\p{N}]*$)/u)?.[0] ?? ''
        const known = words.has(last) || JSON.stringify(article).includes(last)
        if (isSpaced)
          expect(
            known &&
              new RegExp(`(?<![\\p{L}\\p{N}])${last}(?![\\p{L}\\p{N}])`, 'u').test(
                `${[...words].join(' ')} ${JSON.stringify(article)}`,
              ),
            `${last}: ${prompt}`,
          ).toBe(true)
      }
    }
  })
})

describe('articles in other languages', () => {
  it.each([
    ['le-jardin-du-quartier.md', 'fr', 'Sur l’image : ', ' : ', ', '],
    ['leuchtturm-backstube.md', 'de', 'Im Bild: ', ': ', ', '],
    ['die-markthalle.md', 'de', 'Im Bild: ', ': ', ', '],
    ['asa-no-ichiba.md', 'ja', '絵：', '：', '、'],
    ['wochenmarkt-im-november.md', 'de', 'Im Bild: ', ': ', ', '],
    ['hagaki-no-koushin.md', 'ja', '絵：', '：', '、'],
    ['caminar-sin-rumbo.md', 'es', 'En la imagen: ', ': ', ', '],
  ])(
    '%s gets prompts in %s, with things of its own, and alt texts that name them',
    async (name, language, lead, of, comma) => {
      const article = articles.find(([file]) => file === name)?.[1]
      const prompts = article ? await write(article, 8) : []
      expect(prompts).toHaveLength(9)
      const sources = JSON.stringify(article)
      expect(detectLanguage(sources)).toBe(language)
      for (const { prompt, altText } of prompts) {
        expect(prompt).not.toMatch(/\b(?:of|the|with|subject|view|light)\b/i)
        expect(altText.startsWith(lead), altText).toBe(true)
        const shown = altText.slice(lead.length)
        expect(prompt).toContain(`${of}${shown}${language === 'ja' ? '。' : '.'}`)
        for (const thing of shown.split(comma)) expect(sources).toContain(thing)
      }
    },
  )
})
