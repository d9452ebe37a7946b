import { type Font, sandboxFont } from './font.ts'

/** Width of a text in pixels. */
export function textWidth(text: string, sizePx: number, font: Font = sandboxFont()): number {
  let advance = 0
  for (const character of text) advance += font.advanceOf(character)
  return (advance * sizePx) / font.unitsPerEm
}

/** A word that is wider than a line is cut where the line ends. */
function cutWord(word: string, widthPx: number, sizePx: number): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of word) {
    if (piece !== '' && textWidth(piece + character, sizePx) > widthPx) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}

/** Breaks a text into lines of at most a width; what does not fit in the last line ends in an ellipsis. */
export function wrapText(text: string, widthPx: number, sizePx: number, linesMax: number): string[] {
  // The longest text that could fit bounds the work: a prompt may have tens of thousands of characters.
  const words = text
    .slice(0, linesMax * 400)
    .split(/\s+/)
    .filter((word) => word !== '')
    .flatMap((word) => cutWord(word, widthPx, sizePx))
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`
    if (textWidth(longer, sizePx) <= widthPx) line = longer
    else {
      lines.push(line)
      line = word
    }
    if (lines.length > linesMax) break
  }
  lines.push(line)
  if (lines.length <= linesMax) return lines
  const kept = lines.slice(0, linesMax)
  let last = kept.pop() ?? ''
  while (last !== '' && textWidth(`${last}…`, sizePx) > widthPx) last = last.slice(0, -1)
  return [...kept, `${last.trimEnd()}…`]
}

/** One line of text as an SVG path, its baseline starting at (x, y). */
export function textPath(text: string, x: number, y: number, sizePx: number, fill: string): string {
  const font = sandboxFont()
  let advance = 0
  let path = ''
  for (const character of text) {
    path += font.pathOf(character, advance)
    advance += font.advanceOf(character)
  }
  const scale = sizePx / font.unitsPerEm
  return `<path transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(5)} ${(-scale).toFixed(5)})" fill="${fill}" d="${path}"/>`
}
