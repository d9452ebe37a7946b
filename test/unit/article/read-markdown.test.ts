import { describe, expect, it } from 'vitest'
import { readArticle } from '../../../api/article/read-article.ts'

const read = (source: string, options?: { title?: string }) => readArticle(source, 'markdown', options)
const prose = (source: string): string[] => read(source).sections.flatMap((section) => section.paragraphs)

describe('title, summary and language', () => {
  it('come from YAML front matter', () => {
    const source =
      '---\ntitle: "Harbour: a day"\ndescription: Boats and nets.\nlang: en-GB\n---\n\n# Another heading\n\nBoats leave early.\n'
    expect(read(source)).toMatchObject({ title: 'Harbour: a day', summary: 'Boats and nets.', language: 'en-GB' })
  })

  it('come from TOML front matter', () => {
    expect(
      read(
        '+++\ntitle = "Harbour"\nexcerpt = "Nets."\nlanguage = "de"\n[extra]\nrelease = true\n+++\nBoats leave early.\n',
      ),
    ).toMatchObject({
      title: 'Harbour',
      summary: 'Nets.',
      language: 'de',
    })
  })

  it('are read even where an unquoted colon makes the YAML invalid', () => {
    expect(read('---\ntitle: Rust: the language\nauthor: me\n---\nSome text here.\n').title).toBe('Rust: the language')
  })

  it('take the first h1 before the title given from outside', () => {
    expect(read('Intro first.\n\n# The *real* `title`\n\nText follows.\n', { title: 'file name' }).title).toBe(
      'The real title',
    )
    expect(read('Only text here.\n', { title: 'file name' }).title).toBe('file name')
  })

  it('fall to the first heading, then to the first sentence', () => {
    expect(read('Text before.\n\n## Second level\n\nMore text.\n').title).toBe('Second level')
    expect(read('Boats leave early. Nets dry later.\n').title).toBe('Boats leave early')
  })

  it('leave a rule at the top of a document alone', () => {
    expect(prose('---\nNot fields but prose, between two rules.\n---\n\nMore prose here.\n').join(' ')).toContain(
      'More prose here.',
    )
  })
})

describe('sections', () => {
  it('start at headings of both kinds and keep their level', () => {
    const { sections } = read(
      'Before any heading.\n\nOne\n===\n\nText one here.\n\n### Three ###\n\nText three here.\n',
    )
    expect(sections.map(({ heading, level, paragraphs }) => ({ heading, level, paragraphs }))).toEqual([
      { heading: null, level: 0, paragraphs: ['Before any heading.'] },
      { heading: 'One', level: 1, paragraphs: ['Text one here.'] },
      { heading: 'Three', level: 3, paragraphs: ['Text three here.'] },
    ])
  })

  it('place pictures after the first prose, or after the heading where prose is only in lists', () => {
    const source = '## One\n\nFirst paragraph.\n\nSecond paragraph.\n\n## Two\n\n- an item that reads like real prose\n'
    const places = read(source).sections.map((section) => source.slice(0, section.placeAt).split('\n').at(-1))
    expect(places).toEqual(['First paragraph.', '## Two'])
  })

  it('drop contributors, licence and thanks, with everything below them', () => {
    const { sections } = read(
      '# Title\n\nReal prose here.\n\n## Contributors to 1.10\n\nWe had 139 individuals contribute. Thank you!\n\n### Deeper\n\nStill names in here.\n\n## After\n\nReal prose again.\n',
    )
    expect(sections.map((section) => section.heading)).toEqual(['Title', 'After'])
  })
})

describe('prose', () => {
  it.each([
    ['code blocks', '```js\nconst words = "that look like prose"\n```'],
    ['code that never closes', 'Real prose here.\n\n~~~\nnot prose at all, only code'],
    ['indented code', '    indented words are code here'],
    ['tables', '| a cell | with words |\n| --- | --- |\n| more words | in cells |'],
    ['lists of links', '- [one link to somewhere else](a)\n- [two links to somewhere else](b)'],
    ['reference definitions', '[label]: https://example.org "a title of words"'],
    ['comments', '<!-- words in a comment\n\nover lines -->'],
    ['scripts', '<script>\nlet words = "in a script"\n\nmore()\n</script>'],
    ['footnotes', '[^1]: a footnote with many words\n    that goes on'],
    ['lists of names', '- Adolfo Ochagavía\n- Alan Somers'],
    ['licences', 'This text is licensed under CC BY 4.0.'],
    ['thanks', 'Thank you so much!'],
    ['images', '![alt text of an image](a.png)'],
  ])('leaves out %s', (_, block) => {
    expect(prose(`${block}\n`).filter((text) => text !== 'Real prose here.')).toEqual([])
  })

  it.each(['```\ncode\n```', '~~~ts\n```\n~~~', '| a |\n| - |\n| b |\n', '<!-- a\n\nb -->', '[^1]: note\n'])(
    'goes on behind %j',
    (block) => {
      expect(prose(`${block}\n\nReal prose follows here.\n`)).toEqual(['Real prose follows here.'])
    },
  )

  it('leaves out the line that only leads up to a command', () => {
    expect(
      prose(
        'Prose about the release.\n\nIf you have rustup, getting the update is as easy as:\n\n```\nrustup update\n```\n',
      ),
    ).toEqual(['Prose about the release.'])
  })

  it('keeps the space that code has at one end only', () => {
    expect(prose('It says that the token` foo` came from `` `bar` `` and `<b>` today.')).toEqual([
      'It says that the token foo came from `bar` and <b> today.',
    ])
  })

  it('strips links, emphasis, code marks, notes, tags, entities and addresses, and keeps identifiers whole', () => {
    const source =
      'A **bold** [link *here*](https://a.b/c_(d) "t"), [ref][r], [short], `code` &amp; snake_case_name<br>next[^1] at https://x.y/z. \\*Escaped\\*\n\n[short]: u\n'
    expect(prose(source)).toEqual(['A bold link here, ref, short, code & snake_case_name next at. *Escaped*'])
  })

  it('reads list items and quotes that are prose', () => {
    expect(prose('- The first boat leaves before sunrise.\n- Salt\n\n> A quote of\n> two lines.\n')).toEqual([
      'The first boat leaves before sunrise.',
      'A quote of two lines.',
    ])
  })

  it('counts offsets in UTF-16 units, with a byte order mark, CRLF and astral characters', () => {
    const source = '\uFEFF# 🚲 Title\r\n\r\nText with 🌊 waves.\r\n\r\nMore.\r\n'
    expect(source.slice(0, read(source).sections[0]?.placeAt)).toBe('\uFEFF# 🚲 Title\r\n\r\nText with 🌊 waves.')
  })
})

describe('hostile input', () => {
  const size = 100_000
  it.each([
    ['quotes', '>'],
    ['brackets', '['],
    ['images that never close', '![a'],
    ['links that never close', '[a](b'],
    ['emphasis', '_a* '],
    ['nested lists', '- '],
    ['numbered lists', '1. '],
    ['tags', '<a '],
    ['comments', 'a <!--'],
    ['backticks', '` `` '],
    ['tables', '|a|b|\n|-|-|\n'],
    ['definitions', '[a]: b\n'],
    ['headings', '# a\n'],
    ['front matter', '---\na: b\n'],
  ])('of %s is read without hanging or overflowing the stack', (_, piece) => {
    expect(() => read(piece.repeat(Math.floor(size / piece.length)))).not.toThrow()
  })
})
