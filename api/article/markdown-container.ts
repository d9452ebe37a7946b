import type { SourceLine } from './source-lines.ts'
import {
  closesFence,
  headingLevel,
  interruptsParagraph,
  isThematicBreak,
  listItem,
  openingFence,
  type Fence,
} from './markdown-line.ts'

/** A list or a quote with all that belongs to it, and the prose inside: one text a list item or paragraph. */
export interface ContainerRead {
  kind: 'list' | 'quote'
  texts: string[]
  /** Index of the first line after it. */
  next: number
}

/** Reads a list or a quote that starts at a line. Nested ones are part of it: nothing is ever placed inside. */
export function readContainer(lines: SourceLine[], at: number, kind: 'list' | 'quote'): ContainerRead {
  const inner = new InnerText()
  const take = kind === 'list' ? listTaker(inner) : quoteTaker(inner)
  let afterBlank = false
  let next = at
  for (let line = lines[next]; line; line = lines[++next]) {
    if (line.text === '') {
      if (kind === 'quote') break
      afterBlank = true
      inner.endText()
      continue
    }
    const isLazy = !afterBlank && inner.takesLazyLine && !interruptsParagraph(line.indent, line.text)
    if (!take(line, next === at)) {
      if (!isLazy) break
      inner.add(line.text)
    }
    afterBlank = false
  }
  inner.leave()
  return { kind, texts: inner.texts, next }
}

/** Takes a line that is marked as a container's own; false when it is not. */
type LineTaker = (line: SourceLine, isFirst: boolean) => boolean

function quoteTaker(inner: InnerText): LineTaker {
  return ({ indent, text }) => {
    if (indent > 3 || text[0] !== '>') return false
    inner.add(text.replace(/^(?:>[ \t]?)+/, '').trim())
    return true
  }
}

function listTaker(inner: InnerText): LineTaker {
  let contentIndent = 0
  return ({ indent, text }, isFirst) => {
    if (!isFirst && indent >= contentIndent) {
      inner.add(text)
      return true
    }
    const item = listItem(text)
    if (!item) return false
    contentIndent = indent + item.width
    inner.leave()
    inner.add(item.content)
    return true
  }
}

/** Collects the prose of a container's lines, leaving out code, headings, tables and breaks. */
class InnerText {
  readonly texts: string[] = []
  #current: string[] = []
  #fence: Fence | null = null
  #inParagraph = false

  /** A paragraph is open, so that a line without the container's mark still belongs to it. */
  get takesLazyLine(): boolean {
    return this.#inParagraph
  }

  add(text: string): void {
    if (this.#fence) {
      if (closesFence(text, this.#fence)) this.#fence = null
      return
    }
    this.#fence = openingFence(text)
    const startsBlock = this.#fence !== null || headingLevel(text) > 0 || isThematicBreak(text)
    if (text[0] === '|') {
      // A row of a table, or of text that only looks like one: no prose, but a line may go on after it.
      this.endText()
      this.#inParagraph = true
      return
    }
    if (text === '' || startsBlock || /^\[![a-z]+\]$/i.test(text)) {
      this.endText()
      return
    }
    const item = listItem(text)
    if (item) this.endText()
    this.#inParagraph = true
    this.#current.push(item ? item.content : text.replace(/^(?:>[ \t]?)+/, ''))
  }

  /** Ends the paragraph; an open fence goes on. */
  endText(): void {
    if (this.#current.length > 0) this.texts.push(this.#current.join('\n'))
    this.#current = []
    this.#inParagraph = false
  }

  /** Ends the list item or the whole container, and a fence left open in it. */
  leave(): void {
    this.endText()
    this.#fence = null
  }
}
