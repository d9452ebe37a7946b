import { describe, expect, it } from 'vitest'
import { htmlPage, markdownHtml } from '../../../api/article/markdown-html.ts'

describe('Markdown as HTML', () => {
  it('is without its front matter, and has what GitHub has', () => {
    const source =
      '\uFEFF---\ntitle: Kiln\n---\n\n# Kiln\n\nFired ~~once~~ *twice*, see https://kiln.example/ and readme.md.\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n'
    expect(markdownHtml(source)).toBe(
      '<h1>Kiln</h1>\n<p>Fired <s>once</s> <em>twice</em>, see <a href="https://kiln.example/">https://kiln.example/</a> and readme.md.</p>\n' +
        '<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n',
    )
  })

  it('keeps placed images as they are, and nothing that runs', () => {
    const figure =
      '<figure><img src="featured.webp" alt="A &quot;kiln&quot; &lt;3" width="1344" height="768" loading="eager" srcset="featured-160w.webp 160w, featured.webp 1344w" sizes="(max-width: 1344px) 100vw, 1344px" /></figure>'
    expect(markdownHtml(`# Kiln\n\n${figure.replace(' />', '>')}\n\nText.\n`)).toBe(
      `<h1>Kiln</h1>\n${figure}\n<p>Text.</p>\n`,
    )
    const hostile =
      '<script>alert(1)</script>\n\n[a](javascript:alert(1)) ![b](data:image/svg+xml,x) <img src=x onerror=alert(1)>\n\n<iframe src="https://evil.example"></iframe>\n'
    expect(markdownHtml(hostile)).not.toMatch(/<script|<a href="java|<img src="data|onerror|iframe/)
  })

  it.each([
    ['quotes in quotes', '>'.repeat(50_000)],
    ['lists in lists', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(2 * depth)}- a`).join('\n')],
    ['brackets without end', '['.repeat(20_000)],
    ['unclosed elements', '<div>'.repeat(900)],
    ['nothing', ''],
  ])('is made of %s', (_, source) => {
    expect(markdownHtml(source)).toEqual(expect.any(String))
  })

  it('as a file says its encoding, language and title', () => {
    expect(htmlPage({ title: 'A < B & "C"', language: 'de' }, '<p>ä</p>\n')).toBe(
      '<!doctype html>\n<html lang="de">\n<head><meta charset="utf-8"><title>A &lt; B &amp; "C"</title></head>\n<body>\n<p>ä</p>\n</body>\n</html>\n',
    )
  })
})
