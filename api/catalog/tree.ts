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
  /** Of the files of environments. A catalog without any may do without it. */
  environment?: JsonSchema
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
/** One of a kind, in words. */
export const kindNouns: Readonly<Record<FileKind, string>> = {
  models: 'model',
  tiers: 'tier',
  plans: 'plan',
  styles: 'style',
  providers: 'provider',
  settings: 'setting',
}
/** What a file of a catalog holds: things of one kind, or what is another in an environment. */
export type DocumentKind = FileKind | 'environments'

/** The environment that a file is of, by its path. */
export const environmentOfPath = (path: string): string | undefined =>
  /^environments\/([a-z][a-z0-9-]{0,49})\.yaml$/.exec(path)?.[1]

/** What a file holds, by its path; undefined for a file that nothing reads. */
export function kindOfPath(path: string): DocumentKind | undefined {
  if (/^models\/(?:[^/]+\/)*[^/.][^/]*\.ya?ml$/.test(path)) return 'models'
  if (environmentOfPath(path) !== undefined) return 'environments'
  return fileKinds.find((kind) => kind !== 'models' && path === `${kind}.yaml`)
}
