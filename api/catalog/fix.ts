import type { TextRange } from './finding.ts'
import type { SourceText } from './source-text.ts'

/** Other text for a part of a file. Offsets count UTF-16 units of the file's text, without a byte order mark. */
export interface TextEdit extends TextRange {
  start: number
  /** Exclusive. */
  end: number
  /** What stands there now. */
  replaces: string
  text: string
}

/** How a finding can be mended by a program. Its edits belong together. */
export interface Fix {
  description: string
  edits: TextEdit[]
}

/**
 * What a check knows to be meant, where nothing else can be: another word for the one that stands there, in the quotes
 * that it has or without any, or one item less in a list.
 */
export type Mend = { from: string; to: string; isBare?: boolean } | { removesItem: string }

/** An edit at an anchor would change every place that refers to it. */
const anchor = /(?:^|[\s[{,])&[^\s,[\]{}]/m

/** A text that means itself in any place of a YAML file, and nothing but a text. */
const plainText = /^[A-Za-z0-9_][\w.@/-]*(?::[\w.@/-]+)*$/
const namedValues = /^(?:true|false|null|yes|no|on|off|y|n)$/i
const isPlainText = (text: string): boolean =>
  plainText.test(text) && !namedValues.test(text) && Number.isNaN(Number(text))

interface Scalar {
  text: string
  quote: '' | '"' | "'"
}

/** A text or number as written on one line; undefined for what is written in any way that would need a parser. */
function scalarOf(written: string): Scalar | undefined {
  const quoted = /^(["'])([^"'\\\n\r]*)\1$/.exec(written)
  if (quoted) return { text: quoted[2] ?? '', quote: quoted[1] === '"' ? '"' : "'" }
  return /^[^\s"'|>&*!%@`[{?#-][^\n\r]*$/.test(written) ? { text: written, quote: '' } : undefined
}

type Span = [start: number, end: number]

/** An item with the comma or the line that makes it one. A line that says more than the item stays. */
function itemSpan(text: string, start: number, end: number): Span | undefined {
  const before = text.slice(0, start)
  const comma = /,\s*$/.exec(before)
  if (comma) return [comma.index, end]
  const lineStart = before.lastIndexOf('\n') + 1
  const rest = /^[ \t]*(\r?\n|$)/.exec(text.slice(end))
  if (!rest || lineStart === 0 || !/^ *- +$/.test(before.slice(lineStart))) return undefined
  return rest[1] ? [lineStart, end + rest[0].length] : [lineStart - 1, text.length]
}

function wordEdit(
  written: string,
  start: number,
  end: number,
  to: string,
  isBare: boolean,
): [Span, string] | undefined {
  const scalar = scalarOf(written)
  if (!scalar) return undefined
  if (isBare) return [[start, end], to]
  if (!isPlainText(to)) return undefined
  return scalar.quote ? [[start + 1, end - 1], to] : [[start, end], to]
}

/** The edit that mends what stands at a range; undefined where it could have another effect than that. */
export function fixOf(mend: Mend, range: TextRange, source: SourceText): Fix | undefined {
  const { text } = source
  const [start, end] = [source.offsetOf(range.line, range.column), source.offsetOf(range.endLine, range.endColumn)]
  const written = text.slice(start, end)
  const isRemoval = 'removesItem' in mend
  if (anchor.test(text) || scalarOf(written)?.text !== (isRemoval ? mend.removesItem : mend.from)) return undefined
  const span = isRemoval ? itemSpan(text, start, end) : undefined
  const found: [Span, string] | undefined = isRemoval
    ? span && [span, '']
    : wordEdit(written, start, end, mend.to, mend.isBare === true)
  if (!found) return undefined
  const [[from, to], by] = found
  const edit: TextEdit = { start: from, end: to, ...source.rangeOf(from, to), replaces: text.slice(from, to), text: by }
  return { description: isRemoval ? 'Take it out.' : `Write ${mend.to}.`, edits: [edit] }
}
