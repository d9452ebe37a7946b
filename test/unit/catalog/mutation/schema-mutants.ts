import { type Field, type Item } from './yaml-edits.ts'

/** One edit of one file, and the finding that it must give. */
export interface Mutant {
  file: string
  what: string
  text: string
  /** Undefined: the edit is legal, and must give no finding. */
  rule?: string | undefined
  line: number
  /** Undefined: anywhere in the line. */
  column?: number
  /** The finding is where the edited value is used, or where it was said first. */
  isElsewhere?: boolean
}

type Schema = Record<string, unknown>
type Illegal = [value: string, rule: string]

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

/** The schema of what a path leads to. */
export function schemaAt(root: Schema, path: readonly (string | number)[]): Schema {
  let schema: Schema = root
  for (const step of [undefined, ...path]) {
    if (step !== undefined) {
      const inner =
        typeof step === 'number'
          ? schema['items']
          : isObject(schema['properties'])
            ? schema['properties'][step]
            : undefined
      schema = isObject(inner) ? inner : {}
    }
    const reference = schema['$ref']
    if (typeof reference === 'string') {
      const definitions = isObject(root['$defs']) ? root['$defs'] : {}
      const target = definitions[reference.replace('#/$defs/', '')]
      schema = isObject(target) ? target : {}
    }
  }
  return schema
}

const wrongTypes: Record<string, string[]> = {
  string: ['5', 'true', '[x]', '{ a: x }', ''],
  integer: ['1.5', '"1"', 'many', 'true', '[1]', ''],
  number: ['"1"', 'much', 'true', '[1]', ''],
  boolean: ['yes', '"true"', '0', 'on', '[true]', ''],
  array: ['x', '5', '{ a: x }', ''],
  object: ['x', '5', '[x]', ''],
}

const badPatterns: [sample: string, values: string[]][] = [
  ['1024x1024', ['1024×1024', '1024X1024', '"1024"', '1024 x 1024', 'x1024', '-1024x1024', '1024.5x1024']],
  ['gallery', ['Gallery', '9gallery', 'gal lery', 'galérie', '-gallery', '""']],
  ['GALLERY_KEY', ['gallery_key', 'GALLERY KEY', '9GALLERY']],
  ['gallery:1@1', ['":gallery"', 'gallery one', 'galérie']],
]

const badFormats: Record<string, string[]> = {
  date: ['2027-02-30', '30.11.2026', '2026-11', 'tomorrow'],
  uri: ['api.example', 'not a url'],
  hostname: ['https://a.example', 'a_b/c', '-a-'],
}

function* outOfLimits(schema: Schema): Iterable<Illegal> {
  const [least, most] = [number(schema['minimum']), number(schema['maximum'])]
  if (least !== undefined) yield [String(least - 1), 'schema/out-of-range']
  if (most !== undefined) yield [String(most + 1), 'schema/out-of-range']
  const [shortest, longest] = [number(schema['minLength']), number(schema['maxLength'])]
  if (shortest !== undefined && shortest > 0) yield [JSON.stringify('a'.repeat(shortest - 1)), 'schema/bad-length']
  if (longest !== undefined) yield ['a'.repeat(longest + 1), 'schema/bad-length']
  if (number(schema['minItems'])) yield ['[]', 'schema/bad-length']
  if (number(schema['minProperties'])) yield ['{}', 'schema/bad-length']
}

/** Values that a schema refuses, nearest first, and the rule that says so. */
export function* illegalValues(schema: Schema): Iterable<Illegal> {
  for (const value of wrongTypes[String(schema['type'])] ?? []) yield [value, 'schema/wrong-type']
  yield* outOfLimits(schema)
  if (Array.isArray(schema['enum'])) {
    const allowed = schema['enum'].map(String)
    const near = allowed.flatMap((value) => [`${value}s`, value.toUpperCase(), value.slice(1)])
    for (const value of near) if (!allowed.includes(value)) yield [value, 'schema/not-allowed-value']
    for (const value of ['5', 'true', '[x]', '']) yield [value, 'schema/not-allowed-value']
  }
  const pattern = schema['pattern']
  if (typeof pattern === 'string') {
    const test = new RegExp(pattern, 'u')
    const [, values = []] = badPatterns.find(([sample]) => test.test(sample)) ?? []
    for (const value of values) if (!test.test(value.replaceAll('"', ''))) yield [value, 'schema/bad-format']
  }
  for (const value of badFormats[String(schema['format'])] ?? []) yield [value, 'schema/bad-format']
}

const misspelt = (name: string): string[] =>
  [
    `${name}s`,
    name.slice(0, -1) || 'q',
    `${name.slice(0, 1)}${name.slice(2, 3)}${name.slice(1, 2)}${name.slice(3)}`,
    name.toUpperCase() === name ? name.toLowerCase() : name.toUpperCase(),
  ].filter((other) => other !== name && other !== '')

const isIn = (field: Field | Item, first: string): boolean => field.path[0] === first && field.path.length > 1

/** What can be done to any key of any file, by its schema alone. The keys of generation_params have schemas elsewhere. */
export function* fieldMutants(file: string, root: Schema, fields: readonly Field[]): Iterable<Mutant> {
  for (const field of fields) {
    const where = { file, line: field.line, column: field.column }
    yield { file, what: `${field.path.join('.')} twice`, rule: 'yaml/duplicate-key', ...field.doubled() }
    if (isIn(field, 'generation_params')) continue
    for (const name of misspelt(field.name)) {
      yield {
        ...where,
        what: `${field.path.join('.')} as ${name}`,
        text: field.renamed(name),
        rule: 'schema/unknown-key',
      }
    }
    for (const [value, rule] of illegalValues(schemaAt(root, field.path))) {
      const column = value === '' ? field.column : field.column + field.name.length + 2
      yield { ...where, what: `${field.path.join('.')}: ${value}`, text: field.set(value), rule, column }
    }
  }
}

/** What can be done to any item of any list. */
export function* itemMutants(file: string, root: Schema, items: readonly Item[]): Iterable<Mutant> {
  for (const item of items) {
    if (isIn(item, 'generation_params')) continue
    const where = { file, line: item.line, column: item.column }
    const name = item.path.join('.')
    for (const [value, rule] of illegalValues(schemaAt(root, item.path))) {
      if (value === '') continue
      yield { ...where, what: `${name}: ${value}`, text: item.set(value), rule }
    }
    if (schemaAt(root, item.path.slice(0, -1))['uniqueItems'] === true) {
      yield { file, what: `${name} twice`, rule: 'schema/duplicate-item', ...item.doubled() }
    }
  }
}
