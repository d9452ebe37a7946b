import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readArticle } from '../../../api/article/read-article.ts'
import { decodeSource } from '../../../api/imports/decode-source.ts'
import { readFeed } from '../../../api/imports/feed.ts'
import { wordpressHtml } from '../../../api/imports/wordpress-html.ts'
import { extractiveWriter } from '../../../api/prompts/extractive-writer.ts'

const bytesOf = (name: string) => readFileSync(`test/fixtures/imports/${name}`)
const fixture = (name: string) => readFeed(decodeSource(bytesOf(name), name), name, 'ready')
const summary = (name: string) =>
  fixture(name).articles.map(({ externalId, title, status, keyword, language }) => [
    externalId,
    title,
    status,
    keyword,
    language,
  ])

describe('a feed', () => {
  it('of RSS 2.0 gives its items by guid or link, with the whole text before the summary', () => {
    expect(summary('rss2.xml')).toEqual([
      ['https://coast.example/?p=101', 'The last ferry – a crossing', 'ready', null, 'en-GB'],
      ['https://coast.example/salt/', 'Salt pans', 'ready', null, 'en-GB'],
      ['https://coast.example/words/', 'Only words', 'ready', null, 'en-GB'],
    ])
    expect(fixture('rss2.xml').articles[0]?.source).toContain('every evening since the war')
    expect(fixture('rss2.xml').leftOut.map(({ title, reason }) => [title, reason])).toEqual([
      ['Without an id', 'It has neither an id nor a link, so it could not be found again.'],
      ['Without a text', 'It has no text.'],
    ])
  })

  it('of RSS 1.0 or Atom is read too, whatever its texts are written in', () => {
    expect(summary('rss1.rdf')).toEqual([['https://old.example/1', 'The mill', 'ready', null, 'en']])
    expect(summary('atom.xml')).toEqual([
      ['tag:werkstatt.example,2026:1', 'Der Hobel', 'ready', null, 'de'],
      ['tag:werkstatt.example,2026:2', 'Die Säge', 'ready', null, 'de'],
      ['https://werkstatt.example/glue', 'The glue', 'ready', null, 'en'],
      ['tag:werkstatt.example,2026:4', 'Anderswo', 'ready', null, 'de'],
    ])
    expect(fixture('atom.xml').articles.map(({ source }) => source)).toEqual([
      '<p>Ein alter Hobel liegt auf der Werkbank neben dem Fenster.</p><img src="x" />',
      '<p>Die Säge hängt <em>neben</em> der Tür &amp; glänzt.</p><hr /><p>Sie ist älter als der Meister.</p>',
      '<p>The glue is cooked in a copper pot &lt; an hour before use.</p>',
      '<p>Der Text liegt auf einem anderen Server und wird dort gelesen.</p>',
    ])
  })

  it('of WordPress gives posts and pages with their status and keyword, and says what it leaves out', () => {
    expect(summary('wordpress.xml')).toEqual([
      ['wp:7', 'Bees on the roof', 'ready', 'urban bees', 'en-US'],
      ['wp:8', 'A classic post', 'draft', 'Hives', 'en-US'],
      ['wp:9', 'About the house', 'ready', null, 'en-US'],
    ])
    expect(fixture('wordpress.xml').leftOut).toMatchObject([
      { externalId: 'wp:10', reason: 'It is in the trash.', isProblem: false },
      { externalId: 'wp:11', isProblem: false },
    ])
  })

  it('in UTF-16 or Latin-1 reads as in UTF-8, by its mark, its server or its declaration', () => {
    const xml = (encoding: string) =>
      `<?xml version="1.0" encoding="${encoding}"?><rss><channel><item><title>Säge und Möhre</title><guid>1</guid><description>Die Säge hängt neben der Tür.</description></item></channel></rss>`
    const titleOf = (bytes: Uint8Array, charset?: string) =>
      readFeed(decodeSource(bytes, 'feed', charset), 'feed', 'ready').articles[0]?.title
    const utf16 = Buffer.from(xml('UTF-16'), 'utf16le')
    expect(titleOf(Buffer.from(`\uFEFF${xml('utf-8')}`))).toBe('Säge und Möhre')
    expect(titleOf(utf16)).toBe('Säge und Möhre')
    expect(titleOf(Buffer.from(utf16).swap16())).toBe('Säge und Möhre')
    expect(titleOf(Buffer.from(xml('ISO-8859-1'), 'latin1'))).toBe('Säge und Möhre')
    expect(titleOf(Buffer.from(xml('utf-8'), 'latin1'), 'iso-8859-1')).toBe('Säge und Möhre')
    expect(() => titleOf(Buffer.from(xml('utf-8'), 'latin1'))).toThrow('feed cannot be read: it is not valid UTF-8.')
    expect(() => titleOf(Buffer.from(xml('klingon')))).toThrow('in the encoding "klingon", which is not known')
  })
})

describe('what WordPress keeps', () => {
  it('loses the marks of its editor and of plug-ins, and nothing that people wrote in brackets', () => {
    expect(wordpressHtml('[et_pb_row]A [sic] and [1] and [[gallery]][/et_pb_row] [foo bar="1"]')).toBe(
      '<p>A [sic] and [1] and [gallery]</p>',
    )
    expect(
      wordpressHtml('One line\nand another\n\n<h2>Head</h2>\nText under it\n\n<pre>[caption]a\n\nb[/caption]</pre>'),
    ).toBe(
      '<p>One line<br>\nand another</p>\n\n<h2>Head</h2>\n\n<p>Text under it</p>\n\n<pre>[caption]a\n\nb[/caption]</pre>',
    )
    expect(wordpressHtml('[caption width="1"]<img src="a.jpg"> Bees[/caption][embed]https://x.example[/embed]')).toBe(
      '<figure><img src="a.jpg"><figcaption>Bees</figcaption></figure>',
    )
  })
})

it('writes no prompt about scripts, styles, menus, code or licences of a feed’s items', async () => {
  for (const name of ['rss2.xml', 'wordpress.xml'])
    for (const { source, title } of fixture(name).articles) {
      const article = readArticle(source, 'html', { title })
      const { prompts } = await extractiveWriter.write({ article, imagesPerArticle: 4, promptCharsMax: 800 })
      expect(prompts.length).toBeGreaterThan(0)
      for (const { prompt } of prompts)
        expect(prompt).not.toMatch(
          /ads|slot|promo|colou?r: red|npm|install|permission|granted|copy of this|home page|older articles|alert|gallery|wp:/i,
        )
    }
})
