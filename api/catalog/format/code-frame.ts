import type { TextRange } from '../finding.ts'
import { visibleText } from '../visible-text.ts'

/** One line of a frame. `isCaret` marks the one that points. */
export interface FrameLine {
  text: string
  isCaret: boolean
}

/** Lines above and below the one that is pointed at. */
export const contextLines = 1
const columnsMax = 110

/** The lines around a place with a caret below it. Empty where there are none. Long lines are cut around the place. */
export function codeFrame(range: TextRange, lineAt: (number: number) => string | undefined): FrameLine[] {
  const pointed = lineAt(range.line)
  if (pointed === undefined || pointed.trim() === '') return []
  const skipped = Math.max(0, range.column - 1 - columnsMax / 2)
  const cut = (line: string): string => visibleText(line.slice(skipped, skipped + columnsMax))
  const last = range.line + contextLines
  const digits = String(last).length
  const numbered = (number: number): FrameLine[] => {
    const line = lineAt(number)
    if (line === undefined || (number !== range.line && line.trim() === '')) return []
    return [
      {
        text: `${number === range.line ? '>' : ' '} ${String(number).padStart(digits)} | ${cut(line)}`.trimEnd(),
        isCaret: false,
      },
    ]
  }
  const end = range.endLine === range.line ? range.endColumn : pointed.length + 1
  const width = Math.max(1, Math.min(end - range.column, columnsMax - (range.column - 1 - skipped)))
  const caret = `  ${' '.repeat(digits)} | ${' '.repeat(range.column - 1 - skipped)}${'^'.repeat(width)}`
  return [...numbered(range.line - 1), ...numbered(range.line), { text: caret, isCaret: true }, ...numbered(last)]
}
