import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readArticle } from '../../../api/article/read-article.ts'
import type { Article } from '../../../api/domain/article.ts'
import { lengthOf } from '../../../api/domain/prompt-text.ts'
import type { ImagePrompt } from '../../../api/domain/prompt-writer.ts'
import { extractiveWriter } from '../../../api/prompts/extractive-writer.ts'
import { wordSimilarity } from '../../../api/prompts/word-similarity.ts'

const folders = ['../../fixtures/articles/', '../../../api/sample/'].map((folder) => new URL(folder, import.meta.url))
const articles = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(?:md|html)$/.test(name))
    .map((name) => ({
      name,
      article: readArticle(readFileSync(new URL(name, folder), 'utf8'), name.endsWith('.html') ? 'html' : 'markdown'),
    })),
)

const write = async (article: Article, imagesPerArticle = 4, promptCharsMax = 900): Promise<ImagePrompt[]> =>
  (await extractiveWriter.write({ article, imagesPerArticle, promptCharsMax })).prompts
const articleOf = (paragraphs: string[], title = 'A title'): Article => ({
  title,
  summary: null,
  language: null,
  sections: [{ heading: null, level: 0, paragraphs, placeAt: 0 }],
})
const named = (name: string): Article => {
  const found = articles.find((it) => it.name === name)
  if (!found) throw new Error(`no article ${name}`)
  return found.article
}

