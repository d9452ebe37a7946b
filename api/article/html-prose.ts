import { attribute, isElement, textOf, type HtmlElement, type HtmlNode } from './html-source.ts'
import { isProse, isProseItem, leadsToCommand } from './prose.ts'
import { SectionDraft, type PlacedSection } from './section-draft.ts'

const dropped = new Set(
  (
    'script style noscript template nav aside form table pre svg math iframe object embed audio video canvas figure picture ' +
    'button select textarea input label fieldset dialog menu footer head listing xmp samp'
  ).split(' '),
)
const blocks = new Set(
  'p div section article main header ul ol li dl dt dd blockquote h1 h2 h3 h4 h5 h6 hgroup hr details summary address center body'.split(
    ' ',
  ),
)
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'])
/** Pictures never go inside these. */
const closedElements = new Set('ul ol dl blockquote details hgroup address a'.split(' '))
const droppedRoles = new Set(['navigation', 'banner', 'contentinfo', 'complementary', 'search', 'dialog', 'menu'])

/** Walks an element that holds an article and collects its prose and the places for pictures. */
export class HtmlProse {
  readonly sections: PlacedSection[]
  readonly topAt: number
  readonly #offset: number
  readonly #draft: SectionDraft
  /** Source ranges that no picture may fall into: the parser moves text out of a broken table, but its offsets stay inside. */
  readonly #closed: { start: number; end: number }[] = []
  #text = ''
  #linkChars = 0
  #breaks = 0
  /** Depths of the enclosing elements that take no picture, and of links and lists. */
  #closedDepth = 0
  #linkDepth = 0
  #listDepth = 0

  /** `offset` is added to every place: what was cut off the source's start. */
  constructor(content: HtmlElement, offset: number) {
    this.#offset = offset
    const startAt = contentStart(content)
    this.#draft = new SectionDraft(startAt + offset)
    this.#walkChildren(content, true)
    const location = content.sourceCodeLocation
    this.#flush(location?.endTag?.startOffset ?? location?.endOffset ?? null)
    this.topAt = (mainHeadingEnd(content) ?? startAt) + offset
    this.sections = this.#withoutClosedPlaces(this.#draft.finish())
  }

