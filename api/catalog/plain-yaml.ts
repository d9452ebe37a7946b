/**
 * What no text may have: tabs, carriage returns, byte order marks, control characters, line separators that only some
 * readers know, escapes, document markers and directives.
 */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unusual = /[\0-\x09\x0B-\x1F\\\x7F-\x9F\u2028\u2029\uFEFF\uFFFE\uFFFF]|^(?:---|\.\.\.|%)/m

/** A longer text could have more values than a file may have. */
const charsMax = 40_000
const depthMax = 20

/** Something that may stand where one reads, and how many characters before and after what it says belong to it. */
interface Form {
  pattern: RegExp
  before: number
  after: number
}

const form = (pattern: RegExp, before = 0, after = 0): Form => ({ pattern, before, after })

// A colon or an at sign within, as in the names of models, is a part of the key to every reader.
const blockKey = form(/[A-Za-z_](?:[\w.-]|[:@](?=\w)){0,99}:(?=[ \n]|$)/y, 0, 1)
const flowKey = form(/[A-Za-z_][\w.-]{0,99}: /y, 0, 2)
const dash = form(/- +/y)
const spaces = form(/ */y)
const lineEnd = form(/(?: +#[^\n]*| *)(?=\n|$)/y)
const blockText = form(/(?:[^\s\-?:,[\]{}#&*!|>'"%@`=<~]|-(?=[^\s-]))[^\n]*/y)
const flowText = form(/-?[\w./](?:[\w./@+() -]|:(?=\w))*/y)
const doubleQuoted = form(/"[^"\n]*"/y, 1, 1)
const blockTextHeader = form(/[|>]-?(?=\n)/y)
const singleQuoted = form(/'(?:[^'\n]|'')*'/y, 1, 1)

/** A number to one reader or another. */
const numberLike = /^[-+]?(?:\.?\d[\d_.]*(?:e[-+]?[\d_]*)?|0[xob][\da-f_]*|\.(?:inf|nan))$/i
/** The same number to all of them, and exact. */
const plainNumber = /^(?:0|-?[1-9]\d{0,14}|-?[1-9]\d{0,8}\.\d{1,6}|-?0\.\d{1,6})$/
/** Something else than text to one reader or another. */
const wordLike = /^(?:null|true|false)$/i

/** Thrown for whatever is not surely the same to everyone. */
class Unusual extends Error {}

const startsLikeNumber = /^[-+.\d]/
const startsLikeWord = /^[fnt]/i

const sharedMax = 1000
const shared = new Map<string, string>()

/**
 * One text for all that are the same. Thousands of files have the same few keys and values, and cutting each out of its
 * file anew costs half of the time and memory.
 */
function sharedText(text: string): string {
  const known = shared.get(text)
  if (known !== undefined || shared.size >= sharedMax) return known ?? text
  shared.set(text, text)
  return text
}

function plainScalar(text: string): unknown {
  if (startsLikeNumber.test(text)) {
    if (plainNumber.test(text)) return Number(text)
    if (numberLike.test(text)) throw new Unusual()
  } else if (startsLikeWord.test(text)) {
    if (text === 'true') return true
    if (text === 'false') return false
    if (text === 'null') return null
    if (wordLike.test(text)) throw new Unusual()
  }
  return sharedText(text)
}

/** Reads mappings and lists in which every value ends on the line that it begins on. */
class PlainReader {
  /** The very text that the document keeps: parts of a copy would keep the copy too. */
  private readonly text: string
  /** Always on a line break, or on something to read; before the first line as if on a line break. */
  private at = -1
  private lineStart = 0
  /** Of the line to read next; -1 past the last. */
  private indent = -1
  private depth = 0

  constructor(text: string) {
    this.text = text
  }

  root(): unknown {
    this.nextLine()
    const value = this.block()
    if (this.indent !== -1) throw new Unusual()
    return value
  }

  /** Goes to the next line that has more than a comment. */
  private nextLine(): void {
    const { text } = this
    this.indent = -1
    while (this.at < text.length) {
      this.lineStart = this.at + 1
      let first = this.lineStart
      while (text[first] === ' ') first++
      this.at = first
      if (text[first] === '#') {
        const end = text.indexOf('\n', first)
        this.at = end === -1 ? text.length : end
      } else if (text[first] !== '\n' && first < text.length) {
        this.indent = first - this.lineStart
        return
      }
    }
  }

  private stands({ pattern }: Form): boolean {
    pattern.lastIndex = this.at
    return pattern.test(this.text)
  }

  /** What a form says where it stands here; undefined where it does not. */
  private taken(form: Form): string | undefined {
    if (!this.stands(form)) return undefined
    const start = this.at
    this.at = form.pattern.lastIndex
    return this.text.slice(start + form.before, this.at - form.after)
  }

  private take(form: Form): string {
    const text = this.taken(form)
    if (text === undefined) throw new Unusual()
    return text
  }

  private endLine(): void {
    this.take(lineEnd)
    this.nextLine()
  }

  private deeper<T>(read: () => T): T {
    if (++this.depth > depthMax) throw new Unusual()
    const value = read()
    this.depth--
    return value
  }

  private block(): unknown {
    const { indent } = this
    return this.deeper(() => (this.text[this.at] === '-' ? this.list(indent) : this.record(indent)))
  }

  private record(indent: number): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    while (this.indent === indent) this.put(result, sharedText(this.take(blockKey)), () => this.blockValue(indent))
    return result
  }

  /** Keys that are there twice, or that every object has by itself, are for the full reader. */
  private put(result: Record<string, unknown>, key: string, read: () => unknown): void {
    if (key in result) throw new Unusual()
    result[key] = read()
  }

  private blockValue(indent: number): unknown {
    if (this.taken(lineEnd) === undefined) {
      this.take(spaces)
      return this.lineValue(indent)
    }
    this.nextLine()
    if (this.indent > indent) return this.block()
    // A list may stand below its key without being indented.
    return this.indent === indent && this.text[this.at] === '-' ? this.list(indent) : null
  }

  private list(indent: number): unknown[] {
    const items: unknown[] = []
    while (this.indent === indent && this.taken(dash) !== undefined) {
      if (this.stands(blockKey)) {
        this.indent = this.at - this.lineStart
        const inner = this.indent
        items.push(this.deeper(() => this.record(inner)))
      } else items.push(this.lineValue(indent))
    }
    return items
  }

  private lineValue(indent: number): unknown {
    const header = this.taken(blockTextHeader)
    if (header !== undefined) return this.linesOfText(header, indent)
    const value = this.enclosed() ?? this.blockScalar()
    this.endLine()
    return value
  }

  /** The line that begins after the line break that one stands on. `end` is -1 where no line break ends it. */
  private lineBelow(): { content: string; indent: number; end: number } {
    const end = this.text.indexOf('\n', this.at + 1)
    const line = this.text.slice(this.at + 1, end === -1 ? undefined : end)
    const content = line.replace(/^ +/, '')
    return { content, indent: line.length - content.length, end }
  }

  /** A text of several lines, all indented alike. With empty lines in it, it gets difficult. */
  private linesOfText(header: string, indent: number): string {
    const lines: string[] = []
    let line = this.lineBelow()
    const inner = line.indent
    if (inner <= indent) throw new Unusual()
    while (line.content !== '' && line.indent >= inner) {
      if (line.indent > inner || line.content.endsWith(' ') || line.end === -1) throw new Unusual()
      lines.push(line.content)
      this.at = line.end
      line = this.lineBelow()
    }
    if (lines.length === 0 || (line.content === '' && /[^\n]/.test(this.text.slice(this.at)))) throw new Unusual()
    this.nextLine()
    return `${lines.join(header.startsWith('>') ? ' ' : '\n')}${header.endsWith('-') ? '' : '\n'}`
  }

  /** A value that has marks around it; undefined for one that has none. */
  private enclosed(): unknown {
    switch (this.text.charAt(this.at)) {
      case '"':
        return this.take(doubleQuoted)
      case "'":
        return this.take(singleQuoted).replaceAll("''", "'")
      case '[':
        return this.deeper(() => this.flowList())
      case '{':
        return this.deeper(() => this.flowRecord())
      default:
        return undefined
    }
  }

  private blockScalar(): unknown {
    const line = this.take(blockText)
    const comment = line.indexOf(' #')
    const text = (comment === -1 ? line : line.slice(0, comment)).replace(/ +$/, '')
    if (text.includes(': ') || text.endsWith(':')) throw new Unusual()
    return plainScalar(text)
  }

  private flowValue(): unknown {
    return this.enclosed() ?? plainScalar(this.take(flowText).replace(/ +$/, ''))
  }

  /** The items of a flow collection, up to its closing bracket. */
  private flowItems(closing: string, readItem: () => void): void {
    this.at++
    this.take(spaces)
    while (this.text[this.at] !== closing) {
      readItem()
      this.take(spaces)
      if (this.text[this.at] === closing) break
      if (this.text[this.at] !== ',') throw new Unusual()
      this.at++
      this.take(spaces)
      if (this.text[this.at] === closing) throw new Unusual()
    }
    this.at++
  }

  private flowList(): unknown[] {
    const items: unknown[] = []
    this.flowItems(']', () => items.push(this.flowValue()))
    return items
  }

  private flowRecord(): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    this.flowItems('}', () => {
      const key = sharedText(this.take(flowKey))
      this.take(spaces)
      this.put(result, key, () => this.flowValue())
    })
    return result
  }
}

/**
 * The value of a text in plain YAML, the way that catalogs are written; undefined where there is the least doubt that
 * every reader of YAML would take it for the same. It costs a twentieth of reading with positions, which has to be done
 * only where something is to be pointed at. A test compares the two.
 */
export function plainYamlValue(text: string): { value: unknown } | undefined {
  if (text.length > charsMax || unusual.test(text)) return undefined
  try {
    return { value: new PlainReader(text).root() }
  } catch (error) {
    if (error instanceof Unusual) return undefined
    throw error
  }
}
