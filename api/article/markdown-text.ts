import { decodeEntities } from './entities.ts'

/** What is left of inline Markdown when the marks are gone. */
export interface InlineText {
  text: string
  /** How many of its characters were a link's. */
  linkChars: number
  /** How many of its characters were code. */
  codeChars: number
}

interface OpenBracket {
  /** Length of the output when it opened. */
  parts: number
  chars: number
  sourceAt: number
  image: boolean
  /** A label holds no further bracket; only the innermost pair can be one. */
  holdsBracket: boolean
}

const punctuation = /[!-/:-@[-`{-~]/
const autolink = /<(?:https?|ftp|mailto|tel):[^\s<>]*>|<[^\s<>@]+@[^\s<>@]+>/y
const tag = /<\/?[a-z][^<>]*>/iy
const bareUrl = /(?:https?:\/\/|www\.)[^\s<>)\]]+/y

/**
 * Strips the inline marks of Markdown: emphasis, links and images, code marks, tags, entities, bare addresses.
 * One pass; each closing mark is looked for at most once, so no input makes it slow.
 */
export function plainText(source: string, isDefined: (label: string) => boolean): InlineText {
  const stripper = new InlineStripper(source, isDefined)
  return stripper.run()
}

class InlineStripper {
  readonly #source: string
  readonly #isDefined: (label: string) => boolean
  readonly #closingRuns: (from: number, length: number) => number
  /** What stands between two characters that may be marks. */
  readonly #plainRun: RegExp
  readonly #open: OpenBracket[] = []
  #parts: string[] = []
  #chars = 0
  #linkChars = 0
  #codeChars = 0
  /** No comment closes after this offset, once one was looked for in vain. */
  #commentsEnd = Infinity

  constructor(source: string, isDefined: (label: string) => boolean) {
    this.#source = source
    this.#isDefined = isDefined
    this.#closingRuns = backtickRuns(source)
    this.#plainRun = /:\/\/|www\./.test(source) ? /[^\\`<[\]*_~hw]+/y : /[^\\`<[\]*_~]+/y
  }

  run(): InlineText {
    let at = 0
    while (at < this.#source.length) at = this.#step(at)
    const text = decodeEntities(this.#parts.join(''))
    return { text: tidy(text), linkChars: this.#linkChars, codeChars: this.#codeChars }
  }

  /** Takes what stands at an offset and answers with the offset after it. */
  #step(at: number): number {
    const character = this.#source[at] ?? ''
    switch (character) {
      case '\\':
        return this.#takeEscape(at)
      case '`':
        return this.#takeCode(at)
      case '<':
        return this.#takeTag(at)
      case '[':
        return this.#takeOpening(at, at > 0 && this.#source[at - 1] === '!' && this.#source[at - 2] !== '\\')
      case ']':
        return this.#takeClosing(at)
      case '*':
      case '_':
      case '~':
        return this.#takeEmphasis(at, character)
      case 'h':
      case 'w':
        return this.#takeAddress(at, character)
      default:
        return this.#takePlain(at)
    }
  }

  #takePlain(at: number): number {
    this.#plainRun.lastIndex = at
    const run = this.#plainRun.exec(this.#source)?.[0] ?? this.#source[at] ?? ' '
    this.#emit(run)
    return at + run.length
  }

  #emit(text: string): void {
    this.#parts.push(text)
    this.#chars += text.length
  }

  #takeEscape(at: number): number {
    const next = this.#source[at + 1] ?? ''
    if (punctuation.test(next)) {
      this.#emit(next === '&' ? '&amp;' : next)
      return at + 2
    }
    this.#emit(next === '\n' || next === '\r' ? ' ' : '\\')
    return at + 1
  }

  #takeCode(at: number): number {
    let length = 1
    while (this.#source[at + length] === '`') length++
    const close = this.#closingRuns(at + length, length)
    if (close === -1) {
      this.#emit(this.#source.slice(at, at + length))
      return at + length
    }
    const code = unpadded(this.#source.slice(at + length, close)).replaceAll('&', '&amp;')
    this.#codeChars += code.length
    this.#emit(code)
    return close + length
  }

  #takeTag(at: number): number {
    if (this.#source.startsWith('<!--', at) && at < this.#commentsEnd) {
      const close = this.#source.indexOf('-->', at + 4)
      if (close !== -1) return close + 3
      this.#commentsEnd = at
    }
    autolink.lastIndex = at
    const link = autolink.exec(this.#source)?.[0]
    if (link !== undefined) return at + link.length
    tag.lastIndex = at
    const found = tag.exec(this.#source)?.[0]
    if (found !== undefined) {
      if (/^<(?:br|p|div|li|hr|\/p|\/div|\/li)\b/i.test(found)) this.#emit(' ')
      return at + found.length
    }
    this.#emit('&lt;')
    return at + 1
  }

  #takeOpening(at: number, image: boolean): number {
    const outer = this.#open.at(-1)
    if (outer) outer.holdsBracket = true
    if (image) this.#parts.push((this.#parts.pop() ?? '').slice(0, -1))
    this.#open.push({ parts: this.#parts.length, chars: this.#chars, sourceAt: at, image, holdsBracket: false })
    this.#emit(image ? '![' : '[')
    return at + 1
  }

  #takeClosing(at: number): number {
    const opening = this.#open.pop()
    const end = opening ? this.#endOfLink(at, opening) : -1
    if (!opening || end === -1) {
      this.#emit(']')
      return at + 1
    }
    const dropped =
      opening.image || this.#source[opening.sourceAt + 1] === '^' || /^[ x]$/i.test(this.#label(opening, at))
    if (dropped) {
      this.#parts.length = opening.parts
      this.#chars = opening.chars
    } else {
      this.#parts[opening.parts] = ''
      this.#linkChars += this.#chars - opening.chars - 1
    }
    return end
  }

  /** Offset after the link, image, note or check box whose bracket closes here; -1 when the brackets are just brackets. */
  #endOfLink(at: number, opening: OpenBracket): number {
    const next = this.#source[at + 1]
    if (next === '(') {
      const end = endOfDestination(this.#source, at + 2)
      if (end !== -1) return end
    }
    if (next === '[') {
      const close = this.#source.indexOf(']', at + 2)
      // A label has at most 999 characters.
      if (close !== -1 && close - at < 1000 && !this.#source.slice(at + 2, close).includes('[')) return close + 1
    }
    if (opening.holdsBracket) return -1
    const label = this.#label(opening, at)
    return label.startsWith('^') || /^[ x]$/i.test(label) || this.#isDefined(label) ? at + 1 : -1
  }

  #label(opening: OpenBracket, at: number): string {
    return opening.holdsBracket ? '' : this.#source.slice(opening.sourceAt + 1, at)
  }

  #takeEmphasis(at: number, mark: string): number {
    let end = at + 1
    while (this.#source[end] === mark) end++
    const before = this.#source[at - 1] ?? ' '
    const after = this.#source[end] ?? ' '
    const loose = /\s/.test(before) && /\s/.test(after)
    const insideWord = mark === '_' && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after)
    const single = mark === '~' && end - at === 1
    if (loose || insideWord || single) this.#emit(this.#source.slice(at, end))
    return end
  }

  #takeAddress(at: number, character: string): number {
    const before = this.#source[at - 1] ?? ' '
    bareUrl.lastIndex = at
    const url = /[\p{L}\p{N}]/u.test(before) ? undefined : bareUrl.exec(this.#source)?.[0]
    if (url === undefined) {
      this.#emit(character)
      return at + 1
    }
    const kept = /[.,;:!?'"*_]+$/.exec(url.slice(-20))?.[0].length ?? 0
    return at + url.length - kept
  }
}

