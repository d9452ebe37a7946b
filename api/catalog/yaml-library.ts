import { createRequire } from 'node:module'
import type * as Yaml from 'yaml'

const require = createRequire(import.meta.url)

/** YAML as a catalog has it: what it says is JSON, and nothing in it runs. */
export const yamlOptions = {
  version: '1.2',
  schema: 'core',
  resolveKnownTags: false,
  stringKeys: true,
  // Found by plainValue, which can say where the first one is.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const

let loaded: typeof Yaml | undefined
/** Loading it takes longer than reading a small catalog, and most catalogs are read without it. */
const library = (): typeof Yaml => (loaded ??= require('yaml') as typeof Yaml)

export const parseDocument = ((...args: Parameters<typeof Yaml.parseDocument>) =>
  library().parseDocument(...args)) as typeof Yaml.parseDocument
export const isAlias = ((node: unknown) => library().isAlias(node)) as typeof Yaml.isAlias
export const isCollection = ((node: unknown) => library().isCollection(node)) as typeof Yaml.isCollection
export const isMap = ((node: unknown) => library().isMap(node)) as typeof Yaml.isMap
export const isScalar = ((node: unknown) => library().isScalar(node)) as typeof Yaml.isScalar
export const isSeq = ((node: unknown) => library().isSeq(node)) as typeof Yaml.isSeq
