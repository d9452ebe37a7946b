import type { JsonSchema } from './catalog.ts'

/** In the order in which they can be written: what others refer to comes first. */
export const catalogKinds = ['providers', 'tiers', 'plans', 'styles', 'parameter_sets', 'settings', 'models'] as const
export type CatalogKind = (typeof catalogKinds)[number]

/** One thing that config/ declares, with the place that declares it. */
export interface DeclaredEntry {
  kind: CatalogKind
  /** Unique within its kind. Settings have one entry, `system`. */
  id: string
  /** Order among its kind, from 0. */
  position: number
  /** What the file says, as JSON. Dates are text. */
  spec: JsonSchema
  /** Path from the folder that holds config/, with forward slashes. */
  sourceFile: string
  /** Counts from 1. */
  sourceLine: number
  /** The id before a rename. */
  movedFrom?: string
}