/** Offset after a link's `(destination "title")`; -1 when it does not close. */
function endOfDestination(source: string, from: number): number {
  let depth = 0
  let quote: string | null = null
  for (let at = from; at < source.length; at++) {
    const character = source[at]
    if (character === '\\') at++
    else if (quote !== null) {
      if (character === quote) quote = null
    } else if ((character === '"' || character === "'") && /\s/.test(source[at - 1] ?? '')) quote = character
    else if (character === ')' && depth-- === 0) return at + 1
    // Deeper nesting is no address; giving up here keeps the whole text linear.
    else if (character === '(' && ++depth > 32) return -1
  }
  return -1
}

/** Finds the next run of exactly so many backticks. Offsets asked for must not go back. */
function backtickRuns(source: string): (from: number, length: number) => number {
  const runs = new Map<number, { offsets: number[]; next: number }>()
  for (const run of source.matchAll(/`+/g)) {
    const known = runs.get(run[0].length)
    if (known) known.offsets.push(run.index)
    else runs.set(run[0].length, { offsets: [run.index], next: 0 })
  }
  return (from, length) => {
    const known = runs.get(length)
    if (!known) return -1
    while ((known.offsets[known.next] ?? Infinity) < from) known.next++
    return known.offsets[known.next] ?? -1
  }
}

function tidy(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\( ?\)/g, '')
    .replaceAll(/ ([,.])(?= |$)/g, '$1')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
}

/** Code loses a space at its ends only where it has one at both, as CommonMark says: "token` foo`" are two words. */
function unpadded(code: string): string {
  const flat = code.replaceAll(/[\r\n]/g, ' ')
  return flat.length > 2 && flat.startsWith(' ') && flat.endsWith(' ') && flat.trim() !== '' ? flat.slice(1, -1) : flat
}
