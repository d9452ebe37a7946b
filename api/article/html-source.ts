import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from 'parse5'
import { AppError } from '../domain/error.ts'

export type HtmlNode = DefaultTreeAdapterTypes.ChildNode
export type HtmlElement = DefaultTreeAdapterTypes.Element

/**
 * Bounds on what a page may make of itself. A parser's work grows with the square of the depth, and badly nested
 * formatting is repeated in every paragraph, so that a few bytes could otherwise take minutes and gigabytes.
 */
const deepest = 400
const mostElements = 400_000

/** Parses a page. @throws AppError `invalid` when it is nested deeper than any page is. */
export function parsePage(source: string): { root: HtmlElement; elements: HtmlElement[] } {
  let depth = 0
  const elements: HtmlElement[] = []
  const document = parse(source, {
    sourceCodeLocationInfo: true,
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement(name, namespace, attributes) {
        const element = defaultTreeAdapter.createElement(name, namespace, attributes)
        if (elements.push(element) > mostElements)
          throw new AppError(
            'invalid',
            `The page has more than ${mostElements} elements. Cut it into several articles.`,
          )
        return element
      },
      onItemPush() {
        if (++depth > deepest)
          throw new AppError(
            'invalid',
            `The page nests its elements more than ${deepest} deep. Remove the wrappers around the article.`,
          )
      },
      onItemPop() {
        depth--
      },
    },
  })
  const root = document.childNodes.find((node): node is HtmlElement => node.nodeName === 'html')
  // A parsed document always has an html element; the parser adds one.
  if (!root) throw new Error('the parsed page has no html element')
  return { root, elements }
}

/** Value of an attribute; null without it. */
export function attribute(element: HtmlElement, name: string): string | null {
  return element.attrs.find((it) => it.name === name)?.value ?? null
}

export const isElement = (node: HtmlNode): node is HtmlElement => 'tagName' in node

/** All text below an element, scripts and styles left out, with white space collapsed. */
export function textOf(element: HtmlElement): string {
  const parts: string[] = []
  const collect = (node: HtmlNode): void => {
    if (node.nodeName === '#text' && 'value' in node) parts.push(node.value)
    else if (isElement(node) && node.tagName !== 'script' && node.tagName !== 'style') node.childNodes.forEach(collect)
  }
  collect(element)
  return parts.join('').replaceAll(/\s+/g, ' ').trim()
}
