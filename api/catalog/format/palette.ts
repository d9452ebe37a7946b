type Paint = (text: string) => string

/** What parts of a text look like. */
export interface Palette {
  error: Paint
  warning: Paint
  hint: Paint
  good: Paint
  strong: Paint
  faint: Paint
}

const escape =
  (code: number): Paint =>
  (text) =>
    `\u001B[${code}m${text}\u001B[0m`
const plain: Paint = (text) => text

/** Escape codes for a terminal that shows colours, plain text for everything else. */
export const paletteOf = (colours: boolean): Palette =>
  colours
    ? {
        error: escape(31),
        warning: escape(33),
        hint: escape(36),
        good: escape(32),
        strong: escape(1),
        faint: escape(2),
      }
    : { error: plain, warning: plain, hint: plain, good: plain, strong: plain, faint: plain }
