/** What the YAML library calls the ways to write a scalar. */
export type ScalarStyle = 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE' | 'BLOCK_LITERAL' | 'BLOCK_FOLDED'

/** Where a scalar is to stand. */
export interface ScalarPlace {
  /** How one was written there that this one replaces. */
  style?: ScalarStyle | undefined
  /** Whether it may run over several lines, indented by so many blanks. */
  blockIndent?: number | undefined
  /** Whether it stands within brackets. */
  isFlow: boolean
}

/** Characters that no reader is sure to give back from anything but quotes. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unusual = /[\0-\x09\x0B-\x1F\x7F-\x9F\u2028\u2029\uFEFF\uFFFE\uFFFF]/
const unusualAll = new RegExp(unusual.source, 'g')

/** Something else than text to one reader or another, be it of YAML 1.1 or of 1.2. */
const ambiguous = [
  /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i,
  /^[-+]?(?:\.?\d[\d_.]*(?:e[-+]?[\d_]*)?|0[xob][\da-f_]*|\.(?:inf|nan))$/i,
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
]
const date = /^\d{4}-\d\d?-\d\d?/

const isAmbiguous = (text: string): boolean => !Number.isNaN(Number(text)) || ambiguous.some((form) => form.test(text))

const blockPlain = /^(?:[\w($/]|[^\s\p{ASCII}])[^\n]*$/u
const flowPlain = /^[\w./](?:[\w./@+() -]|:(?=\w))*$/

/** Whether a text means itself without quotes. A date does to most readers, and so only where one stood before. */
function isPlain(text: string, { style, isFlow }: ScalarPlace): boolean {
  if (text.trim() !== text || unusual.test(text) || isAmbiguous(text)) return false
  if (date.test(text) && style !== 'PLAIN') return false
  return isFlow ? flowPlain.test(text) : blockPlain.test(text) && !/:(?:\s|$)|\s#/.test(text)
}

const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
const doubleQuoted = (text: string): string => JSON.stringify(text).replaceAll(unusualAll, escaped)

const singleQuoted = (text: string): string | undefined =>
  unusual.test(text) || text.includes('\n') ? undefined : `'${text.replaceAll("'", "''")}'`

/** A comment for the validator counts wherever it stands, within texts too. */
const directive = /#\s*atelier-/

/** The lines of a text that can be written without quotes over several lines; undefined for any other text. */
function linesOf(text: string): string[] | undefined {
  const lines = text.replace(/\n$/, '').split('\n')
  const [first = ''] = lines
  if (unusual.test(text) || directive.test(text) || /^ |^$/.test(first)) return undefined
  return lines.at(-1) === '' || lines.some((line) => line.endsWith(' ')) ? undefined : lines
}

const blockText = (mark: string, text: string, lines: readonly string[], indent: number): string =>
  [
    `${mark}${text.endsWith('\n') ? '' : '-'}`,
    ...lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)),
  ].join('\n')

function literal(text: string, indent: number): string | undefined {
  const lines = linesOf(text)
  return lines && blockText('|', text, lines, indent)
}

const foldedWidth = 120

/** A line at most as long as people write them, where it has blanks to break at. */
function wrapped(line: string, width: number): string[] {
  const lines: string[] = []
  for (const word of line.split(/(?<! ) (?! )/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines.push(`${lines.pop()} ${word}`)
    else lines.push(word)
  }
  return lines
}

/** A break within a folded text is a blank, and an empty line a break. */
function folded(text: string, indent: number): string | undefined {
  const lines = linesOf(text)
  if (!lines || lines.some((line) => line === '' || line.startsWith(' '))) return undefined
  const shown = lines.flatMap((line, index) => [...(index > 0 ? [''] : []), ...wrapped(line, foldedWidth - indent)])
  return blockText('>', text, shown, indent)
}

function textText(text: string, place: ScalarPlace): string {
  const { style, blockIndent } = place
  const inBlock = (write: typeof literal): string | undefined =>
    blockIndent === undefined ? undefined : write(text, blockIndent)
  const styled: Partial<Record<ScalarStyle, () => string | undefined>> = {
    QUOTE_DOUBLE: () => doubleQuoted(text),
    QUOTE_SINGLE: () => singleQuoted(text),
    BLOCK_LITERAL: () => inBlock(literal),
    BLOCK_FOLDED: () => inBlock(folded),
  }
  const kept = style && styled[style]?.()
  if (kept !== undefined) return kept
  const paragraph = style === undefined && text.length > foldedWidth ? inBlock(folded) : undefined
  if (paragraph !== undefined && !text.includes('\n')) return paragraph
  if (isPlain(text, place)) return text
  const lines = text.includes('\n') ? inBlock(literal) : undefined
  if (lines !== undefined) return lines
  return (/["\\]/.test(text) ? singleQuoted(text) : undefined) ?? doubleQuoted(text)
}

/** A number that every reader takes for one: some want a point before an exponent. */
const numberText = (value: number): string => String(value).replace(/^(-?\d+)e/, '$1.0e')

/** A scalar as YAML. A text comes back exactly as it is; over several lines it ends without a line break. */
export function scalarText(value: unknown, place: ScalarPlace): string {
  if (typeof value === 'string') return textText(value, place)
  return typeof value === 'number' ? numberText(value) : String(value)
}

/** A key as YAML. */
export const keyText = (key: string): string =>
  /^[A-Za-z_][\w.-]{0,99}$/.test(key) && !isAmbiguous(key) ? key : doubleQuoted(key)
