import { array, assert, boolean, constantFrom, property, tuple } from 'fast-check'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { toString } from 'mdast-util-to-string'
import { frontmatter } from 'micromark-extension-frontmatter'
import { gfm } from 'micromark-extension-gfm'
import { parse } from 'parse5'
import { describe, expect, it } from 'vitest'
import { insertionsFor, placeImages, type PlacedImage } from '../../../api/article/placement.ts'
import { readArticle } from '../../../api/article/read-article.ts'
import type { Article, ArticleFormat } from '../../../api/domain/article.ts'

/** The reference parser our own reading is held against. */
const parseMarkdown = (source: string) =>
  fromMarkdown(source, {
    extensions: [gfm(), frontmatter(['yaml', 'toml'])],
    mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml', 'toml'])],
  }).children

const picture = (sectionIndex: number, index = 0): PlacedImage => ({
  sectionIndex,
  type: 'in_article',
  src: `images/in-article-${index}.webp`,
  alt: `Picture ${index} of section ${sectionIndex}`,
  width: 1024,
  height: 1024,
  srcset: [],
})
const featured: PlacedImage = {
  ...picture(0),
  type: 'featured',
  src: 'images/featured.webp',
  alt: 'The featured picture',
}

const onePerSection = (article: Article): PlacedImage[] => [
  featured,
  ...article.sections.map((_, index) => picture(index, index)),
]

/** Takes out what was put in, by its text, first to last. */
function remove(
  placed: string,
  source: string,
  format: ArticleFormat,
  article: Article,
  images: PlacedImage[],
): string {
  let rest = placed
  let kept = ''
  for (const { text } of insertionsFor(source, format, article, images)) {
    const at = rest.indexOf(text)
    expect(at, `inserted piece is there: ${text}`).toBeGreaterThanOrEqual(0)
    kept += rest.slice(0, at)
    rest = rest.slice(at + text.length)
  }
  return kept + rest
}

const fragments = [
  '# The harbour',
  '## Morning at the quay',
  'Setext heading\n===',
  'Another one\n---',
  '### Closed heading ###',
  'Boats leave before sunrise and return with silver fish.',
  'A paragraph of two lines\nthat goes on here.',
  'Lines with *emphasis*, `code` and [a link](https://example.org).',
  '- first item of the list\n- second item of the list',
  '- loose item one\n\n- loose item two\n\n  with a second paragraph',
  '1. step one is to wash\n2. step two is to cut',
  '- item\n  ```\n  code in a list\n  ```',
  '- lazy item\ncontinues here without indent',
  '> a quote of some length\n> on two lines',
  '> lazy quote\ncontinues here',
  '```js\nconst a = 1\n\n# not a heading\n```',
  '~~~\nfence with ``` inside\n~~~',
  '    indented code\n    more of it',
  '```\nunclosed fence',
  '| a | b |\n| - | - |\n| c | d |',
  'a | b\n:-- | --:\nc | d',
  '<div>\nraw html\n</div>',
  '<!-- a comment\n\nover lines -->',
  '<script>\nlet a\n\nlet b\n</script>',
  '<span>inline html starts this line</span> and goes on',
  '***',
  '- - -',
  '[label]: https://example.org "title"',
  '[^note]: a footnote that says something\n    and goes on',
  'Text with a note[^note] in it.',
  '![only an image](a.png)',
  '* star\n+ plus\n1) paren',
  '-\n  starts blank',
  '10. ten\n\n    paragraph of ten',
  '- a\n\n\n- b after two blanks',
  '\t tab indented',
  '- nested\n  - deeper\n    - deepest with words',
  'Trailing spaces  \nbreak the line',
  '> - list in a quote\n> - second',
  '- > quote in a list',
  '#hashtag is no heading',
  '2020\\. escaped list',
  '+ plus list\n\n      code in item',
  '> ```\n> code in quote\n> ```\nafter it',
]
const markdown = array(tuple(constantFrom(...fragments), constantFrom('\n', '\n\n', '\n\n\n', '\n \n')), {
  minLength: 1,
  maxLength: 9,
}).map((parts) => parts.map(([fragment, gap]) => fragment + gap).join(''))
const document = tuple(
  constantFrom('', '---\ntitle: A title\n---\n', '+++\ntitle = "A title"\n+++\n\n', '\uFEFF'),
  markdown,
  boolean(),
).map(([head, body, crlf]) => (crlf ? (head + body).replaceAll('\n', '\r\n') : head + body))

