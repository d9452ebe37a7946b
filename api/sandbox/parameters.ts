import { type ErrorObject, type ValidateFunction, Ajv2020 } from 'ajv/dist/2020.js'
import type { JsonSchema } from '../domain/catalog.ts'
import type { ServedModel } from './served-models.ts'

/** What is wrong with one field, before it is put into a provider's words. */
export interface ParameterProblem {
  kind: 'unknown' | 'missing' | 'type' | 'value' | 'below' | 'above' | 'short' | 'long' | 'combination'
  /** Dotted path. */
  field: string
  /** The rule that is broken: a limit, the allowed values, the type, the fields that must not meet. */
  rule: unknown
  /** The rules of the field as a whole; empty where there are none. */
  schema: Record<string, unknown>
  value: unknown
}

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateFormats: false })
/** By parameter set, then by wire. */
const validators = new WeakMap<object, WeakMap<object, ValidateFunction>>()

function validatorOf({ set, wire }: ServedModel): ValidateFunction {
  const ofSet = validators.get(set.schema) ?? new WeakMap<object, ValidateFunction>()
  validators.set(set.schema, ofSet)
  const known = ofSet.get(wire)
  if (known) return known
  // Two schemas of different catalogs may share an $id.
  const { $id: _, properties, ...schema } = set.schema
  const compiled = ajv.compile({ ...schema, properties: { ...wire.properties, ...properties } })
  ofSet.set(wire, compiled)
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
    schema: schemaOfField(error, child, forbidden !== undefined),
    value: error.data,
  }
}

/** Ajv names the object that lacks a field, or has one too many; the rules asked for are those of the field. */
function schemaOfField({ parentSchema }: ErrorObject, child: unknown, isCombination: boolean): JsonSchema {
  if (isCombination) return {}
  if (typeof child !== 'string') return { ...parentSchema }
  const properties = parentSchema?.['properties'] as Record<string, JsonSchema> | undefined
  return { ...properties?.[child] }
}

/** Everything about the fields of a request that the provider does not take, unknown fields first. */
export function parameterProblems(fields: Record<string, unknown>, served: ServedModel): ParameterProblem[] {
  const validate = validatorOf(served)
  if (validate(fields)) return []
  const problems = (validate.errors ?? []).map(problemOf)
  return problems.toSorted((one, other) => Number(other.kind === 'unknown') - Number(one.kind === 'unknown'))
}
