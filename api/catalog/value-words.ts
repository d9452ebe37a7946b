import { nameList } from './did-you-mean.ts'

const typeWords: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  null: 'nothing',
}

/** A JSON Schema type in words. */
export const typeInWords = (type: string | readonly string[]): string =>
  (typeof type === 'string' ? [type] : type).map((name) => typeWords[name] ?? name).join(' or ')

const shortened = (text: string, charsMax: number): string =>
  text.length > charsMax ? `${text.slice(0, charsMax - 3)}...` : text

/** A value as a person would name it: `the text "yes"`, `3`, `an empty value`. */
export function valueInWords(value: unknown): string {
  if (value === null || value === undefined) return 'an empty value'
  if (typeof value === 'string') return `the text ${quoted(value)}`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : JSON.stringify(value)
}

/** A value as written, short enough for one line. */
export const quoted = (value: unknown): string => shortened(JSON.stringify(value) ?? 'nothing', 80)

/** `low, medium or high`. */
export function choice(values: readonly unknown[]): string {
  const words = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
  if (words.length > 12) return nameList(words)
  const last = words.at(-1)
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${last}` : (last ?? 'nothing')
}

const asNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

/** The limits a schema sets for a number: `4 to 10`, `at least 1`, `a multiple of 8`. */
export function limitsInWords(schema: Record<string, unknown>): string {
  const least = asNumber(schema['minimum'])
  const most = asNumber(schema['maximum'])
  const above = asNumber(schema['exclusiveMinimum'])
  const below = asNumber(schema['exclusiveMaximum'])
  const step = asNumber(schema['multipleOf'])
  const parts: string[] = []
  if (least !== undefined && most !== undefined) parts.push(`${least} to ${most}`)
  else if (least !== undefined) parts.push(`at least ${least}`)
  else if (most !== undefined) parts.push(`at most ${most}`)
  if (above !== undefined) parts.push(`more than ${above}`)
  if (below !== undefined) parts.push(`less than ${below}`)
  if (step !== undefined) parts.push(`a multiple of ${step}`)
  return parts.join(' and ')
}

/** `1 to 100 characters`, `at least 1 item`. */
export function lengthInWords(schema: Record<string, unknown>, unit: 'character' | 'item' | 'key'): string {
  const [leastName, mostName] = {
    character: ['minLength', 'maxLength'],
    item: ['minItems', 'maxItems'],
    key: ['minProperties', 'maxProperties'],
  }[unit]
  const least = asNumber(schema[leastName ?? ''])
  const most = asNumber(schema[mostName ?? ''])
  const limits = limitsInWords({ minimum: least, maximum: most })
  return `${limits} ${unit}${(most ?? least) === 1 ? '' : 's'}`
}
