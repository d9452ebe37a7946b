import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readArticle } from '../../../api/article/read-article.ts'
import type { Article } from '../../../api/domain/article.ts'
import { lengthOf } from '../../../api/domain/prompt-text.ts'
import type { ImagePrompt } from '../../../api/domain/prompt-writer.ts'
import { extractiveWriter } from '../../../api/prompts/extractive-writer.ts'
import { wordSimilarity } from '../../../api/prompts/word-similarity.ts'

/** Articles of many kinds, each with the sentences and headings that bad prompts were made of. */
const folders = ['../../fixtures/prompt-articles/', '../../fixtures/articles/', '../../../api/sample/'].map(
  (folder) => new URL(folder, import.meta.url),
)
const articles = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(?:md|html)$/.test(name))
    .map((name) => ({
      name,
      article: readArticle(readFileSync(new URL(name, folder), 'utf8'), name.endsWith('.html') ? 'html' : 'markdown'),
    })),
)
const isEnglish = (article: Article): boolean => article.language === null || article.language.startsWith('en')

const write = async (article: Article, imagesPerArticle: number, promptCharsMax = 1_200): Promise<ImagePrompt[]> =>
  (await extractiveWriter.write({ article, imagesPerArticle, promptCharsMax })).prompts

/** A prompt's sentences between its scene, which comes first, and its subject. */
const embedded = (prompt: string): string =>
  /^[^.。]+[.。] ?(.*?) ?(?:Subject|Thema|Sujet|Tema) ?: |^[^。]+。(.*?)主題：/u
    .exec(prompt)
    ?.slice(1)
    .find((idea) => idea !== undefined)
    ?.replace(/^(?:The thought|What it|The idea|Its point)[^:]*: /, '') ?? ''
const sentencesOf = (article: Article): string =>
  [article.summary ?? '', ...article.sections.flatMap((section) => section.paragraphs)].join(' ')

const pointer =
  /release notes|can be found|check out|see the|see also|cross-post|subscribe|newsletter|read more|e-mail|siehe|mehr dazu|en savoir plus|cliquez|lire aussi|click|this article|full list|github/i
const danglingEnd =
  /(?<!\p{L})(?:the|a|an|of|to|and|or|in|on|for|with|that|which|is|are|by|as|at|from|der|die|und|le|la|de|et)[.]/iu
const verb =
  /\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|shall|should|may|might|must|cannot)\b|\b\p{L}+(?:ed|n['’]t)\b|\b(?!th(?:is|us)\b)\p{L}{2,}(?<!s)s\b|\b(?:add|became|brought|build|chop|climbed|drop|fall|felt|form|get|give|keep|knew|know|lay|leave|let|made|met|play|press|put|rinse|said|saw|see|serve|set|show|squeeze|stay|stood|stir|swell|think|tip|told|took|try|turn|want|went|wept|write)\b/iu

describe.each(articles)('every prompt of $name', ({ article }) => {
  it.each([4, 8])('reads as a person would write it, %i in the article', async (count) => {
    for (const { prompt, altText } of await write(article, count)) {
      const all = `${prompt}\n${altText}`
      expect(all).not.toMatch(pointer)
      expect(all, 'doubled word').not.toMatch(/\b(\p{Ll}+) \1\b/u)
      expect(prompt, 'dangling end').not.toMatch(danglingEnd)
      expect(all, 'lost punctuation').not.toMatch(/[,;:] ?[,;.]| [,.;]|\uFFFC/u)
      for (const [open = '', close = ''] of ['()', '[]', '“”', '«»'])
        expect(all.split(open).length, all).toBe(all.split(close).length)
      expect(all.split('"').length % 2, all).toBe(1)
      expect(all).not.toMatch(/\d\.\d+\.|::|_|\.rs line/)
      const idea = embedded(prompt)
      if (isEnglish(article) && idea !== '') expect(idea, prompt).toMatch(verb)
    }
  })

  it('never says one thing twice', async () => {
    const ideas = (await write(article, 8)).map(({ prompt }) => embedded(prompt)).filter((idea) => idea !== '')
    ideas.forEach((idea, index) => {
      for (const other of ideas.slice(0, index))
        expect(wordSimilarity(idea, other), `${idea}\n${other}`).toBeLessThan(0.5)
    })
  })

  it.each([4, 8])('differs from the others, %i in the article', async (count) => {
    const prompts = (await write(article, count)).map(({ prompt }) => prompt)
    const shared = prompts.flatMap((prompt, index) =>
      prompts.slice(0, index).map((other) => wordSimilarity(prompt, other)),
    )
    expect(shared.reduce((a, b) => a + b, 0) / shared.length).toBeLessThan(0.3)
  })

  it('comes with a description of the picture, not a sentence of the article', async () => {
    const text = sentencesOf(article)
    for (const { altText } of await write(article, 8)) {
      expect(altText.length).toBeGreaterThan(0)
      expect(text.includes(altText) && altText.split(' ').length > 6, altText).toBe(false)
      expect(altText).not.toMatch(/picturing|[.!?]$/)
    }
  })

  it('ends with a sentence at any length', async () => {
    for (const promptCharsMax of [80, 160, 320, 640]) {
      for (const { prompt } of await write(article, 8, promptCharsMax)) {
        expect(lengthOf(prompt)).toBeLessThanOrEqual(promptCharsMax)
        expect(prompt).toMatch(/[.?。]$/)
        expect(prompt).not.toMatch(danglingEnd)
      }
    }
  })
})

describe('pictures of things', () => {
  const shown = async (name: string): Promise<string> =>
    (
      await write(
        articles.find((it) => it.name === name)?.article ?? { title: '', summary: null, language: null, sections: [] },
        8,
      )
    )
      .map(({ altText }) => altText)
      .join('\n')

  it.each([
    ['running-shoes.md', /\bsole\b/, /foot sinks|pair lasts|the active|buys/i],
    ['typewriter-repair.md', /machine|typebars/, /kitchen with one chair|letter/],
    ['chess-openings.md', /knight|pawns/, /place matters/],
    ['a-loaf-that-waits.md', /loaf/, /fish/],
    ['the-street-that-slowed-down.md', /bicycle/, /\btram gliding/],
    ['council-report.md', /table|crew/, /bicycle|street|tram|hangs/],
  ])('come from the passage: %s', async (name, wanted, unwanted) => {
    const all = await shown(name)
    expect(all).toMatch(wanted)
    expect(all).not.toMatch(unwanted)
  })
})
