import { createRequire } from 'node:module'
import type { AnySchema, ErrorObject, ValidateFunction } from 'ajv'
import type * as AjvModule from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { JsonSchema, ParameterSet } from '../domain/catalog.ts'
import { AppError, messageOf } from '../domain/error.ts'
import { formatNames, isSurelyValid } from './schema-accepts.ts'
import type { CatalogSchemas, DocumentKind } from './tree.ts'

/** The schemas of a catalog, ready to check values. Each answers what is wrong; nothing is. */
export interface SchemaSet {
  errorsOf(kind: DocumentKind, value: unknown): ErrorObject[]
  parameterSets: readonly ParameterSet[]
  /** Checks one parameter's value. A parameter that the set does not have has no errors. */
  parameterErrorsOf(set: ParameterSet, name: string, value: unknown): ErrorObject[]
  /** Checks what a set says about parameters together: which exclude or need each other. */
  togetherErrorsOf(set: ParameterSet, values: Record<string, unknown>): ErrorObject[]
}

const require = createRequire(import.meta.url)

function newAjv(): AjvModule.Ajv2020 {
  // Loaded only for a catalog with something wrong in it, and at once: everything after reading is synchronous.
  const { Ajv2020: Ajv } = require('ajv/dist/2020.js') as typeof AjvModule
  // strictRequired would refuse `not: { required: [...] }`, which is how two fields exclude each other.
  // The meta-schema would cost 100 ms; schema-shape.ts has checked every schema when it was read.
  // Optimising the generated code costs more than the few files of a run win back.
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    validateSchema: false,
    meta: false,
    code: { optimize: false },
  })
  for (const name of formatNames) ajv.addFormat(name, fullFormats[name])
  ajv.addVocabulary(['x-adapter', 'x-model-type', 'x-models'])
  return ajv
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isStringList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

/** The parameter set that a schema file declares. */
function parameterSetFrom({ id, label, schema }: { id: string; label: string; schema: JsonSchema }): ParameterSet {
  const refuse = (problem: string) => new AppError('invalid', `${label} ${problem}`)
  const { 'x-adapter': adapter, 'x-model-type': modelType, 'x-models': models, properties } = schema
  if (adapter !== 'runware' && adapter !== 'openai') throw refuse('needs x-adapter: runware or openai.')
  if (modelType !== 'image' && modelType !== 'text') throw refuse('needs x-model-type: image or text.')
  if (!isStringList(models) || models.length === 0) throw refuse('needs x-models: a list of patterns of model_name.')
  if (!isObject(properties) || !Object.values(properties).every(isObject))
    throw refuse('needs properties: an object of schemas.')
  return { id, adapter, modelType, models, schema: { ...schema, properties: properties as Record<string, JsonSchema> } }
}

/** Calls once for each key. */
function once<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}

/** Checks values against schemas by identity. `labels` are for schemas that Ajv cannot use. */
function checker(labels: ReadonlyMap<AnySchema, string>): (schema: JsonSchema, value: unknown) => ErrorObject[] {
  let ajv: AjvModule.Ajv2020 | undefined
  const compiled = once((schema: JsonSchema): ValidateFunction => {
    try {
      ajv ??= newAjv()
      return ajv.compile(schema)
    } catch (error) {
      throw new AppError(
        'invalid',
        `${labels.get(schema) ?? 'A schema'} is not a JSON Schema that can be used: ${messageOf(error)}`,
        { cause: error },
      )
    }
  })
  return (schema, value) => {
    if (isSurelyValid(schema, value)) return []
    const validate = compiled(schema)
    return validate(value) ? [] : (validate.errors ?? [])
  }
}

/** What a set's schema says of the whole object, without what it says of single fields. */
function togetherSchema({ schema }: ParameterSet): JsonSchema {
  const { properties: _fields, required: _always, additionalProperties: _others, ...rest } = schema
  return rest
}

/** The schema of one field, with the definitions that it may refer to. */
function fieldSchema({ schema }: ParameterSet, name: string): JsonSchema {
  const definitions = schema['$defs']
  return { ...schema.properties[name], ...(definitions === undefined ? {} : { $defs: definitions }) }
}

/**
 * Makes the schemas ready for use.
 * @throws AppError `invalid` when one cannot be what it is for.
 */
export function schemaSet(schemas: CatalogSchemas): SchemaSet {
  const { model, environment, parameterSets: files, ...lists } = schemas
  const fileSchemas: Partial<Record<DocumentKind, JsonSchema>> = {
    ...lists,
    models: model,
    ...(environment ? { environments: environment } : {}),
  }
  const labels = new Map<AnySchema, string>()
  for (const [kind, schema] of Object.entries(fileSchemas)) {
    labels.set(schema, `The schema for ${kind}`)
    // An empty schema is valid and accepts everything.
    if (!isObject(schema['properties'])) throw new AppError('invalid', `The schema for ${kind} has no properties.`)
  }
  const labelOf = new Map(files.map((file) => [file.id, file.label]))
  const labelled = (schema: JsonSchema, set: ParameterSet): JsonSchema => {
    labels.set(schema, labelOf.get(set.id) ?? set.id)
    return schema
  }
  const fields = once((set: ParameterSet) => once((name: string) => labelled(fieldSchema(set, name), set)))
  const together = once((set: ParameterSet) => labelled(togetherSchema(set), set))
  const check = checker(labels)
  return {
    errorsOf(kind, value) {
      const schema = fileSchemas[kind]
      if (!schema) throw new Error(`There is no schema for ${kind}, and whoever reads files has not said so.`)
      return check(schema, value)
    },
    parameterSets: files.map(parameterSetFrom),
    parameterErrorsOf: (set, name, value) =>
      Object.hasOwn(set.schema.properties, name) ? check(fields(set)(name), value) : [],
    togetherErrorsOf: (set, values) => check(together(set), values),
  }
}
