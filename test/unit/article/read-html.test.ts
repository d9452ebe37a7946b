import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readArticle } from '../../../api/article/read-article.ts'

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/articles/${name}`, import.meta.url), 'utf8')

describe('an HTML page', () => {
  const article = readArticle(fixture('blog-page.html'), 'html')
  const text = article.sections.flatMap((section) => section.paragraphs).join('\n')

  it('gives title, summary and language', () => {
    expect(article).toMatchObject({
      title: 'Why bees dance',
      summary: 'A short walk into the language of the hive.',
      language: 'en-GB',
    })
  })

  it('gives sections with prose from paragraphs, quotes and plain divs, entities decoded', () => {
    expect(article.sections.map((section) => section.heading)).toEqual([
      'Why bees dance',
      'The angle of the sun',
      'What the flowers get',
    ])
    expect(text).toContain('over the hedges & the stream.')
    expect(text).toContain('A meadow without bees is a field of closed doors.')
    expect(text).toContain('Text that stands in a plain div')
    expect(text).toContain('A forager that has found clover')
  })

  it('leaves out navigation, code, tables, forms, scripts, asides, footers and what is hidden', () => {
    expect(text).not.toMatch(
      /links to every section|atan2|table text|newsletter|written by a script|advertisement|grass paper|must not be read|decoration|wasps/,
    )
  })

  it('places pictures right behind closing tags, in source order', () => {
    const source = fixture('blog-page.html')
    for (const section of article.sections) expect(source.slice(0, section.placeAt)).toMatch(/<\/(?:p|h2|div)>$/)
  })
})

describe('HTML of other kinds', () => {
  it('prefers og:title, and the <article> that holds most of the text', () => {
    const article = readArticle(
      '<head><meta property="og:title" content="Real title"><title>Site</title></head><body><p>Teaser text around it.</p><article><h1>Heading</h1><p>The article itself is much longer than the teaser.</p></article></body>',
      'html',
    )
    expect(article.title).toBe('Real title')
    expect(article.sections.flatMap((section) => section.paragraphs)).toEqual([
      'The article itself is much longer than the teaser.',
    ])
  })

  it('reads a bare fragment, paragraphs without end tags and CRLF', () => {
    const source = '<h2>Noon</h2>\r\n<p>Nets dry in the sun.\r\n<p>Gulls wait on the wall.\r\n'
    const article = readArticle(source, 'html')
    expect(article.sections).toMatchObject([
      { heading: 'Noon', level: 2, paragraphs: ['Nets dry in the sun.', 'Gulls wait on the wall.'] },
    ])
    expect(source.slice(article.sections[0]?.placeAt)).toBe('<p>Gulls wait on the wall.\r\n')
  })

  it('refuses a page that is nested beyond reason, with one clear line', () => {
    expect(() => readArticle('<div>'.repeat(100_000), 'html')).toThrow(
      /^The page nests its elements more than 400 deep\./,
    )
  })
})
