import type { ErrorObject } from 'ajv'

/** `/sections/0/level` as people write it. */
const dotted = (pointer: string): string =>
  pointer.slice(1).replaceAll('/', '.').replaceAll(/~1/g, '/').replaceAll(/~0/g, '~')

const within = (pointer: string, key: string): string => (pointer ? `${dotted(pointer)}.${key}` : key)

/** What Ajv says about a keyword: each has some of these. */
interface KeywordParams {
  limit: number
  type: string | string[]
  allowedValues: unknown[]
  missingProperty: string
  additionalProperty: string
}

/** The sentence about each keyword that schemas of the wire use. */
const sentences: Record<string, (params: KeywordParams) => string> = {
  enum: (params) => `Must be one of: ${params.allowedValues.map(String).join(', ')}.`,
  type: (params) => `Must be ${[params.type].flat().join(' or ')}.`,
  minimum: (params) => `Must be at least ${params.limit}.`,
  maximum: (params) => `Must be at most ${params.limit}.`,
  minLength: (params) => (params.limit === 1 ? 'Must not be empty.' : `Must have at least ${params.limit} characters.`),
  maxLength: (params) => `Must have at most ${params.limit} characters.`,
  minItems: (params) => `Must have at least ${params.limit} entries.`,
  maxItems: (params) => `Must have at most ${params.limit} entries.`,
  uniqueItems: () => 'Must not name anything twice.',
}

function fieldError(error: ErrorObject): [field: string, message: string] {
  const { instancePath, keyword } = error
  const params = error.params as KeywordParams
  if (keyword === 'required') return [within(instancePath, params.missingProperty), 'Is required.']
  if (keyword === 'additionalProperties')
    return [within(instancePath, params.additionalProperty), 'Is not a field of this request.']
  if (keyword === 'minProperties') return ['', 'Must change something.']
  // Nobody should have to read a regular expression: each schema says its pattern in words too.
  if (keyword === 'pattern') return [dotted(instancePath), String(error.parentSchema?.['patternWords'])]
  const rangeWords: unknown = error.parentSchema?.['rangeWords']
  if (typeof rangeWords === 'string') return [dotted(instancePath), rangeWords]
  return [dotted(instancePath), sentences[keyword]?.(params) ?? `${error.message ?? 'Is not valid'}.`]
}

/** One message a field, the first of several. The empty name stands for the whole. */
export function fieldErrors(errors: readonly ErrorObject[]): Record<string, string> {
  const messages = new Map<string, string>()
  for (const [field, message] of errors.map(fieldError)) if (!messages.has(field)) messages.set(field, message)
  // Built at once, because assigning to a field named __proto__ would set no field.
  return Object.fromEntries(messages)
}

/** All messages as one sentence each. */
export const sentenceOf = (messages: Record<string, string>): string =>
  Object.entries(messages)
    .map(([field, message]) => (field ? `${field}: ${message}` : message))
    .join(' ')
