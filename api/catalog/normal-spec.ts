import type { JsonSchema } from '../domain/catalog.ts'
import type { CatalogKind } from '../domain/declared-entry.ts'
import { canonicalJson } from './field-changes.ts'
import type { CatalogSchemas } from './tree.ts'

/**
 * A declaration as it is compared: what a schema gives a field that is left out is filled in, and lists that are sets
 * (`uniqueItems`) are in one order. Two declarations that mean the same are then equal.
 */
export type Normalise = (kind: CatalogKind, spec: JsonSchema) => JsonSchema

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const ordered = (items: readonly unknown[]): unknown[] =>
  items
    .map((item) => [canonicalJson(item), item] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, item]) => item)

/** Follows references within the same schema. The catalog's schemas have no others. */
export function resolved(schema: unknown, root: JsonSchema): JsonSchema {
  if (!isObject(schema)) return {}
  const { $ref: reference } = schema
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema
  const target = reference
    .slice(2)
    .split('/')
    .reduce<unknown>((inner, step) => (isObject(inner) ? inner[step] : undefined), root)
  return { ...resolved(target, root), ...schema }
}

function normalValue(value: unknown, schema: JsonSchema, root: JsonSchema): unknown {
  if (Array.isArray(value)) {
    const items = resolved(schema['items'], root)
    const normal = value.map((item) => normalValue(item, items, root))
    return schema['uniqueItems'] === true ? ordered(normal) : normal
  }
  if (!isObject(value) || !isObject(schema['properties'])) return value
  const normal: JsonSchema = { ...value }
  for (const [name, property] of Object.entries(schema['properties'])) {
    const inner = resolved(property, root)
    if (normal[name] !== undefined) normal[name] = normalValue(normal[name], inner, root)
    else if ('default' in inner) normal[name] = inner['default']
  }
  return normal
}

/** Normalises by the schemas of a catalog. Parameter sets are schemas themselves, and compared as they are. */
export function normaliserOf(schemas: Omit<CatalogSchemas, 'parameterSets'>): Normalise {
  const itemOf = (root: JsonSchema, list: string): JsonSchema => {
    const { [list]: property } = isObject(root['properties']) ? root['properties'] : {}
    return resolved(resolved(property, root)['items'], root)
  }
  const byKind: Partial<Record<CatalogKind, { schema: JsonSchema; root: JsonSchema }>> = {
    models: { schema: schemas.model, root: schemas.model },
    settings: { schema: schemas.settings, root: schemas.settings },
    tiers: { schema: itemOf(schemas.tiers, 'tiers'), root: schemas.tiers },
    plans: { schema: itemOf(schemas.plans, 'plans'), root: schemas.plans },
    styles: { schema: itemOf(schemas.styles, 'styles'), root: schemas.styles },
    providers: { schema: itemOf(schemas.providers, 'providers'), root: schemas.providers },
  }
  return (kind, spec) => {
    const rules = byKind[kind]
    return rules ? (normalValue(spec, rules.schema, rules.root) as JsonSchema) : spec
  }
}
