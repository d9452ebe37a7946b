import { catalogOfEntries } from '../catalog/catalog-of-entries.ts'
import { type FieldChange, changedFields } from '../catalog/field-changes.ts'
import { parameterSetOf } from '../domain/catalog.ts'
import type { CatalogKind, DeclaredEntry } from '../domain/declared-entry.ts'

/** The ids by which a catalog has what a picture is made with. */
export interface PictureIds {
  modelId: string
  providerId: string
  tierId: string
  styleId: string
}

const parts = ['model', 'provider', 'tier', 'style', 'settings', 'parameterSet'] as const

/** What a picture is made with. Null: the catalog has no such entry. */
export type PictureConfig<Entry> = Record<(typeof parts)[number], Entry | null>

/** A field that two catalogs have otherwise. An empty path is the whole entry, which only one of them has. */
export interface EntryDifference extends FieldChange {
  kind: CatalogKind
  id: string
  /** The id in the first catalog, where it is another. */
  from?: string
}

/** Finds in a catalog what a picture is made with. */
export function pictureConfigIn<Entry extends DeclaredEntry>(
  entries: readonly Entry[],
  { modelId, providerId, tierId, styleId }: PictureIds,
): PictureConfig<Entry> {
  const entryOf = (kind: CatalogKind, id: string | undefined) =>
    entries.find((entry) => entry.kind === kind && entry.id === id) ?? null
  const catalog = catalogOfEntries(entries, { releaseId: null, kills: new Map() })
  const model = catalog?.models.find((candidate) => candidate.model_name === modelId)
  const provider = catalog?.providers.find((candidate) => candidate.id === providerId)
  const set = catalog && model && provider && parameterSetOf(model, provider.adapter, catalog.parameterSets)
  return {
    model: entryOf('models', modelId),
    provider: entryOf('providers', providerId),
    tier: entryOf('tiers', tierId),
    style: entryOf('styles', styleId),
    settings: entryOf('settings', 'system'),
    parameterSet: entryOf('parameter_sets', set?.id),
  }
}

/** Part by part, the fields that are not the same. */
export function differencesOf(
  before: PictureConfig<DeclaredEntry>,
  after: PictureConfig<DeclaredEntry>,
): EntryDifference[] {
  return parts.flatMap((part) => {
    const [one, other] = [before[part], after[part]]
    const entry = other ?? one
    if (!entry) return []
    const from = one && one.id !== entry.id ? { from: one.id } : {}
    return changedFields(one?.spec, other?.spec).map((field) => ({ kind: entry.kind, id: entry.id, ...from, ...field }))
  })
}
