import { readFileSync, readdirSync } from 'node:fs'

const folder = new URL('./schema/', import.meta.url)
const ending = '.schema.json'

/** A schema of the wire, as its file has it. */
export interface WireSchema {
  $id: string
  title: string
  description: string
  [keyword: string]: unknown
}

/** Every schema of the wire by the name of its file. Read once, as the process starts. */
export const schemas: ReadonlyMap<string, WireSchema> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => [
      name.slice(0, -ending.length),
      JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as WireSchema,
    ]),
)
