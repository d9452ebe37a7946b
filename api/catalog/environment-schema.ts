import type { JsonSchema } from '../domain/catalog.ts'
import { isMapping } from './merged-value.ts'
import { identityKeys } from './overlay.ts'
import { type CatalogSchemas, type ListKind, kindNouns, listKinds } from './tree.ts'

/** What holds only for a whole entry, which a few changed fields are not. */
const keywordsOfWholes = ['required', 'allOf', 'default']

/** A schema for a part of what another one is for. Lists are replaced as a whole, so what is in them stays as it is. */
function partial(schema: unknown): unknown {
  if (!isMapping(schema)) return schema
  const { properties, ...rest } = Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => !keywordsOfWholes.includes(keyword)),
  )
  if (!isMapping(properties)) return rest
  const fields = Object.entries(properties).map(([name, field]) => [name, partial(field)])
  return { ...rest, properties: Object.fromEntries(fields) }
}

function overlayOf(schema: JsonSchema, description: string, leftOut: readonly string[] = []): JsonSchema {
  const { properties } = partial(schema) as { properties: Record<string, unknown> }
  const fields = Object.entries(properties).filter(([name]) => !leftOut.includes(name))
  const changeable = fields.map(([name, field]) => [name, identityKeys.includes(name) ? false : field])
  return {
    description,
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: Object.fromEntries(changeable),
  }
}

const mapping = (description: string, entry: string): JsonSchema => ({
  description,
  type: 'object',
  minProperties: 1,
  additionalProperties: { $ref: `#/$defs/${entry}` },
})

/** What a list's schema says of its items. */
function itemOf(schemas: CatalogSchemas, kind: ListKind): JsonSchema {
  const [item] = Object.values(schemas[kind]['$defs'] as Record<string, JsonSchema>)
  if (!item) throw new Error(`The schema for ${kind} defines no item.`)
  return item
}

/** The schema of the files of environments: what the other schemas allow, with nothing required and no other names. */
export function environmentSchemaOf(schemas: CatalogSchemas): JsonSchema {
  const { $defs: modelParts, ...model } = schemas.model
  const lists = listKinds.map((kind) => [kind, mapping(`What is another of the ${kind} here, by id.`, kindNouns[kind])])
  const items = listKinds.map((kind) => [
    kindNouns[kind],
    overlayOf(itemOf(schemas, kind), `What is another of one ${kindNouns[kind]} here. Everything else stays.`),
  ])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'EnvironmentFile',
    description:
      'What is another in one environment, such as staging. The file is named after it. Mappings are merged key by key; a list or a single value takes the place of the other one.',
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: {
      models: mapping('What is another of the models here, by model_name.', 'model'),
      ...Object.fromEntries(lists),
      // The code that is searched is the same in every environment.
      settings: overlayOf(schemas.settings, 'Which system defaults are others here.', ['source']),
    },
    $defs: {
      model: overlayOf(model, 'What is another of one model here. Everything else stays.'),
      ...Object.fromEntries(items),
      ...(modelParts as Record<string, JsonSchema>),
    },
  }
}
