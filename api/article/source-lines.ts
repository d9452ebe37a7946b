/** One line of a source text. Offsets are UTF-16 units. */
export interface SourceLine {
  start: number
  /** Before the line ending. */
  end: number
  /** Width of the leading white space in columns; a tab goes to the next multiple of 4, as in CommonMark. */
  indent: number
  /** The line without leading and trailing white space. */
  text: string
}

/** Splits a text at every line ending that Markdown knows: LF, CRLF and a lone CR. */
export function splitLines(source: string, from: number): SourceLine[] {
  const lines: SourceLine[] = []
  let start = from
  for (const ending of source.slice(from).matchAll(/\r\n?|\n/g)) {
    const end = from + ending.index
    lines.push(lineAt(source, start, end))
    start = end + ending[0].length
  }
  lines.push(lineAt(source, start, source.length))
  return lines
}

function lineAt(source: string, start: number, end: number): SourceLine {
  let indent = 0
  let at = start
  for (; at < end; at++) {
    const character = source[at]
    if (character === ' ') indent++
    else if (character === '\t') indent += 4 - (indent % 4)
    else break
  }
  return { start, end, indent, text: source.slice(at, end).trim() }
}
