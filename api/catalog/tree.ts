import type { JsonSchema } from '../domain/catalog.ts'

/** One file of a config folder, as read. */
export interface SourceFile {
  /** From the config folder, with forward slashes: `models/acme/easel.yaml`. */
  path: string
  /** What people are shown: from the working directory where it lies below it. */
  label: string
  bytes: Uint8Array
}

export interface ParameterSchema {
  /** File name without `.schema.json`. */
  id: string
  label: string
  schema: JsonSchema
}

/** The JSON Schemas of a catalog. */
export interface CatalogSchemas {
  model: JsonSchema
  tiers: JsonSchema
  plans: JsonSchema
  styles: JsonSchema
  providers: JsonSchema
  settings: JsonSchema
  /** By file name. */
  parameterSets: ParameterSchema[]
}

/** A config folder in memory. */
export interface CatalogTree {
  /** The folder, as people are shown it. */
  label: string
  /** Every YAML, JSON and TOML file outside schema/, by path. */
  files: SourceFile[]
  schemas: CatalogSchemas
}

/** The files that a catalog has beside its models, in the order they are applied. */
export const listKinds = ['tiers', 'plans', 'styles', 'providers'] as const
export type ListKind = (typeof listKinds)[number]
export type FileKind = 'models' | ListKind | 'settings'
export const fileKinds: readonly FileKind[] = [...listKinds, 'settings', 'models']

/** What a file declares, by its path; undefined for a file that nothing reads. */
export function kindOfPath(path: string): FileKind | undefined {
  if (/^models\/(?:[^/]+\/)*[^/.][^/]*\.ya?ml$/.test(path)) return 'models'
  return fileKinds.find((kind) => kind !== 'models' && path === `${kind}.yaml`)
}