describe('placing images in Markdown', () => {
  it('gives the source back, unit by unit, when the inserted pieces are removed', () => {
    assert(
      property(document, (source) => {
        const article = readArticle(source, 'markdown')
        const images = onePerSection(article)
        expect(remove(placeImages(source, 'markdown', article, images), source, 'markdown', article, images)).toBe(
          source,
        )
      }),
      { numRuns: 100, seed: 1 },
    )
  })

  it('leaves every other block of the document what it was, as a full Markdown parser sees it', () => {
    assert(
      property(document, (source) => {
        const article = readArticle(source, 'markdown')
        const images = onePerSection(article)
        const placed = placeImages(source, 'markdown', article, images)
        const sources = new Set(images.map((image) => image.src))
        const isPlaced = (node: ReturnType<typeof parseMarkdown>[number]): boolean =>
          node.type === 'paragraph' &&
          node.children.length === 1 &&
          node.children[0]?.type === 'image' &&
          sources.has(node.children[0].url)
        const shape = (text: string) =>
          parseMarkdown(text).map((node) => ({ type: node.type, text: toString(node).replaceAll('\r\n', '\n') }))
        const all = parseMarkdown(placed)
        expect(all.filter(isPlaced)).toHaveLength(images.length)
        expect(
          all
            .filter((node) => !isPlaced(node))
            .map((node) => ({ type: node.type, text: toString(node).replaceAll('\r\n', '\n') })),
        ).toEqual(shape(source))
      }),
      { numRuns: 200, seed: 1 },
    )
  })

  it('puts the featured image after the front matter and the first h1', () => {
    const source = '---\ntitle: Harbour\n---\n\n# Harbour\n\nBoats leave early.\n'
    const placed = placeImages(source, 'markdown', readArticle(source, 'markdown'), [featured])
    expect(placed).toBe(
      '---\ntitle: Harbour\n---\n\n# Harbour\n\n![The featured picture](images/featured.webp)\n\nBoats leave early.\n',
    )
  })

  it('puts the featured image first where there is neither front matter nor an h1', () => {
    const source = 'Boats leave early.\n'
    expect(placeImages(source, 'markdown', readArticle(source, 'markdown'), [featured])).toBe(
      `![The featured picture](images/featured.webp)\n\n${source}`,
    )
  })

  it('keeps CRLF line endings, in what it inserts too', () => {
    const source = '# Harbour\r\nBoats leave early.\r\n\r\n## Noon\r\nNets dry in the sun.\r\n'
    const article = readArticle(source, 'markdown')
    const placed = placeImages(source, 'markdown', article, onePerSection(article))
    expect(placed).not.toMatch(/[^\r]\n/)
  })

  it('spreads several images of one section over its paragraphs', () => {
    const source = 'Boats leave early.\n\nNets dry in the sun.\n\nLamps are lit at dusk.\n'
    const article = readArticle(source, 'markdown')
    const placed = placeImages(source, 'markdown', article, [picture(0, 0), picture(0, 1), picture(0, 2)])
    expect(placed.split('\n\n').map((block) => block.slice(0, 4))).toEqual([
      'Boat',
      '![Pi',
      'Nets',
      '![Pi',
      'Lamp',
      '![Pi',
    ])
  })

  it('escapes descriptions and addresses so that they arrive as they were', () => {
    const alt = 'A *bold* [claim] with `ticks`, <tags>, a \\ and "quotes" & &amp; $x$ http://example.org'
    const src = 'my pictures/a (1) <b>&copy=1 "x".webp'
    const source = 'Boats leave early.\n'
    const placed = placeImages(source, 'markdown', readArticle(source, 'markdown'), [{ ...featured, alt, src }])
    const [paragraph] = parseMarkdown(placed)
    const image = paragraph?.type === 'paragraph' ? paragraph.children[0] : undefined
    expect(image).toMatchObject({
      type: 'image',
      alt,
      url: 'my%20pictures/a%20%281%29%20%3Cb%3E&copy=1%20%22x%22.webp',
    })
  })

  it('refuses a section that the article does not have', () => {
    const source = 'Boats leave early.\n'
    expect(() => placeImages(source, 'markdown', readArticle(source, 'markdown'), [picture(7)])).toThrow(
      'The article has no section 7; it has 1.',
    )
  })
})

describe('placing images in HTML', () => {
  const page = `<!doctype html>
<html lang="en"><head><title>Harbour</title></head>
<body><header><nav><a href="/">Home</a></nav></header>
<main><h1>Harbour</h1>
<p>Boats leave before sunrise.</p>
<h2>Noon</h2>
<ul><li>Nets dry in the sun for three hours.</li></ul>
<table><tr><td><p>Not here, not in a cell.</p></td></tr></table>
<h2>Dusk</h2>
<blockquote><p>Lamps are lit, one after another.</p></blockquote>
<p>Then the quay is quiet again.</p>
</main></body></html>`

  it('gives the source back when the inserted figures are removed', () => {
    const article = readArticle(page, 'html')
    const images = onePerSection(article)
    expect(remove(placeImages(page, 'html', article, images), page, 'html', article, images)).toBe(page)
  })

  it('puts figures after headings and paragraphs, never into lists, tables or quotes', () => {
    const article = readArticle(page, 'html')
    const placed = placeImages(page, 'html', article, onePerSection(article))
    const before = placed
      .split('\n')
      .flatMap((line, index, lines) =>
        line.startsWith('<figure>') ? [lines[index - 1]?.replace(/.*(?=<h|<p)/, '')] : [],
      )
    expect(article.sections.map((section) => section.heading)).toEqual(['Harbour', 'Noon', 'Dusk'])
    expect(before).toEqual([
      '<h1>Harbour</h1>',
      '<p>Boats leave before sunrise.</p>',
      '<h2>Noon</h2>',
      '<p>Then the quay is quiet again.</p>',
    ])
  })

  it('never breaks a page out of a table that the parser had to mend', () => {
    const source =
      '<h2>Prices</h2><table><p>A stray paragraph in a table.</p><tr><td>1</td></tr></table><p>After the table comes prose.</p>'
    const article = readArticle(source, 'html')
    const placed = placeImages(source, 'html', article, onePerSection(article))
    expect(placed.slice(placed.indexOf('<table>'), placed.indexOf('</table>'))).not.toContain('<figure>')
  })

  it('gives width, height and loading, and escapes the description', () => {
    const source = '<p>Boats leave before sunrise.</p>'
    const alt = 'Nets & "ropes" <here>'
    const placed = placeImages(source, 'html', readArticle(source, 'html'), [{ ...picture(0), alt, src: 'a b&c.webp' }])
    expect(placed).toContain(
      '<img src="a b&amp;c.webp" alt="Nets &amp; &quot;ropes&quot; &lt;here&gt;" width="1024" height="1024" loading="lazy">',
    )
    expect(
      JSON.stringify(parse(placed).childNodes, (key, value) => (key === 'parentNode' ? undefined : value)),
    ).toContain(JSON.stringify(alt))
  })
})
