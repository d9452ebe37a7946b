import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readArticle } from '../../../api/article/read-article.ts'
import { decodeSource } from '../../../api/imports/decode-source.ts'
import { readFeed } from '../../../api/imports/feed.ts'
import { wordpressHtml } from '../../../api/imports/wordpress-html.ts'
import { extractiveWriter } from '../../../api/prompts/extractive-writer.ts'

const bytesOf = (name: string) => readFileSync(`test/fixtures/imports/${name}`)
const names = ['rss1.rdf', 'rss2.xml', 'atom.xml', 'wordpress.xml']
const batches = new Map(
  await Promise.all(
    names.map(async (name) => [name, await readFeed(decodeSource(bytesOf(name), name), name)] as const),
  ),
)
const fixture = (name: string) => batches.get(name) ?? { articles: [], leftOut: [] }
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
      ['https://coast.example/?p=101', 'The last ferry – a crossing', null, null, 'en-GB'],
      ['https://coast.example/salt/', 'Salt pans', null, null, 'en-GB'],
      ['https://coast.example/words/', 'Only words', null, null, 'en-GB'],
    ])
    expect(fixture('rss2.xml').articles[0]?.source).toContain('every evening since the war')
    expect(fixture('rss2.xml').leftOut.map(({ title, reason }) => [title, reason])).toEqual([
      ['Without an id', 'It has neither an id nor a link, so it could not be found again.'],
      ['Without a text', 'It has no text.'],
    ])
  })

  it('of RSS 1.0 or Atom is read too, whatever its texts are written in', () => {
    expect(summary('rss1.rdf')).toEqual([['https://old.example/1', 'The mill', null, null, 'en']])
    expect(summary('atom.xml')).toEqual([
      ['tag:werkstatt.example,2026:1', 'Der Hobel', null, null, 'de'],
      ['tag:werkstatt.example,2026:2', 'Die Säge', null, null, 'de'],
      ['https://werkstatt.example/glue', 'The glue', null, null, 'en'],
      ['tag:werkstatt.example,2026:4', 'Anderswo', null, null, 'de'],
    ])
    expect(fixture('atom.xml').articles.map(({ source }) => source)).toEqual([
      '<p>Ein alter Hobel liegt auf der Werkbank neben dem Fenster.</p><img src="https://werkstatt.example/x" />',
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

  it('leaves out the item that nests deeper than any page, and takes the others', async () => {
    const item = (id: number, html: string) => `<item><guid>${id}</guid><description>${html}</description></item>`
    const deep = '&lt;div>'.repeat(100_000)
    const batch = await readFeed(`<rss><channel>${item(1, deep)}${item(2, 'Words.')}</channel></rss>`, 'feed')
    expect(batch.articles.map(({ externalId }) => externalId)).toEqual(['2'])
    expect(batch.leftOut).toMatchObject([{ externalId: '1', reason: expect.stringMatching(/^The HTML leaves more/) }])
  })

  it('in UTF-16 or Latin-1 reads as in UTF-8, by its mark, its server or its declaration', async () => {
    const xml = (encoding: string) =>
      `<?xml version="1.0" encoding="${encoding}"?><rss><channel><item><title>Säge und Möhre</title><guid>1</guid><description>Die Säge hängt neben der Tür.</description></item></channel></rss>`
    const titleOf = async (bytes: Uint8Array, charset?: string) =>
      (await readFeed(decodeSource(bytes, 'feed', charset), 'feed')).articles[0]?.title
    const utf16 = Buffer.from(xml('UTF-16'), 'utf16le')
    expect(await titleOf(Buffer.from(`\uFEFF${xml('utf-8')}`))).toBe('Säge und Möhre')
    expect(await titleOf(utf16)).toBe('Säge und Möhre')
    expect(await titleOf(Buffer.from(utf16).swap16())).toBe('Säge und Möhre')
    expect(await titleOf(Buffer.from(xml('ISO-8859-1'), 'latin1'))).toBe('Säge und Möhre')
    expect(await titleOf(Buffer.from(xml('utf-8'), 'latin1'), 'iso-8859-1')).toBe('Säge und Möhre')
    await expect(titleOf(Buffer.from(xml('utf-8'), 'latin1'))).rejects.toThrow(
      'feed cannot be read: it is not valid UTF-8.',
    )
    await expect(titleOf(Buffer.from(xml('klingon')))).rejects.toThrow('in the encoding "klingon", which is not known')
  })
})

describe('a relative address in a feed', () => {
  const sourceOf = async (xml: string, fetchedFrom?: string) =>
    (await readFeed(xml, 'feed', fetchedFrom)).articles[0]?.source
  const rss = (item: string, { root = '', channel = '' } = {}) =>
    `<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" ${root}><channel>${channel}<item><guid>1</guid>${item}</item></channel></rss>`
  const text = '<description>&lt;p&gt;Words of prose. &lt;img src="../a.png"&gt;&lt;/p&gt;</description>'
  const image = (src: string) => `<p>Words of prose. <img src="${src}" /></p>`
  const fetchedFrom = 'https://feeds.example/blog/feed.xml'

  it('is that of xml:base, else of its entry, else of the feed', async () => {
    const link = '<link>/posts/1/</link>'
    expect(await sourceOf(rss(text), fetchedFrom)).toBe(image('https://feeds.example/a.png'))
    expect(await sourceOf(rss(`${link}${text}`), fetchedFrom)).toBe(image('https://feeds.example/posts/a.png'))
    const base = { root: 'xml:base="https://base.example/x/y/"' }
    expect(await sourceOf(rss(`${link}${text}`, base), fetchedFrom)).toBe(image('https://base.example/x/a.png'))
    const own = text.replace('>', ' xml:base="z/z/">')
    expect(await sourceOf(rss(`${link}${own}`, base), fetchedFrom)).toBe(image('https://base.example/x/y/z/a.png'))
  })

  it('in a file is that of what the feed says of itself, else of its site, and stays where nothing says', async () => {
    const site = '<link>https://site.example/blog/</link>'
    const self = '<atom:link rel="self" href="https://site.example/blog/feed/rss.xml"/>'
    expect(await sourceOf(rss(text, { channel: site }))).toBe(image('https://site.example/a.png'))
    expect(await sourceOf(rss(text, { channel: `${site}${self}` }))).toBe(image('https://site.example/blog/a.png'))
    expect(await sourceOf(rss(text))).toBe(image('../a.png'))
    const mail = { root: 'xml:base="javascript:alert(1)"', channel: '<link>mailto:a@site.example</link>' }
    expect(await sourceOf(rss(text, mail))).toBe(image('../a.png'))
  })

  it('in Atom is that of the nearest xml:base, in XHTML too, else of the entry’s link', async () => {
    const atom = (entry: string) =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://site.example/"/><entry><id>1</id><link href="one/"/>${entry}</entry></feed>`
    const html = '<content type="html">&lt;p&gt;Words of prose. &lt;img src="a.png"&gt;&lt;/p&gt;</content>'
    expect(await sourceOf(atom(html))).toBe(image('https://site.example/one/a.png'))
    const xhtml =
      '<content type="xhtml" xml:base="/c/"><div xmlns="http://www.w3.org/1999/xhtml" xml:base="d/"><p>Words of prose. <img src="a.png"/></p></div></content>'
    expect(await sourceOf(atom(xhtml), 'https://feeds.example/feed')).toBe(image('https://feeds.example/c/d/a.png'))
  })

  it('of an export is that of the post, and a draft’s too', () => {
    const posts = fixture('wordpress.xml').articles
    expect(posts[0]?.source).toContain('<a href="https://bees.example/roof/honey/">honey</a>')
    expect(posts[2]?.source).toContain('<img src="https://bees.example/wp-content/house.jpg" alt="House" />')
  })

  it('is made whole wherever HTML has one, and nothing else is', async () => {
    const html = `<p>Words of prose with <a href="#note">a note</a>, <a href="mailto:a@b.example">mail</a>
<a href="//cdn.example/a">there</a> <a href="?page=2">on</a> <a href="java\nscript:alert(1)">x</a> <a href="https://other.example/A b">whole</a>
<img src=" b.png " srcset="b.png, c,d.png 2x,\n /e.png 300w"><video poster="p.jpg" src="v.mp4"></video><q cite="c">q</q></p>`
    const escaped = html.replaceAll('<', '&lt;').replaceAll('"', '&quot;')
    expect(await sourceOf(rss(`<link>https://site.example/dir/post</link><description>${escaped}</description>`)))
      .toBe(`<p>Words of prose with <a href="#note">a note</a>, <a href="mailto:a@b.example">mail</a>
<a href="https://cdn.example/a">there</a> <a href="https://site.example/dir/post?page=2">on</a> <a>x</a> <a href="https://other.example/A b">whole</a>
<img src="https://site.example/dir/b.png" srcset="https://site.example/dir/b.png, https://site.example/dir/c,d.png 2x, https://site.example/e.png 300w" /><video poster="https://site.example/dir/p.jpg" src="https://site.example/dir/v.mp4"></video><q cite="https://site.example/dir/c">q</q></p>`)
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

it.each([
  '[caption ',
  '[caption]',
  '[gallery ',
  '[row ',
  '<pre ',
  '<code>',
  '<!-- wp:',
  '<!--more',
  '[a b=',
  '[embed]x',
])('reads what is never closed in an export once, and not again for each: %s', (unclosed) => {
  expect(wordpressHtml(unclosed.repeat(100_000))).toEqual(expect.any(String))
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
