import { type NewOrder, isUnmoved } from './parts.ts'
import { columnAt, commentColumnAt, isBlankLineAt, isFirstOnLine, lineStartAt, nextLineAt } from './text-lines.ts'
import { type TextSplice, spliced } from './text-splice.ts'

/** Pairs or items, one below the other. Each is written from `start`, which is its key or dash, to `end`. */
interface BlockPart {
  start: number
  end: number
}

/**
 * A part with what belongs to it: the comments right above it and behind it. Whole lines, but for a first pair that
 * stands behind a dash.
 */
interface Chunk {
  start: number
  end: number
}

/** Comments right above a part are about it, unless they are further in: then they end what is above. */
function leadStart(text: string, start: number): number {
  const column = columnAt(text, start)
  let line = lineStartAt(text, start)
  while (line > 0) {
    const above = lineStartAt(text, line - 1)
    const comment = commentColumnAt(text, above)
    if (comment === undefined || comment > column) break
    line = above
  }
  return line
}

/** Comments below a part that are further in than it belong to it. */
function tailEnd(text: string, { start, end }: BlockPart): number {
  const column = columnAt(text, start)
  let tail = text[end - 1] === '\n' ? end : nextLineAt(text, end)
  for (let line = tail; line < text.length; line = nextLineAt(text, line)) {
    if (isBlankLineAt(text, line)) continue
    const comment = commentColumnAt(text, line)
    if (comment === undefined || comment <= column) break
    tail = nextLineAt(text, line)
  }
  return tail
}

/** The first pair of a file keeps nothing above it: that speaks of the file. */
const chunksOf = (text: string, parts: readonly BlockPart[], isRoot: boolean): Chunk[] =>
  parts.map((part, index) => {
    const keepsLead = !isFirstOnLine(text, part.start) || (isRoot && index === 0)
    return { start: keepsLead ? part.start : leadStart(text, part.start), end: tailEnd(text, part) }
  })

/** The lines between chunks that belong to none: empty ones, and comments with an empty line below. */
const gapsOf = (text: string, chunks: readonly Chunk[]): string[] =>
  chunks.map((chunk, index) => {
    const above = chunks[index - 1]
    return above ? text.slice(above.end, chunk.start) : ''
  })

const says = (gap: string | undefined): boolean => gap !== undefined && gap.trim() !== ''

/** Comments between parts of which the one below goes: by the part that is then below them, or -1 for the end. */
function adriftAbove(gaps: readonly string[], order: NewOrder): Map<number, string> {
  const adrift = new Map<number, string>()
  for (const [index, gap] of gaps.entries()) {
    if (order.includes(index) || !says(gap)) continue
    const below = gaps.findIndex((_, other) => other > index && order.includes(other))
    adrift.set(below, (adrift.get(below) ?? '') + gap)
  }
  return adrift
}

interface BlockText {
  text: string
  eol: string
  isRoot: boolean
}

/** The edit that gives a block its new order, with the edits within its parts. */
export function blockSplices(
  { text, eol, isRoot }: BlockText,
  parts: readonly BlockPart[],
  order: NewOrder,
  inner: readonly TextSplice[],
): TextSplice[] {
  if (isUnmoved(order, parts.length)) return [...inner]
  const chunks = chunksOf(text, parts, isRoot)
  const gaps = gapsOf(text, chunks)
  const [first, last] = [chunks[0], chunks.at(-1)]
  if (!first || !last) throw new Error('A block has no parts.')
  const indent = ' '.repeat(columnAt(text, parts[0]?.start ?? 0))
  const adrift = adriftAbove(gaps, order)
  const isSpaced = chunks.length > 1 && gaps.slice(1).every((gap) => gap !== '' && !says(gap))
  const usualGap = isSpaced ? (gaps[1] ?? '') : ''
  const newFirst = order[0]
  const gapAbove = (part: number | string): string => {
    if (typeof part === 'string') return usualGap
    const from = part > 0 ? part : newFirst
    return (adrift.get(part) ?? '') + (typeof from === 'number' ? (gaps[from] ?? '') : usualGap)
  }
  /** Of the lines above a part that becomes the first one, only words come along. */
  const firstGap = (part: number | string): string => {
    const gap = typeof part === 'number' ? (adrift.get(part) ?? '') + (order.includes(0) ? '' : (gaps[part] ?? '')) : ''
    return says(gap) ? gap.replace(/^(?:[ \t]*\r?\n)+/, '') : ''
  }
  const contentOf = (part: number | string): string => {
    const chunk = typeof part === 'number' ? chunks[part] : undefined
    if (!chunk) return indent + String(part).replaceAll('\n', eol)
    const content = spliced(text, inner, chunk.start, chunk.end)
    return columnAt(text, chunk.start) > 0 ? indent + content : content
  }
  const shown = order.map((part, place) => {
    const content = contentOf(part)
    const lines = content.endsWith('\n') ? content : content + eol
    return (place === 0 ? firstGap(part) : gapAbove(part)) + lines
  })
  const joined = shown.join('') + (adrift.get(-1) ?? '')
  const whole = columnAt(text, first.start) > 0 ? joined.trimStart() : joined
  return [{ start: first.start, end: last.end, text: whole }]
}