  #walkChildren(element: HtmlElement, isContent: boolean): void {
    for (const child of element.childNodes) this.#walk(child, isContent)
  }

  #walk(node: HtmlNode, isContent: boolean): void {
    if (node.nodeName === '#text' && 'value' in node) {
      this.#addText(node.value)
      return
    }
    if (!isElement(node)) return
    const name = node.tagName
    if (this.#isDropped(node, isContent)) this.#skip(node)
    else if (headings.has(name)) this.#addHeading(node)
    else if (name === 'br') this.#addBreak()
    else this.#walkInto(node)
  }

  #walkInto(element: HtmlElement): void {
    const name = element.tagName
    const { startOffset = null, endOffset = null } = element.sourceCodeLocation ?? {}
    const isBlock = blocks.has(name)
    if (isBlock) this.#flush(startOffset)
    if (closedElements.has(name) && name !== 'a') this.#close(startOffset, endOffset)
    this.#enter(name, 1)
    this.#walkChildren(element, false)
    if (isBlock) this.#flush(name === 'p' || name === 'div' ? endOffset : null, false, name === 'li')
    this.#enter(name, -1)
  }

  #skip(element: HtmlElement): void {
    const { startOffset = null, endOffset = null } = element.sourceCodeLocation ?? {}
    if (!inlineDropped.has(element.tagName)) this.#flush(startOffset, element.tagName === 'pre')
    this.#close(startOffset, endOffset)
  }

  #addHeading(element: HtmlElement): void {
    const { startOffset = null, endOffset = null } = element.sourceCodeLocation ?? {}
    this.#flush(startOffset)
    const heading = textOf(element)
    const afterAt = this.#closedDepth === 0 ? this.#placed(endOffset) : null
    if (heading !== '') this.#draft.addHeading(heading, Number(element.tagName[1]), afterAt)
  }

  #isDropped(element: HtmlElement, isContent: boolean): boolean {
    const name = element.tagName
    if (dropped.has(name) || attribute(element, 'hidden') !== null || attribute(element, 'aria-hidden') === 'true')
      return true
    if (droppedRoles.has(attribute(element, 'role') ?? '')) return true
    // The header of a page is its masthead; the header of an article holds its standfirst.
    return name === 'header' && isContent && findFirst(element, (it) => it.tagName === 'nav') !== null
  }

  #enter(name: string, change: 1 | -1): void {
    if (closedElements.has(name)) this.#closedDepth += change
    if (name === 'a') this.#linkDepth += change
    if (name === 'li' || name === 'dd' || name === 'dt') this.#listDepth += change
  }

  #addText(value: string): void {
    this.#text += value
    const letters = value.trim().length
    if (letters > 0) this.#breaks = 0
    if (this.#linkDepth > 0) this.#linkChars += letters
  }

  /** Two breaks in a row end a paragraph on pages that have no <p>. */
  #addBreak(): void {
    this.#text += ' '
    if (++this.#breaks === 2) this.#flush(null)
  }

  #flush(afterAt: number | null, beforeCode = false, isItem = this.#listDepth > 0): void {
    const text = this.#text.replaceAll(/\s+/g, ' ').trim()
    const links = this.#linkChars
    this.#text = ''
    this.#linkChars = 0
    this.#breaks = 0
    if (text === '' || (links > text.length * 0.6 && (isItem || text.length < 120))) return
    if (!(isItem ? isProseItem(text) : isProse(text)) || (beforeCode && leadsToCommand(text))) return
    this.#draft.addProse(text, this.#closedDepth === 0 && !isItem ? this.#placed(afterAt) : null)
  }

  #placed(at: number | null): number | null {
    return at === null ? null : at + this.#offset
  }

  #close(start: number | null, end: number | null): void {
    if (start !== null && end !== null) this.#closed.push({ start: start + this.#offset, end: end + this.#offset })
  }

  #withoutClosedPlaces(sections: PlacedSection[]): PlacedSection[] {
    const closed = mergeRanges(this.#closed)
    return sections.map((section) => {
      const places = section.places.map((at) => closedEnd(closed, at) ?? at)
      return { ...section, places, placeAt: places[0] ?? section.placeAt }
    })
  }
}

const inlineDropped = new Set([
  'svg',
  'math',
  'script',
  'style',
  'template',
  'samp',
  'label',
  'input',
  'button',
  'picture',
])

function contentStart(content: HtmlElement): number {
  const location = content.sourceCodeLocation
  return location?.startTag?.endOffset ?? location?.startOffset ?? firstOffset(content) ?? 0
}

/** Where the first h1 ends; null without one, or when it is inside something that takes no picture. */
function mainHeadingEnd(content: HtmlElement): number | null {
  const heading = findFirst(content, (element) => element.tagName === 'h1')
  if (!heading || isInside(heading, content, closedElements)) return null
  return heading.sourceCodeLocation?.endOffset ?? null
}

/** Where the range ends that an offset is strictly inside of; null when it is in none. */
function closedEnd(ranges: { start: number; end: number }[], at: number): number | null {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle]?.start ?? Infinity) < at) low = middle + 1
    else high = middle
  }
  const range = ranges[low - 1]
  return range && at < range.end ? range.end : null
}

function mergeRanges(ranges: { start: number; end: number }[]): { start: number; end: number }[] {
  const merged: { start: number; end: number }[] = []
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end)
    else merged.push({ ...range })
  }
  return merged
}

function findFirst(element: HtmlElement, matches: (element: HtmlElement) => boolean): HtmlElement | null {
  for (const child of element.childNodes) {
    if (!isElement(child)) continue
    const found = matches(child) ? child : findFirst(child, matches)
    if (found) return found
  }
  return null
}

function isInside(element: HtmlElement, content: HtmlElement, names: Set<string>): boolean {
  for (
    let parent = element.parentNode;
    parent && parent !== content;
    parent = 'parentNode' in parent ? parent.parentNode : null
  ) {
    if (names.has(parent.nodeName)) return true
  }
  return false
}

function firstOffset(element: HtmlElement): number | null {
  for (const child of element.childNodes) {
    const offset = child.sourceCodeLocation?.startOffset
    if (offset !== undefined) return offset
  }
  return null
}
