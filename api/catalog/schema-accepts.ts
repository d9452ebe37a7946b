import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { JsonSchema } from '../domain/catalog.ts'

/** The formats that schemas may name. */
export const formatNames = ['date', 'uri', 'hostname', 'uuid', 'email'] as const

/** Thrown for what only Ajv knows. */
class Undecided extends Error {}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSimple = (value: unknown): boolean => typeof value !== 'object' || value === null

const isOfType: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  object: isObject,
  null: (value) => value === null,
}

function hasFormat(name: unknown, value: unknown): boolean {
  const known = formatNames.find((candidate) => candidate === name)
  const format = known === undefined ? undefined : fullFormats[known]
  if (typeof value !== 'string') return true
  if (format instanceof RegExp) return format.test(value)
  const check: unknown = typeof format === 'function' ? format : isObject(format) ? format['validate'] : undefined
  if (typeof check === 'function') return check(value) === true
  throw new Undecided()
}

function lookUp(reference: unknown, root: JsonSchema): unknown {
  let target: unknown = root
  for (const step of String(reference).split('/').slice(1)) target = isObject(target) ? target[step] : undefined
  if (target === undefined) throw new Undecided()
  return target
}

const simpleList = (values: unknown): unknown[] => {
  if (!Array.isArray(values) || !values.every(isSimple)) throw new Undecided()
  return values
}

const textLength = (value: string): number => Array.from(value).length
const each = (schema: unknown): [string, unknown][] => (isObject(schema) ? Object.entries(schema) : [])
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

type Keyword = (given: unknown, value: unknown, schema: JsonSchema, root: JsonSchema) => boolean

const forNumber =
  (test: (value: number, limit: number) => boolean): Keyword =>
  (limit, value) =>
    typeof value !== 'number' || test(value, Number(limit))
const forText =
  (test: (value: string, limit: unknown) => boolean): Keyword =>
  (limit, value) =>
    typeof value !== 'string' || test(value, limit)
const forList =
  (test: (value: unknown[], limit: unknown, root: JsonSchema) => boolean): Keyword =>
  (limit, value, _, root) =>
    !Array.isArray(value) || test(value, limit, root)
const forObject =
  (test: (value: Record<string, unknown>, given: unknown, root: JsonSchema, schema: JsonSchema) => boolean): Keyword =>
  (given, value, schema, root) =>
    !isObject(value) || test(value, given, root, schema)
/** Say nothing about a value by themselves. */
const silentKeywords = new Set([
  '$schema',
  '$comment',
  '$defs',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'x-adapter',
  'x-model-type',
  'x-models',
  'then',
  'else',
])

const keywords: Record<string, Keyword> = {
  $ref: (reference, value, _, root) => accepts(lookUp(reference, root), value, root),
  type: (type, value) => (Array.isArray(type) ? type : [type]).some((name) => isOfType[String(name)]?.(value) ?? false),
  enum: (allowed, value) => simpleList(allowed).includes(value),
  const: (only, value) => simpleList([only])[0] === value,
  pattern: forText((value, pattern) => new RegExp(String(pattern), 'u').test(value)),
  format: (name, value) => hasFormat(name, value),
  minimum: forNumber((value, limit) => value >= limit),
  maximum: forNumber((value, limit) => value <= limit),
  exclusiveMinimum: forNumber((value, limit) => value > limit),
  exclusiveMaximum: forNumber((value, limit) => value < limit),
  minLength: forText((value, limit) => textLength(value) >= Number(limit)),
  maxLength: forText((value, limit) => textLength(value) <= Number(limit)),
  minItems: forList((value, limit) => value.length >= Number(limit)),
  maxItems: forList((value, limit) => value.length <= Number(limit)),
  uniqueItems: forList((value, wanted) => wanted !== true || new Set(simpleList(value)).size === value.length),
  items: forList((value, schema, root) => value.every((item) => accepts(schema, item, root))),
  minProperties: forObject((value, limit) => Object.keys(value).length >= Number(limit)),
  maxProperties: forObject((value, limit) => Object.keys(value).length <= Number(limit)),
  required: forObject((value, names) => list(names).every((name) => Object.hasOwn(value, String(name)))),
  dependentRequired: forObject((value, given) =>
    each(given).every(
      ([name, others]) =>
        !Object.hasOwn(value, name) || list(others).every((other) => Object.hasOwn(value, String(other))),
    ),
  ),
  properties: forObject((value, given, root) =>
    each(given).every(([name, schema]) => !Object.hasOwn(value, name) || accepts(schema, value[name], root)),
  ),
  additionalProperties: forObject((value, others, root, { properties }) =>
    Object.keys(value).every(
      (name) => (isObject(properties) && Object.hasOwn(properties, name)) || accepts(others, value[name], root),
    ),
  ),
  allOf: (schemas, value, _, root) => list(schemas).every((schema) => accepts(schema, value, root)),
  anyOf: (schemas, value, _, root) => list(schemas).some((schema) => accepts(schema, value, root)),
  not: (schema, value, _, root) => !accepts(schema, value, root),
  if: (condition, value, schema, root) =>
    accepts((accepts(condition, value, root) ? schema['then'] : schema['else']) ?? true, value, root),
}

function accepts(schema: unknown, value: unknown, root: JsonSchema): boolean {
  if (typeof schema === 'boolean') return schema
  return each(schema).every(([name, given]) => {
    if (silentKeywords.has(name)) return true
    const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined
    if (!keyword || !isObject(schema)) throw new Undecided()
    return keyword(given, value, schema, root)
  })
}

/**
 * Whether a value keeps a schema, where that can be said without Ajv. Loading Ajv and compiling the schemas is a third
 * of a run in which nothing is wrong. False means: ask Ajv, which alone says what is wrong. A test compares the two.
 */
export function isSurelyValid(schema: JsonSchema, value: unknown): boolean {
  try {
    return accepts(schema, value, schema)
  } catch (error) {
    if (error instanceof Undecided) return false
    throw error
  }
}