describe.each(articles)('the prompts of $name', ({ article }) => {
  it('fill every slot in order, with a real section each', async () => {
    const prompts = await write(article)
    expect(prompts.map(({ type, position }) => `${type} ${position}`)).toEqual([
      'featured 0',
      'in_article 0',
      'in_article 1',
      'in_article 2',
      'in_article 3',
    ])
    const sections = prompts.slice(1).map((prompt) => prompt.sectionIndex)
    expect(sections).toEqual(sections.toSorted((a, b) => a - b))
    for (const { heading, sectionIndex } of prompts.slice(1))
      expect([article.sections[sectionIndex]?.heading, null]).toContain(heading)
  })

  it.each([1, 4, 8])('are distinct, %i in the article', async (count) => {
    const prompts = await write(article, count)
    prompts.forEach((prompt, index) => {
      for (const other of prompts.slice(0, index))
        expect(wordSimilarity(prompt.prompt, other.prompt), `${prompt.prompt}\n${other.prompt}`).toBeLessThan(0.6)
    })
  })

  it('are never just a sentence of the article, nor ask for lettering', async () => {
    const text = article.sections.flatMap((section) => section.paragraphs).join(' ')
    for (const { prompt } of await write(article, 8)) {
      expect(text).not.toContain(prompt)
      expect(prompt).toMatch(/[Vv]iew|Close-up|detail|[Aa]nsicht|Blick|aufnahme|Detail|眺め|景|接写|細部/)
      expect(prompt).not.toMatch(/\b(?:text|logo|caption|lettering|watermark|headline)s?\b|https?:|["“”]/i)
    }
  })

  it('come with descriptions of at most 160 characters that end at a word', async () => {
    for (const { altText } of await write(article, 8)) {
      expect(lengthOf(altText)).toBeLessThanOrEqual(160)
      expect(altText).toMatch(/[\p{L}\p{N}'’]$/u)
    }
  })

  it('keep within any limit and are never cut inside a word', async () => {
    for (const promptCharsMax of [60, 120, 250, 500]) {
      for (const { prompt } of await write(article, 8, promptCharsMax)) {
        expect(lengthOf(prompt)).toBeLessThanOrEqual(promptCharsMax)
        expect(prompt).toMatch(/[.。]$/)
      }
    }
  })

  it('are the same every time', async () => {
    expect(await write(article)).toEqual(await write(structuredClone(article)))
  })
})

describe('the extractive writer', () => {
  it('says its name and costs nothing', async () => {
    expect(
      await extractiveWriter.write({
        article: named('night-train-north.md'),
        imagesPerArticle: 0,
        promptCharsMax: 500,
      }),
    ).toMatchObject({
      writer: 'extractive',
      costUsd: 0,
      notes: [],
      prompts: [{ type: 'featured' }],
    })
  })

  it('refuses an article without prose', async () => {
    await expect(write({ ...articleOf([]), title: 'Empty' })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('"Empty" has nothing to illustrate'),
    })
  })

  it('writes eight distinct prompts for a single sentence', async () => {
    const prompts = await write(articleOf(['The old lighthouse keeper climbs the spiral stair with a lamp.']), 8)
    expect(prompts).toHaveLength(9)
    expect(new Set(prompts.map((prompt) => prompt.prompt)).size).toBe(9)
  })

  it('describes articles in other languages in their own words only', async () => {
    for (const { altText } of await write(named('asa-no-ichiba.md'), 8)) expect(altText).not.toMatch(/[A-Za-z]/)
    for (const { altText } of await write(named('die-markthalle.md'), 8))
      expect(altText).not.toMatch(/\b(?:the|of|with|picturing|and)\b/)
  })

  it('puts phrases of a foreign article into its prompts', async () => {
    const prompts = await write(named('asa-no-ichiba.md'))
    expect(prompts.map((prompt) => prompt.prompt).join()).toMatch(/漁師の手.*市場の朝ごはん/s)
  })

  it('leaves version numbers, handles, addresses and code out of the picture', async () => {
    const text =
      'Version 1.24.1 of the program by @someone makes std::sync::Mutex and lua_pcall faster for every developer, see https://example.org/x and #4711. ' +
      'The compiler now builds large programs in half the time it took before. '.repeat(2)
    for (const { prompt } of await write(articleOf([text], 'Announcing Program 1.24.1'), 3))
      expect(prompt).not.toMatch(/\d\.\d|@|::|_|https|#\d/)
  })

  it('calls for likenesses where a subject has no looks, and for the thing itself where it has', async () => {
    const software = await write(
      articleOf(
        [
          'The compiler reports every vulnerability that an attacker could exploit, and the security of the program improves with each release of the software.',
        ],
        'Security of the compiler',
      ),
      1,
    )
    expect(software[0]?.prompt).toMatch(/software story/)
    expect(software[1]?.prompt).toMatch(/key|vault|lantern/)
    const food = await write(named('a-loaf-that-waits.md'))
    expect(food[0]?.prompt).toMatch(/loaf|dough|bread/)
  })

  it('never shows one likeness twice in an article', async () => {
    const sentences = [
      'release',
      'version',
      'launch',
      'release notes',
      'new release',
      'old release',
      'next release',
      'last release',
    ].map((word) => `The ${word} of the software compiler was announced to every developer on that day.`)
    const scenes = (await write(articleOf(sentences, 'A software release'), 8)).map(
      ({ altText }) => altText.split(', picturing')[0],
    )
    expect(new Set(scenes).size).toBe(9)
  })

  it('spreads the pictures over sections in reading order', async () => {
    const sections = Array.from({ length: 40 }, (_, index) => ({
      heading: `Station ${index}`,
      level: 2,
      paragraphs: [`At station number ${index} the train stops beside a field of poppies.`],
      placeAt: index,
    }))
    const prompts = await write({ title: 'Forty stations', summary: null, language: 'en', sections }, 4)
    expect(prompts.slice(1).map((prompt) => Math.floor(prompt.sectionIndex / 10))).toEqual([0, 1, 2, 3])
  })

  it.each([
    ['one huge paragraph', 'The train stops beside a field of poppies and nobody gets off. '.repeat(32_000)],
    ['one endless word', 'a'.repeat(2_000_000)],
    ['only full stops', 'a b. '.repeat(10) + '.'.repeat(2_000_000)],
    ['only at signs', 'a b. ' + 'a@'.repeat(1_000_000)],
    ['only brackets', 'a b. ' + '('.repeat(2_000_000)],
    ['unspaced script', '東京は朝早く市場が開く。'.repeat(160_000)],
    ['only quotes', 'a b. ' + '."'.repeat(1_000_000)],
    ['commas and spaces', 'a b. ' + ', '.repeat(1_000_000)],
    ['spaced full stops', 'a b. ' + '. '.repeat(1_000_000) + 'x'],
    ['dashes', 'a b. ' + '--'.repeat(1_000_000) + ' x y z'],
  ])('survives %s', async (_, text) => {
    expect(await write(articleOf([text]), 8)).toHaveLength(9)
    const heading = text.slice(0, 500_000)
    expect(
      await write(
        {
          ...articleOf(['A train stops.'], heading),
          sections: [{ heading, level: 2, paragraphs: ['A train stops.'], placeAt: 0 }],
        },
        2,
      ),
    ).toHaveLength(3)
  })
})
