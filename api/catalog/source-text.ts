import { isUtf8 } from 'node:buffer'
import type { TextRange } from './finding.ts'

/** A file's text with its lines, to turn offsets into lines and columns. */
export interface SourceText {
  text: string
  /** Both ends are offsets into `text`; the end is exclusive. */
  rangeOf(start: number, end: number): TextRange
  /** The offset of a place, the inverse of `rangeOf`. */
  offsetOf(line: number, column: number): number
  /** One line without its line break; empty past the end. */
  line(number: number): string
  lineCount(): number
}

function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Index of the last start that is not after the offset. */
function lineIndexAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

class Lines implements SourceText {
  readonly text: string
  private starts: number[] | undefined

  constructor(text: string) {
    this.text = text
  }

  rangeOf(start: number, end: number): TextRange {
    const { text } = this
    const from = this.pointAt(Math.min(start, text.length))
    const to = this.pointAt(Math.min(Math.max(start, end), text.length))
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }

  offsetOf(line: number, column: number): number {
    return (this.lineStarts()[line - 1] ?? this.text.length) + column - 1
  }

  line(number: number): string {
    const starts = this.lineStarts()
    const start = starts[number - 1]
    return start === undefined ? '' : this.text.slice(start, starts[number]).replace(/\r?\n$/, '')
  }

  lineCount(): number {
    return this.lineStarts().length
  }

  private lineStarts(): number[] {
    return (this.starts ??= lineStartsOf(this.text))
  }

  private pointAt(offset: number): { line: number; column: number } {
    const starts = this.lineStarts()
    const index = lineIndexAt(starts, offset)
    return { line: index + 1, column: offset - (starts[index] ?? 0) + 1 }
  }
}

/** A file's bytes as text. `invalidAt` is the offset in the text of the first byte that is not UTF-8. */
export interface DecodedText {
  source: SourceText
  invalidAt?: number
}

/** Reads UTF-8. A byte order mark is left out, so that columns are those an editor shows. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const skipped = text.startsWith('\uFEFF') ? 1 : 0
  const source = new Lines(skipped ? text.slice(skipped) : text)
  if (isUtf8(bytes)) return { source }
  const again = Buffer.from(text, 'utf8')
  let same = 0
  while (same < bytes.length && bytes[same] === again[same]) same++
  const before = Buffer.from(bytes.subarray(0, same)).toString('utf8')
  // A sequence that breaks off decodes to one mark of its own, which is not before the bad byte but is it.
  const broken = before.endsWith('\uFFFD') && !text.startsWith(before) ? 1 : 0
  return { source, invalidAt: Math.max(0, before.length - broken - skipped) }
}
