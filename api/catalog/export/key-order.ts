import type { JsonSchema } from '../../domain/catalog.ts'
import { resolved } from '../normal-spec.ts'
import { isRecord } from './record.ts'

/** The order in which a schema names the keys of a mapping, and of what is in it. */
export interface KeyOrder {
  keys: readonly string[]
  of(key: string): KeyOrder
  items(): KeyOrder
}

/** Asked for as it is needed: a schema may refer to itself. */
export function keyOrderOf(schema: unknown, root: JsonSchema): KeyOrder {
  const own = resolved(schema, root)
  const properties = isRecord(own['properties']) ? own['properties'] : {}
  return {
    keys: Object.keys(properties),
    of: (key) => keyOrderOf(properties[key], root),
    items: () => keyOrderOf(own['items'], root),
  }
}

/** A value with its keys in the order of the schema; what that does not know comes last, by name. */
export function ordered(value: unknown, order: KeyOrder): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(item, order.items()))
  if (!isRecord(value)) return value
  const known = order.keys.filter((key) => Object.hasOwn(value, key))
  const others = Object.keys(value)
    .filter((key) => !order.keys.includes(key))
    .toSorted()
  return Object.fromEntries([...known, ...others].map((key) => [key, ordered(value[key], order.of(key))]))
}
