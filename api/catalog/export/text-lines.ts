/** Where the line begins that an offset lies in. */
export const lineStartAt = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1

/** Where the next line begins; the end of the text after the last one. */
export function nextLineAt(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}

export const columnAt = (text: string, offset: number): number => offset - lineStartAt(text, offset)

/** Whether nothing but blanks stands before an offset on its line. */
export const isFirstOnLine = (text: string, offset: number): boolean =>
  text.slice(lineStartAt(text, offset), offset).trim() === ''

/** Whether nothing but blanks follows an offset on its line. */
export const isLastOnLine = (text: string, offset: number): boolean =>
  text.slice(offset, nextLineAt(text, offset)).trim() === ''

/** The column of a line's comment, where the line has nothing but one. `start` is where the line begins. */
export function commentColumnAt(text: string, start: number): number | undefined {
  const line = text.slice(start, nextLineAt(text, start))
  const column = line.search(/\S/)
  return line[column] === '#' ? column : undefined
}

export const isBlankLineAt = (text: string, start: number): boolean =>
  start < text.length && text.slice(start, nextLineAt(text, start)).trim() === ''
