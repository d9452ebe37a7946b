import type { SourceLine } from './source-lines.ts'
import {
  closesFence,
  endsTable,
  headingLevel,
  headingText,
  htmlBlockEnd,
  interruptsParagraph,
  isFootnote,
  isTableDelimiter,
  isThematicBreak,
  listItem,
  openingFence,
  setextLevel,
} from './markdown-line.ts'
import { readContainer } from './markdown-container.ts'

/**
 * A top-level block of a Markdown document. `texts` holds its prose, still with inline marks: one entry a paragraph,
 * heading, list item or paragraph of a quote. Code, tables, definitions and breaks have none.
 */
export interface MarkdownBlock {
  kind: 'heading' | 'paragraph' | 'list' | 'quote' | 'html' | 'code' | 'other'
  /** Of a heading; 0 otherwise. */
  level: number
  texts: string[]
  /** Offsets in the source: from the block's first line to the end of its last, before the line ending. */
  start: number
  end: number
}

/**
 * Finds the top-level blocks of a Markdown document in one pass over its lines.
 * A general parser takes seconds for two megabytes, minutes for hostile ones, and overflows the stack on `>>>>`;
 * what is needed here is where prose is and where a picture can stand, and the tests hold that against such a parser.
 */
export function readBlocks(lines: SourceLine[]): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at]
    if (!line || line.text === '') {
      at++
      continue
    }
    const { next, ...block } = readBlock(lines, at, line)
    let last = next - 1
    while (last > at && lines[last]?.text === '') last--
    blocks.push({ ...block, start: line.start, end: lines[last]?.end ?? line.end })
    at = next
  }
  return blocks
}

type BlockRead = Omit<MarkdownBlock, 'start' | 'end'> & { next: number }

function readBlock(lines: SourceLine[], at: number, line: SourceLine): BlockRead {
  const { indent, text } = line
  if (indent > 3)
    return plain(
      'code',
      skipWhile(lines, at, (next) => next.indent > 3 || next.text === ''),
    )
  const fence = openingFence(text)
  if (fence) {
    const close = findLine(lines, at + 1, (next) => next.indent < 4 && closesFence(next.text, fence))
    return plain('code', Math.min(close + 1, lines.length))
  }
  const level = headingLevel(text)
  if (level > 0) return { kind: 'heading', level, texts: [headingText(text)], next: at + 1 }
  if (isThematicBreak(text)) return plain('other', at + 1)
  if (text[0] === '>') return { level: 0, ...readContainer(lines, at, 'quote') }
  if (listItem(text)) return { level: 0, ...readContainer(lines, at, 'list') }
  if (isFootnote(text)) {
    const goesOn = (next: SourceLine, i: number): boolean =>
      next.text === '' || next.indent > 3 || (lines[i - 1]?.text !== '' && !interruptsParagraph(next.indent, next.text))
    return plain('other', skipWhile(lines, at + 1, goesOn))
  }
  const html = htmlBlockEnd(text)
  if (html) return readHtml(lines, at, html.until)
  if (text.includes('|') && isTableDelimiter(lines[at + 1]?.text ?? '')) {
    return plain(
      'other',
      skipWhile(lines, at + 2, (next) => !endsTable(next.indent, next.text)),
    )
  }
  return readParagraph(lines, at)
}

function readParagraph(lines: SourceLine[], at: number): BlockRead {
  const texts: string[] = []
  for (let next = at; next < lines.length; next++) {
    const line = lines[next]
    if (!line || line.text === '') return paragraph(texts, next)
    if (next > at) {
      const level = line.indent < 4 ? setextLevel(line.text) : 0
      if (level > 0) return { kind: 'heading', level, texts: [texts.join('\n')], next: next + 1 }
      const startsTable = line.text.includes('|') && isTableDelimiter(lines[next + 1]?.text ?? '')
      if (startsTable || interruptsParagraph(line.indent, line.text)) return paragraph(texts, next)
    }
    texts.push(line.text)
  }
  return paragraph(texts, lines.length)
}

function paragraph(texts: string[], next: number): BlockRead {
  return { kind: 'paragraph', level: 0, texts: [texts.join('\n')], next }
}

function readHtml(lines: SourceLine[], at: number, until: string[] | null): BlockRead {
  const next = until
    ? findLine(lines, at, (line) => until.some((end) => line.text.toLowerCase().includes(end))) + 1
    : findLine(lines, at, (line) => line.text === '')
  const end = Math.min(next, lines.length)
  return {
    kind: 'html',
    level: 0,
    texts: [
      lines
        .slice(at, end)
        .map((line) => line.text)
        .join('\n'),
    ],
    next: end,
  }
}

const plain = (kind: 'code' | 'other', next: number): BlockRead => ({ kind, level: 0, texts: [], next })

function findLine(lines: SourceLine[], from: number, matches: (line: SourceLine) => boolean): number {
  let at = from
  for (let line = lines[at]; line && !matches(line); line = lines[at]) at++
  return at
}

function skipWhile(lines: SourceLine[], from: number, matches: (line: SourceLine, index: number) => boolean): number {
  let at = from
  for (let line = lines[at]; line && matches(line, at); line = lines[at]) at++
  return at
}
