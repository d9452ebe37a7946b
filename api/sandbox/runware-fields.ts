import type { Catalog, JsonSchema } from '../domain/catalog.ts'
import { isObject } from './reply.ts'
import { fieldsElsewhere } from './wire.ts'

/** Names of fields at any depth. */
const namesIn = (properties: unknown): string[] =>
  isObject(properties)
    ? Object.entries(properties).flatMap(([name, schema]) => [name, ...namesIn((schema as JsonSchema)['properties'])])
    : []

/** Whether any Runware model has a field of this name; the path of it may be another model's. */
export function isFieldAnywhere(path: string, { parameterSets }: Catalog): boolean {
  const elsewhere = fieldsElsewhere('runware-image')
  const sets = parameterSets.filter((set) => set.adapter === 'runware')
  const names = [elsewhere.properties, ...sets.map((set) => set.schema.properties)].flatMap(namesIn)
  return [...names, ...elsewhere.names].includes(path.split('.').at(-1) ?? path)
}
