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

/** Whether a value keeps what a schema, or one keyword of it, asks for. */
type Test = (value: unknown) => boolean

const anything: Test = () => true
const undecided: Test = () => {
  throw new Undecided()
}

function formatTest(name: unknown): Test {
  const known = formatNames.find((candidate) => candidate === name)
  const format = known === undefined ? undefined : fullFormats[known]
  if (format instanceof RegExp) return (value) => typeof value !== 'string' || format.test(value)
  const check: unknown = typeof format === 'function' ? format : isObject(format) ? format['validate'] : undefined
  if (typeof check !== 'function') return undecided
  return (value) => typeof value !== 'string' || check(value) === true
}

function referredTo(reference: unknown, root: JsonSchema): unknown {
  let target: unknown = root
  for (const step of String(reference).split('/').slice(1)) target = isObject(target) ? target[step] : undefined
  return target
}

const isSimpleList = (values: unknown): values is unknown[] => Array.isArray(values) && values.every(isSimple)

function hasNoRepeats(values: unknown[]): boolean {
  if (!isSimpleList(values)) throw new Undecided()
  return new Set(values).size === values.length
}

const textLength = (value: string): number => Array.from(value).length
const each = (schema: unknown): [string, unknown][] => (isObject(schema) ? Object.entries(schema) : [])
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** How to get a property's value; undefined where there is none, since no JSON value is undefined. */
const lookupOf = (name: string): ((value: Record<string, unknown>) => unknown) =>
  // What every object inherits is no property of a value. Asking each time takes longer than looking.
  name in {} ? (value) => (Object.hasOwn(value, name) ? value[name] : undefined) : (value) => value[name]

/** What stands beside a keyword, and how to compile the schemas in it. */
interface Surroundings {
  schema: JsonSchema
  root: JsonSchema
  compile: (schema: unknown) => Test
}

type Keyword = (given: unknown, surroundings: Surroundings) => Test

const forNumber =
  (test: (value: number, limit: number) => boolean): Keyword =>
  (given) => {
    const limit = Number(given)
    return (value) => typeof value !== 'number' || test(value, limit)
  }
const forText =
  (test: (value: string, limit: number) => boolean): Keyword =>
  (given) => {
    const limit = Number(given)
    return (value) => typeof value !== 'string' || test(value, limit)
  }
const forList = (test: (value: unknown[]) => boolean): Test => {
  return (value) => !Array.isArray(value) || test(value)
}
const forObject = (test: (value: Record<string, unknown>) => boolean): Test => {
  return (value) => !isObject(value) || test(value)
}

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
  $ref: (reference, { root, compile }) => {
    const target = referredTo(reference, root)
    // Only when it is needed: a schema may refer to itself.
    let test: Test | undefined
    return target === undefined ? undecided : (value) => (test ??= compile(target))(value)
  },
  type: (type) => {
    const tests = (Array.isArray(type) ? type : [type]).flatMap((name) => isOfType[String(name)] ?? [])
    const [only] = tests
    return only && tests.length === 1 ? only : (value) => tests.some((test) => test(value))
  },
  enum: (allowed) => (isSimpleList(allowed) ? (value) => allowed.includes(value) : undecided),
  const: (only) => (isSimple(only) ? (value) => only === value : undecided),
  pattern: (given) => {
    const pattern = new RegExp(String(given), 'u')
    return (value) => typeof value !== 'string' || pattern.test(value)
  },
  format: formatTest,
  minimum: forNumber((value, limit) => value >= limit),
  maximum: forNumber((value, limit) => value <= limit),
  exclusiveMinimum: forNumber((value, limit) => value > limit),
  exclusiveMaximum: forNumber((value, limit) => value < limit),
  // A text has at most as many characters as it has code units, and counting those costs nothing.
  minLength: forText((value, limit) => value.length >= limit && textLength(value) >= limit),
  maxLength: forText((value, limit) => value.length <= limit || textLength(value) <= limit),
  minItems: (limit) => forList((value) => value.length >= Number(limit)),
  maxItems: (limit) => forList((value) => value.length <= Number(limit)),
  uniqueItems: (wanted) => (wanted === true ? forList(hasNoRepeats) : anything),
  items: (schema, { compile }) => {
    const test = compile(schema)
    return forList((value) => value.every(test))
  },
  minProperties: (limit) => forObject((value) => Object.keys(value).length >= Number(limit)),
  maxProperties: (limit) => forObject((value) => Object.keys(value).length <= Number(limit)),
  required: (given) => {
    const lookups = list(given).map((name) => lookupOf(String(name)))
    return forObject((value) => lookups.every((lookUp) => lookUp(value) !== undefined))
  },
  dependentRequired: (given) => {
    const needs = each(given).map(([name, others]) => ({ name, others: list(others).map(String) }))
    return forObject((value) =>
      needs.every(
        ({ name, others }) => !Object.hasOwn(value, name) || others.every((other) => Object.hasOwn(value, other)),
      ),
    )
  },
  properties: (given, { compile }) => {
    const tests = each(given).map(([name, schema]): Test => {
      const lookUp = lookupOf(name)
      const test = compile(schema)
      return (value) => {
        const inner = lookUp(value as Record<string, unknown>)
        return inner === undefined || test(inner)
      }
    })
    return forObject((value) => tests.every((test) => test(value)))
  },
  additionalProperties: (others, { schema: { properties }, compile }) => {
    const known = new Set(isObject(properties) ? Object.keys(properties) : [])
    const test = compile(others)
    return forObject((value) => Object.keys(value).every((name) => known.has(name) || test(value[name])))
  },
  allOf: (schemas, { compile }) => {
    const tests = list(schemas).map(compile)
    return (value) => tests.every((test) => test(value))
  },
  anyOf: (schemas, { compile }) => {
    const tests = list(schemas).map(compile)
    return (value) => tests.some((test) => test(value))
  },
  not: (schema, { compile }) => {
    const test = compile(schema)
    return (value) => !test(value)
  },
  if: (condition, { schema, compile }) => {
    const test = compile(condition)
    const [then, otherwise] = [compile(schema['then'] ?? true), compile(schema['else'] ?? true)]
    return (value) => (test(value) ? then : otherwise)(value)
  },
}

function compiled(schema: unknown, root: JsonSchema): Test {
  if (typeof schema === 'boolean') return () => schema
  const tests = each(schema).flatMap(([name, given]): Test[] => {
    if (silentKeywords.has(name)) return []
    const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined
    if (!keyword || !isObject(schema)) return [undecided]
    return [keyword(given, { schema, root, compile: (inner) => compiled(inner, root) })]
  })
  const [only] = tests
  return only && tests.length === 1 ? only : (value) => tests.every((test) => test(value))
}

const known = new WeakMap<JsonSchema, Test>()

/**
 * Whether a value keeps a schema, where that can be said without Ajv. Loading Ajv and compiling the schemas is a third
 * of a run in which nothing is wrong. False means: ask Ajv, which alone says what is wrong. A test compares the two.
 */
export function isSurelyValid(schema: JsonSchema, value: unknown): boolean {
  const test = known.get(schema) ?? compiled(schema, schema)
  known.set(schema, test)
  try {
    return test(value)
  } catch (error) {
    if (error instanceof Undecided) return false
    throw error
  }
}
