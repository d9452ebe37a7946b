import type { ErrorObject } from 'ajv'
import { nearestWord, onlyNearWord, suggestion } from './did-you-mean.ts'
import type { Path } from './document.ts'
import type { Mend } from './fix.ts'
import { firstOfEachValue, wrongValueWords } from './schema-words.ts'
import { quoted } from './value-words.ts'

/** What a schema finds wrong, before it has a place. */
export interface SchemaProblem {
  rule: string
  path: Path
  /** Unknown keys are at the key, wrong values at the value. A missing key is placed at what lacks it. */
  at: 'key' | 'value'
  message: string
  hint?: string | undefined
  mend?: Mend | undefined
  /** Paths that cannot be relied on because of it. */
  spoils: Path[]
  /** An earlier value that it repeats. */
  first?: Path
}

type Schema = Record<string, unknown>

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Steps of a JSON pointer. List indexes stay text; lookups accept both. */
export const pathOfPointer = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

/** `valid_sizes[2]`, `accepts.seed`. Within a list file, the name inside its item. */
export function nameOfPath(path: Path): string {
  const inItem = path.length > 2 && /^\d+$/.test(String(path[1])) ? path.slice(2) : path
  return inItem
    .map((step, index) => (/^\d+$/.test(String(step)) ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`))
    .join('')
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function unknownKey(error: ErrorObject): SchemaProblem {
  const path = pathOfPointer(error.instancePath)
  const key = text(error.params['additionalProperty'])
  const properties =
    isObject(error.parentSchema) && isObject(error.parentSchema['properties']) ? error.parentSchema['properties'] : {}
  const present = isObject(error.data) ? error.data : {}
  const allowed = Object.keys(properties).filter((name) => properties[name] !== false)
  const absent = allowed.filter((name) => !Object.hasOwn(present, name))
  const meant = nearestWord(key, absent)
  const only = onlyNearWord(key, allowed)
  return {
    rule: 'schema/unknown-key',
    path: [...path, key],
    at: 'key',
    message: `${quoted(key)} is not a key ${path.length > 0 && nameOfPath(path) ? `of ${nameOfPath(path)}` : 'that is known here'}.`,
    hint: meant ? `Did you mean "${meant}"?` : suggestion(key, allowed, 'Known keys'),
    mend: only !== undefined && absent.includes(only) ? { from: key, to: only } : undefined,
    spoils: [[...path, key], ...(meant ? [[...path, meant]] : [])],
  }
}

function missingKey({ error, because }: RelevantError): SchemaProblem {
  const path = pathOfPointer(error.instancePath)
  const key = text(error.params['missingProperty'])
  const where = nameOfPath(path)
  return {
    rule: 'schema/missing-key',
    path: [...path, key],
    at: 'key',
    message: `${where && !/^\w+\[\d+\]$/.test(where) ? `${where} lacks` : 'Missing'} the key "${key}"${because ? `, which is needed where ${because}` : ''}.`,
    spoils: [[...path, key]],
  }
}

function forbiddenKey({ error, because }: RelevantError): SchemaProblem {
  const path = pathOfPointer(error.instancePath)
  return {
    rule: 'schema/key-not-allowed',
    path,
    at: 'key',
    message: `${quoted(path.at(-1))} is not allowed${because ? ` where ${because}` : ' here'}.`,
    hint: 'Take it out.',
    spoils: [path],
  }
}

function repeatedItem(error: ErrorObject): SchemaProblem {
  const path = pathOfPointer(error.instancePath)
  const [one, other]: number[] = [error.params['i'], error.params['j']]
  const later = Math.max(one ?? 0, other ?? 0)
  const item = Array.isArray(error.data) ? error.data[later] : undefined
  return {
    rule: 'schema/duplicate-item',
    path: [...path, later],
    at: 'value',
    message: `${quoted(item)} is in ${nameOfPath(path)} twice.`,
    hint: 'Keep one of them.',
    mend: typeof item === 'object' ? undefined : { removesItem: String(item) },
    spoils: [],
    first: [...path, Math.min(one ?? 0, other ?? 0)],
  }
}

/** An error, with what its branch of if/then/else depends on: `model_type is text`. */
interface RelevantError {
  error: ErrorObject
  because?: string
}

/** Leaves out `if` errors, which say nothing, and branches whose condition is itself in doubt. */
function relevantErrors(errors: readonly ErrorObject[]): RelevantError[] {
  const conditions = errors.filter((error) => error.keyword === 'if')
  const doubtful = new Set(errors.filter((error) => error.keyword !== 'if').map((error) => error.instancePath))
  return errors.flatMap((error) => {
    if (error.keyword === 'if') return []
    const prefix = /^(.*)\/(then|else)\//.exec(error.schemaPath)?.[1]
    if (prefix === undefined) return [{ error }]
    const owner = conditions.find((candidate) => candidate.schemaPath === `${prefix}/if`)
    const names = conditionNames(owner)
    const data: unknown = owner?.data
    if (
      !isObject(data) ||
      names.some((name) => !Object.hasOwn(data, name) || doubtful.has(`${owner?.instancePath ?? ''}/${name}`))
    )
      return []
    return [
      { error, because: names.map((name) => `${name} is ${text(data[name]) || quoted(data[name])}`).join(' and ') },
    ]
  })
}

/** The fields that a condition looks at. */
function conditionNames(owner: ErrorObject | undefined): string[] {
  const condition: unknown = isObject(owner?.parentSchema) ? owner.parentSchema['if'] : undefined
  return isObject(condition) && isObject(condition['properties']) ? Object.keys(condition['properties']) : []
}

const keyOf = (path: Path | undefined): string => (path ?? []).join('/')

/** Two keys that seem to mean the same one cannot both become it. */
function withoutRivals(unknown: readonly SchemaProblem[]): SchemaProblem[] {
  const seen = new Map<string, number>()
  for (const { spoils } of unknown) seen.set(keyOf(spoils[1]), (seen.get(keyOf(spoils[1])) ?? 0) + 1)
  return unknown.map((problem) =>
    (seen.get(keyOf(problem.spoils[1])) ?? 0) > 1 ? { ...problem, mend: undefined } : problem,
  )
}

/** Turns what Ajv says into one problem per cause. */
export function schemaProblems(errors: readonly ErrorObject[]): SchemaProblem[] {
  const relevant = relevantErrors(errors)
  const withKeyword = (keyword: string) => relevant.filter(({ error }) => error.keyword === keyword)
  const unknown = withoutRivals(withKeyword('additionalProperties').map(({ error }) => unknownKey(error)))
  const misspelt = new Set(unknown.flatMap((problem) => problem.spoils.slice(1)).map(keyOf))
  const missing = withKeyword('required')
    .map(missingKey)
    .filter((problem) => !misspelt.has(keyOf(problem.spoils[0])))
  const forbidden = withKeyword('false schema').map(forbiddenKey)
  const repeated = withKeyword('uniqueItems').map(({ error }) => repeatedItem(error))
  const special = new Set(['additionalProperties', 'required', 'false schema', 'uniqueItems'])
  const notAllowed = new Set(forbidden.map((problem) => keyOf(problem.path)))
  const wrong = firstOfEachValue(relevant.map(({ error }) => error).filter((error) => !special.has(error.keyword)))
    .map((error): SchemaProblem => {
      const path = pathOfPointer(error.instancePath)
      return { ...wrongValueWords(nameOfPath(path) || 'The file', error), path, at: 'value', spoils: [path] }
    })
    .filter((problem) => !notAllowed.has(keyOf(problem.path)))
  return [...unknown, ...missing, ...forbidden, ...repeated, ...wrong]
}
