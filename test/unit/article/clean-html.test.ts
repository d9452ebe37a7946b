import { parse, type DefaultTreeAdapterTypes } from 'parse5'
import { describe, expect, it } from 'vitest'
import { cleanHtml } from '../../../api/article/clean-html.ts'

/** What of a page could run, load a page or leave for somewhere, as a browser reads it. */
function dangersIn(html: string): string[] {
  const found: string[] = []
  const walk = (node: DefaultTreeAdapterTypes.ParentNode): void => {
    for (const child of node.childNodes) {
      if (!('tagName' in child)) continue
      if (
        /^(?:script|style|object|embed|applet|base|link|form|input|button|svg|math|template|noscript|frame)$/.test(
          child.tagName,
        )
      )
        found.push(child.tagName)
      for (const { name, value } of child.attrs) {
        if (/^on|^style$|^srcdoc$|^http-equiv$|^action$|^formaction$/i.test(name))
          found.push(`${child.tagName} ${name}`)
        if (/^(?:javascript|vbscript|data):/i.test(value.replaceAll(/\s/g, '')))
          found.push(`${child.tagName} ${name}=${value}`)
        if (child.tagName === 'iframe' && name === 'src' && !/^https:\/\/(?:www\.youtube|player\.vimeo)/.test(value))
          found.push(`iframe ${value}`)
      }
      walk(child)
    }
  }
  walk(parse(`<!doctype html><body>${html}`))
  return found
}

describe('cleaned HTML has nothing that runs or loads a page', () => {
  it.each([
    '<script>alert(1)</script>',
    '<scr<script>ipt>alert(1)</script>',
    '<<script></script>img src=x onerror=alert(1)>',
    '<img src=x onerror=alert(1)>',
    '<img src="javascript:alert(1)">',
    '<a href=" java\tscript:alert(1)">a</a>',
    '<a href="&#106;avascript:alert(1)">a</a>',
    '<a href="data:text/html,<script>alert(1)</script>">a</a>',
    '<svg><script>alert(1)</script></svg><svg onload=alert(1)>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<style>@import "https://evil.example/a.css"</style><p style="background:url(javascript:1)">a</p>',
    '<iframe src="https://evil.example/"></iframe><iframe srcdoc="<script>1</script>"></iframe>',
    '<iframe src="https://www.youtube.com.evil.example/embed/a"></iframe><iframe src="//evil.example"></iframe>',
    '<object data="a.swf"></object><embed src="a.swf"><applet code=a></applet>',
    '<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<form action="https://evil.example"><input name=a><button formaction="javascript:1">a</button></form>',
    '<template><img src=x onerror=alert(1)></template>',
    '<body onload=alert(1)><p>a</p></body>',
    '<!--><img src=x onerror=alert(1)>-->',
    '<title><img src=x onerror=alert(1)></title>',
    '<textarea></textarea><script>alert(1)</script>',
    '<video src="javascript:1"><source onerror=alert(1)></video><details ontoggle=alert(1) open>a</details>',
  ])('%s', (html) => {
    expect(dangersIn(cleanHtml(html))).toEqual([])
    expect(cleanHtml(cleanHtml(html))).toBe(cleanHtml(html))
  })

  it('is told from what is dangerous', () => {
    const dangerous = '<a href="java\tscript:1">a</a><img src=x onerror=a><iframe src="//a"></iframe><script>1</script>'
    expect(dangersIn(dangerous)).toHaveLength(4)
  })

  it('keeps what an article is made of', () => {
    const article =
      '<h2 id="a">Head</h2><p>Text with <strong>weight</strong> and <a href="https://a.example/">a link</a>.</p><figure><img src="https://a.example/a.jpg" alt="A" width="3" height="2" /><figcaption>A</figcaption></figure><table><tbody><tr><td colspan="2">1</td></tr></tbody></table><iframe src="https://player.vimeo.com/video/1" width="5" height="4"></iframe>'
    expect(cleanHtml(article)).toBe(article)
  })

  it('refuses what nests deeper than any page at once, and nothing else', () => {
    const tooDeep = /^The HTML leaves more than 1000 elements open/
    for (const start of ['<div>', '<B>x', '<unknown a="b">', '<html>', '<p><i>'])
      expect(() => cleanHtml(start.repeat(200_000))).toThrow(tooDeep)
    for (const flat of [
      '<p>x',
      '<li>x',
      '<br>',
      '<div>x</div>',
      '<!-- <b> -->',
      '<script>a<b \n</script>',
      '<!-- <b ',
      '</b>',
    ])
      expect(cleanHtml(`<p>Prose</p>${flat.repeat(2000)}`)).toMatch(/^<p>Prose/)
  })
})
