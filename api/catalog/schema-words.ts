import type { ErrorObject } from 'ajv'
import { nameList, nearestWord, wordMend } from './did-you-mean.ts'
import type { Mend } from './fix.ts'
import { choice, lengthInWords, limitsInWords, quoted, typeInWords, valueInWords } from './value-words.ts'

type Schema = Record<string, unknown>

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const booleanWords: Record<string, string> = {
  yes: 'true',
  on: 'true',
  no: 'false',
  off: 'false',
  true: 'true',
  false: 'false',
}

function typeHint(type: unknown, value: unknown): string | undefined {
  if (typeof value !== 'string') return value === null ? 'Give it a value, or take the key out.' : undefined
  const boolean = booleanWords[value.toLowerCase()]
  if (type === 'boolean' && boolean) return `Write ${boolean}, without quotes.`
  // A lone comma may be a decimal point.
  if ((type === 'integer' || type === 'number') && /^-?(?:\d+|\d{1,3}(?:[_,]\d{3})+)(?:\.\d+)?$/.test(value))
    return `Write ${value.replaceAll(/[_,]/g, '')}, without quotes.`
  return undefined
}

/** A text in quotes that is the bare value which was asked for. Other spellings of a number leave a doubt. */
function typeMend(type: unknown, value: unknown): Mend | undefined {
  if (typeof value !== 'string') return undefined
  const boolean = type === 'boolean' ? booleanWords[value.toLowerCase()] : undefined
  if (boolean) return { from: value, to: boolean, isBare: true }
  const isWhole = /^-?(?:0|[1-9]\d*)$/.test(value) && Number.isSafeInteger(Number(value))
  const isNumber = type === 'number' && (isWhole || /^-?(?:0|[1-9]\d*)\.\d+$/.test(value))
  return isNumber || (type === 'integer' && isWhole) ? { from: value, to: value, isBare: true } : undefined
}

/** A text nearly of the form `[1-9]x[1-9]`: another cross, spaces, capitals. */
function mendedSize(value: string, pattern: string): string | undefined {
  const mended = value
    .trim()
    .replaceAll(/\s+/g, '')
    .replace(/[×xX*✕✖⨯хХ]/, 'x')
  return mended !== value && new RegExp(pattern, 'u').test(mended) ? mended : undefined
}

function patternWords(schema: Schema): string {
  const example =
    Array.isArray(schema['examples']) && schema['examples'].length > 0
      ? `, for example ${text(schema['examples'][0])}`
      : ''
  if (schema['title'] === 'SizeText') return `a size as WIDTHxHEIGHT in pixels, with a plain x${example}`
  return `text that matches ${text(schema['pattern'])}${example}`
}

const formatWords: Record<string, string> = {
  date: 'a date as YYYY-MM-DD that exists',
  uri: 'a full URL with its scheme, such as https://...',
  hostname: 'a host name without scheme, port or path',
}

/** How a wrong value is put to people. */
export interface Words {
  rule: string
  message: string
  hint?: string | undefined
  mend?: Mend | undefined
}

/** Wording of a wrong value, by the schema keyword that refused it. */
const wordsByKeyword: Record<string, (name: string, error: ErrorObject, schema: Schema) => Words> = {
  type: (name, error) => ({
    rule: 'schema/wrong-type',
    message: `${name} must be ${typeInWords(error.params['type'])}, not ${valueInWords(error.data)}.`,
    hint: typeHint(error.params['type'], error.data),
    mend: typeMend(error.params['type'], error.data),
  }),
  enum: (name, error) => {
    const allowed: unknown[] = error.params['allowedValues']
    const nearest = typeof error.data === 'string' ? nearestWord(error.data, allowed.map(text)) : undefined
    return {
      rule: 'schema/not-allowed-value',
      message: `${name} must be ${choice(allowed)}, not ${valueInWords(error.data)}.`,
      hint: nearest ? `Did you mean "${nearest}"?` : undefined,
      mend: typeof error.data === 'string' ? wordMend(error.data, allowed.map(text)) : undefined,
    }
  },
  const: (name, error) => ({
    rule: 'schema/not-allowed-value',
    message: `${name} must be ${quoted(error.params['allowedValue'])}, not ${valueInWords(error.data)}.`,
  }),
  pattern: (name, error, schema) => {
    const mended = schema['title'] === 'SizeText' ? mendedSize(text(error.data), text(schema['pattern'])) : undefined
    return {
      rule: 'schema/bad-format',
      message: `${name} must be ${patternWords(schema)}, not ${quoted(error.data)}.`,
      hint: mended ? `Did you mean ${mended}?` : undefined,
      mend: mended ? { from: text(error.data), to: mended } : undefined,
    }
  },
  format: (name, error) => ({
    rule: 'schema/bad-format',
    message: `${name} must be ${formatWords[text(error.params['format'])] ?? `a valid ${text(error.params['format'])}`}, not ${quoted(error.data)}.`,
  }),
  range: (name, error, schema) => ({
    rule: 'schema/out-of-range',
    message: `${name} must be ${limitsInWords(schema)}, not ${quoted(error.data)}.`,
  }),
  characters: (name, error, schema) => ({
    rule: 'schema/bad-length',
    message: `${name} must have ${lengthInWords(schema, 'character')}; it has ${Array.from(text(error.data)).length}.`,
  }),
  items: (name, error, schema) => ({
    rule: 'schema/bad-length',
    message: `${name} must have ${lengthInWords(schema, 'item')}; it has ${Array.isArray(error.data) ? error.data.length : 0}.`,
  }),
  keys: (name, error, schema) => ({
    rule: 'schema/bad-length',
    message: `${name} must have ${lengthInWords(schema, 'key')}; it has ${isObject(error.data) ? Object.keys(error.data).length : 0}.`,
    hint: isObject(schema['properties']) ? `Its keys: ${nameList(Object.keys(schema['properties']))}.` : undefined,
  }),
}

const keywordGroups: Record<string, string> = {
  minimum: 'range',
  maximum: 'range',
  exclusiveMinimum: 'range',
  exclusiveMaximum: 'range',
  multipleOf: 'range',
  minLength: 'characters',
  maxLength: 'characters',
  minItems: 'items',
  maxItems: 'items',
  minProperties: 'keys',
  maxProperties: 'keys',
}

/** The first of several errors about one value: the ones after it follow from it. */
const keywordOrder = ['type', 'enum', 'const', 'pattern', 'format', 'range', 'characters', 'items', 'keys']

const groupOf = (error: ErrorObject): string => keywordGroups[error.keyword] ?? error.keyword

/** Words for a wrong value. Shared with the checks of provider parameters, which are schemas too. */
export function wrongValueWords(name: string, error: ErrorObject): Words {
  const schema: Schema = isObject(error.parentSchema) ? error.parentSchema : {}
  const words = wordsByKeyword[groupOf(error)]
  return words
    ? words(name, error, schema)
    : { rule: 'schema/not-allowed-value', message: `${name} breaks the schema: it ${error.message ?? error.keyword}.` }
}

/** One error for each value, the one that explains the others. */
export function firstOfEachValue(errors: readonly ErrorObject[]): ErrorObject[] {
  const byPath = new Map<string, ErrorObject>()
  const rank = (error: ErrorObject) =>
    (keywordOrder.indexOf(groupOf(error)) + keywordOrder.length + 1) % (keywordOrder.length + 1)
  for (const error of errors) {
    const known = byPath.get(error.instancePath)
    if (!known || rank(error) < rank(known)) byPath.set(error.instancePath, error)
  }
  return [...byPath.values()]
}
