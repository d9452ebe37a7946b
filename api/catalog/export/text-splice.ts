/** Other text for a part of a text. */
export interface TextSplice {
  start: number
  /** Exclusive. */
  end: number
  text: string
}

/** A text, or the part of it from `from` to `to`, with the splices that lie in that part applied. */
export function spliced(text: string, splices: readonly TextSplice[], from = 0, to = text.length): string {
  let result = ''
  let at = from
  for (const splice of splices.toSorted((one, other) => one.start - other.start || one.end - other.end)) {
    if (splice.start < from || splice.end > to) continue
    result += text.slice(at, splice.start) + splice.text
    at = splice.end
  }
  return result + text.slice(at, to)
}
