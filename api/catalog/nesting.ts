/** The catalog nests five deep. The parser recurses, and near the end of the stack the process dies instead of throwing. */
const depthMax = 100
const indentMax = 400

/**
 * Offset of the place from which a text is nested too deeply to be parsed; undefined where it is not. Counts brackets
 * and leading dashes without regard to quotes, so it may see more depth than there is, never less.
 */
export function tooDeepAt(text: string): number | undefined {
  let depth = 0
  let lineStart = 0
  let isLeading = true
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '\n') {
      lineStart = at + 1
      isLeading = true
    } else if (isLeading && at - lineStart > indentMax) return at
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1)
    if (isLeading && !/[\s\-?:]/.test(character ?? '')) isLeading = false
    if (depth > depthMax) return at
  }
  return undefined
}
