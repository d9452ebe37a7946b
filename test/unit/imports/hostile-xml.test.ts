import { describe, expect, it } from 'vitest'
import { readFeed } from '../../../api/imports/feed.ts'

const item = (inner: string) =>
  `<rss version="2.0"><channel>\n<item><guid>1</guid><title>T</title><description>${inner}</description></item></channel></rss>`
const withDoctype = (doctype: string, text: string) => `<?xml version="1.0"?>\n<!DOCTYPE rss ${doctype}>\n${item(text)}`
const lol = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('')
const entities = /line \d+, column \d+: it declares entities or elements of its own/

describe('hostile or broken XML is refused in one line, without being expanded or fetched', () => {
  const cases: [string, string, RegExp][] = [
    ['a file of the machine as an entity', withDoctype('[<!ENTITY x SYSTEM "file:///etc/passwd">]', '&x;'), entities],
    ['an address as an entity', withDoctype('[<!ENTITY x SYSTEM "http://169.254.169.254/">]', '&x;'), entities],
    ['a parameter entity', withDoctype('[<!ENTITY % p SYSTEM "http://evil.example/a.dtd"> %p;]', 'x'), entities],
    ['a billion laughs', withDoctype(`[<!ENTITY l0 "lol">${lol}]`, '&l9;'), entities],
    ['a quadratic blow-up', withDoctype(`[<!ENTITY a "${'a'.repeat(50_000)}">]`, '&a;'.repeat(10_000)), entities],
    ['an element declared', withDoctype('[<!ELEMENT rss ANY>]', 'x'), entities],
    ['attributes declared', withDoctype('[<!ATTLIST rss a CDATA "b">]', 'x'), entities],
    ['an entity that nobody declared', item('a&nbsp;b'), /line 2, column \d+: undefined entity/],
    [
      'an entity of a type elsewhere',
      withDoctype('SYSTEM "http://evil.example/rss.dtd"', '&evil;'),
      /undefined entity/,
    ],
    [
      'a tag that is never closed',
      '<rss><channel><item><title>T</item></channel></rss>',
      /line 1, column \d+: unexpected close tag/,
    ],
    ['an end in the middle', item('x').slice(0, 60), /line 2, column \d+: /],
    ['two roots', `${item('x')}<rss/>`, /line 2, column \d+: /],
    ['a bare ampersand', item('Salt & sand'), /line 2, column \d+: /],
    ['a character that XML has not', item('a&#0;b'), /line 2, column \d+: malformed character entity/],
    ['half a character', item('a&#xD800;b'), /line 2, column \d+: malformed character entity/],
    ['a control character', item('a\u0001b'), /line 2, column \d+: disallowed character/],
    ['a prefix of nothing', '<rss><channel><nope:item/></channel></rss>', /unbound namespace prefix: "nope"/],
    ['the same attribute twice', '<rss version="2" version="3"></rss>', /duplicate attribute: version/],
    ['elements without end', `<rss><channel><item>${'<a>'.repeat(100_000)}`, /nested more than 200 deep/],
    ['a page', '<!DOCTYPE html><html><body>Not found</body></html>', /it is a web page, not a feed/],
    [
      'a page in XML',
      '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"/>',
      /it is a web page, not a feed/,
    ],
    ['JSON', '{"version":"https://jsonfeed.org/version/1.1"}', /it is JSON/],
    ['text', 'Not found', /neither a feed nor any other XML/],
    ['nothing', '  \n', /it is empty/],
    ['other XML', '<opml version="2.0"/>', /its root is <opml>/],
    ['no items', '<rss version="2.0"><channel><title>T</title></channel></rss>', /has no items in it/],
  ]
  it.each(cases)('%s', async (_, text, message) => {
    const before = performance.now()
    let thrown: unknown
    try {
      await readFeed(text, 'feed.xml')
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ name: 'AppError', code: 'invalid' })
    expect((thrown as Error).message).toMatch(/^feed\.xml (?:cannot be read: |has no items)[^\n]+$/)
    expect((thrown as Error).message).toMatch(message)
    expect(performance.now() - before).toBeLessThan(2000)
  })

  it('takes a DOCTYPE that only names its type, as RSS 0.91 has it', async () => {
    const doctype =
      'PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"'
    const { articles } = await readFeed(withDoctype(doctype, 'Some words of prose.'), 'feed.xml')
    expect(articles).toHaveLength(1)
  })
})
