import { HtmlProse } from './html-prose.ts'
import { attribute, isElement, parsePage, textOf, type HtmlElement, type HtmlNode } from './html-source.ts'
import type { SourceReading } from './section-draft.ts'

/** Reads an HTML page or fragment. @throws AppError `invalid` when its nesting is beyond reason. */
export function readHtml(source: string): SourceReading {
  const start = source.charCodeAt(0) === 0xfe_ff ? 1 : 0
  const { root, elements } = parsePage(source.slice(start))
  const body = elements.find((element) => element.tagName === 'body') ?? root
  const content = contentOf(body, elements)
  const prose = new HtmlProse(content, start)
  const heading = elements.find((element) => element.tagName === 'h1')
  const title = elements.find((element) => element.tagName === 'title' && element.parentNode?.nodeName === 'head')
  const meta = (name: string): string | null => metaContent(elements, name)
  const mainHeading = (heading && textOf(heading)) || null
  return {
    sections: prose.sections,
    topAt: prose.topAt,
    title: meta('og:title') ?? mainTitle(title ? textOf(title) : '', mainHeading),
    mainHeading,
    summary: meta('og:description') ?? meta('description'),
    language: attribute(root, 'lang') || meta('content-language') || meta('og:locale'),
  }
}

/** `How lighthouses work | The Coast` is the h1 with the site's name behind it. */
function mainTitle(title: string, heading: string | null): string | null {
  if (title === '') return null
  return heading !== null && title.startsWith(heading) ? heading : title
}

function metaContent(elements: HtmlElement[], name: string): string | null {
  const meta = elements.find(
    (element) =>
      element.tagName === 'meta' &&
      (attribute(element, 'property') === name ||
        attribute(element, 'name')?.toLowerCase() === name ||
        attribute(element, 'http-equiv')?.toLowerCase() === name),
  )
  return (meta && attribute(meta, 'content')?.replaceAll(/\s+/g, ' ').trim()) || null
}

/** The element that holds the article: an <article> with most of the text, else <main>, else the body. */
function contentOf(body: HtmlElement, elements: HtmlElement[]): HtmlElement {
  const lengths = textLengths(body)
  const main = elements.find((element) => element.tagName === 'main' || attribute(element, 'role') === 'main') ?? body
  const lengthOf = (element: HtmlElement): number => lengths.get(element) ?? 0
  const scope = lengthOf(main) > 0 ? main : body
  const articles = elements.filter((element) => element.tagName === 'article')
  const longest = articles.reduce<HtmlElement | null>(
    (best, it) => (best === null || lengthOf(it) > lengthOf(best) ? it : best),
    null,
  )
  return longest && lengthOf(longest) * 2 > lengthOf(scope) ? longest : scope
}

function textLengths(body: HtmlElement): Map<HtmlElement, number> {
  const lengths = new Map<HtmlElement, number>()
  const measure = (node: HtmlNode): number => {
    if (node.nodeName === '#text' && 'value' in node) return node.value.trim().length
    if (!isElement(node) || node.tagName === 'script' || node.tagName === 'style') return 0
    let length = 0
    for (const child of node.childNodes) length += measure(child)
    lengths.set(node, length)
    return length
  }
  measure(body)
  return lengths
}
