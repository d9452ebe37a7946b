import { type NewOrder, isUnmoved } from './parts.ts'
import { type TextSplice, spliced } from './text-splice.ts'

/** A pair or item within brackets. */
interface FlowPart {
  start: number
  end: number
}

/** The place of the comma in what stands between two parts; undefined where there is none. */
function commaIn(between: string): number | undefined {
  let at = 0
  while (at < between.length) {
    if (between[at] === ',') return at
    const end = between[at] === '#' ? between.indexOf('\n', at) : at
    at = end === -1 ? between.length : end + 1
  }
  return undefined
}

/** What follows a part: up to the end of its line it is the part's own, comma or not, and then the next one's. */
function splitAfter(between: string): { own: string; next: string; hasComma: boolean } {
  const comma = commaIn(between)
  const rest = comma === undefined ? between : between.slice(0, comma) + between.slice(comma + 1)
  const end = rest.indexOf('\n', comma ?? 0)
  return end === -1
    ? { own: '', next: rest, hasComma: comma !== undefined }
    : { own: rest.slice(0, end + 1), next: rest.slice(end + 1), hasComma: comma !== undefined }
}

interface FlowText {
  text: string
  /** Of the collection, brackets included. */
  start: number
  end: number
  /** What stands inside of brackets that had nothing in them. */
  padding: string
}

/** What stands around the parts of a collection. */
interface Surroundings {
  /** Behind the opening bracket: to the end of its line, or up to the first part. */
  head: string
  /** Before each part. */
  leads: string[]
  /** Behind each part. */
  after: ReturnType<typeof splitAfter>[]
  isOnePerLine: boolean
  /** Of a part that begins a line. */
  indent: string
  eol: string
}

const endsLine = (text: string | undefined): boolean => text?.endsWith('\n') === true

function surroundingsOf({ text, start, end }: FlowText, parts: readonly FlowPart[]): Surroundings {
  const opening = text.slice(start + 1, parts[0]?.start)
  const lineBreak = opening.indexOf('\n') + 1
  const head = lineBreak > 0 ? opening.slice(0, lineBreak) : opening
  const after = parts.map((part, index) => splitAfter(text.slice(part.end, parts[index + 1]?.start ?? end - 1)))
  const leads = parts.map((_, index) => (index === 0 ? opening.slice(head.length) : (after[index - 1]?.next ?? '')))
  const isIndent = (lead: string, index: number) =>
    lead !== '' && lead.trim() === '' && endsLine(index === 0 ? head : after[index - 1]?.own)
  return {
    head,
    leads,
    after,
    isOnePerLine: after.every(({ own }) => endsLine(own)),
    indent: leads.find(isIndent) ?? ' ',
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  }
}

/** What is written before a part that comes after `before`. */
function leadOf(part: number | string, before: string, { leads, indent }: Surroundings): string {
  const lead = typeof part === 'number' ? (leads[part] ?? '') : ''
  const begins = endsLine(before)
  if (lead.trim() !== '') return begins ? lead : ` ${lead.trimStart()}`
  return begins ? indent : ' '
}

/** What is written behind a part and its comma: the last one leaves the closing bracket where it stood. */
function tailOf(part: number | string, isLast: boolean, { after, isOnePerLine, indent, eol }: Surroundings): string {
  const own = typeof part === 'number' ? (after[part]?.own ?? '') : isOnePerLine ? eol : ''
  if (!isLast || endsLine(after.at(-1)?.own)) return own
  return own.includes('#') ? own + indent : ''
}

/** The edit that gives what is in brackets its new order, with the edits within its parts. */
export function flowSplices(
  flow: FlowText,
  parts: readonly FlowPart[],
  order: NewOrder,
  inner: readonly TextSplice[],
): TextSplice[] {
  if (isUnmoved(order, parts.length)) return [...inner]
  const { text, start, end, padding } = flow
  if (parts.length === 0) return [{ start: start + 1, end: end - 1, text: padding + order.join(', ') + padding }]
  const around = surroundingsOf(flow, parts)
  const closing = around.after.at(-1)
  let result = around.head
  for (const [place, part] of order.entries()) {
    const isLast = place === order.length - 1
    const known = typeof part === 'number' ? parts[part] : undefined
    const lead = leadOf(part, result, around)
    result += place === 0 && lead === ' ' ? '' : lead
    result += known ? spliced(text, inner, known.start, known.end) : String(part)
    result += (isLast && !closing?.hasComma ? '' : ',') + tailOf(part, isLast, around)
  }
  return [{ start: start + 1, end: end - 1, text: result + (closing?.next ?? '') }]
}
