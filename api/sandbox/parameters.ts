import { type ErrorObject, type ValidateFunction, Ajv2020 } from 'ajv/dist/2020.js'
import type { ParameterSet } from '../domain/catalog.ts'

/** What is wrong with one field, before it is put into a provider's words. */
export interface ParameterProblem {
  kind: 'unknown' | 'missing' | 'type' | 'value' | 'below' | 'above' | 'short' | 'long' | 'combination'
  /** Dotted path. */
  field: string
  /** The rule that is broken: a limit, the allowed values, the type, the fields that must not meet. */
  rule: unknown
  /** The rules of the field as a whole. */
  schema: Record<string, unknown>
  value: unknown
}

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateFormats: false })
const validators = new WeakMap<object, ValidateFunction>()

function validatorOf(set: ParameterSet): ValidateFunction {
  const known = validators.get(set.schema)
  if (known) return known
  // Two schemas of different catalogs may share an $id.
  const { $id: _, ...schema } = set.schema
  const compiled = ajv.compile(schema)
  validators.set(set.schema, compiled)
  return compiled
}

const kinds: Record<string, ParameterProblem['kind']> = {
  additionalProperties: 'unknown',
  required: 'missing',
  dependentRequired: 'missing',
  type: 'type',
  enum: 'value',
  const: 'value',
  minimum: 'below',
  exclusiveMinimum: 'below',
  maximum: 'above',
  exclusiveMaximum: 'above',
  minLength: 'short',
  minItems: 'short',
  maxLength: 'long',
  maxItems: 'long',
  not: 'combination',
}

function problemOf(error: ErrorObject): ParameterProblem {
  const path = error.instancePath.split('/').slice(1)
  const child: unknown = error.params['additionalProperty'] ?? error.params['missingProperty']
  const forbidden: unknown = error.keyword === 'not' ? (error.schema as { required?: string[] }).required : undefined
  const field = Array.isArray(forbidden)
    ? forbidden.join(', ')
    : [...path, ...(typeof child === 'string' ? [child] : [])].join('.')
  return {
    kind: kinds[error.keyword] ?? 'value',
    field,
    rule: forbidden ?? error.schema,
    schema: { ...error.parentSchema },
    value: error.data,
  }
}

/** Everything about the fields of a request that the parameter set does not allow, unknown fields first. */
export function parameterProblems(fields: Record<string, unknown>, set: ParameterSet): ParameterProblem[] {
  const validate = validatorOf(set)
  if (validate(fields)) return []
  const problems = (validate.errors ?? []).map(problemOf)
  return problems.toSorted((one, other) => Number(other.kind === 'unknown') - Number(one.kind === 'unknown'))
}
