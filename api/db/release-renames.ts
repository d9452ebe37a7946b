import type { CatalogKind, DeclaredEntry } from '../domain/declared-entry.ts'
import type { Db } from './database.ts'

/** An entry that a release gave another id. Rows that refer to it were renamed with it. */
export interface Rename {
  kind: CatalogKind
  id: string
  movedFrom: string
  releaseId: number
}

/** What was renamed after a release, newest first. */
export async function readRenamesAfter(db: Db, releaseId: number): Promise<Rename[]> {
  return db
    .selectFrom('releaseEntries')
    .select(['kind', 'id', 'movedFrom', 'releaseId'])
    .where('releaseId', '>', releaseId)
    .where('movedFrom', 'is not', null)
    .orderBy('releaseId', 'desc')
    .$narrowType<{ kind: CatalogKind; movedFrom: string }>()
    .execute()
}

/** The id an entry had before all these renames. Newest first, since an id that became free may be another's by now. */
export function idBefore(renames: readonly Rename[], kind: CatalogKind, id: string): string {
  let before = { id, releaseId: Number.POSITIVE_INFINITY }
  for (const rename of renames)
    if (rename.kind === kind && rename.id === before.id && rename.releaseId < before.releaseId)
      before = { id: rename.movedFrom, releaseId: rename.releaseId }
  return before.id
}

/** The id that an entry of a release has now. Renames are those made since, newest first. */
export function namesNow(renames: readonly Rename[]): (kind: CatalogKind, id: string) => string {
  const oldestFirst = renames.toReversed()
  return (kind, id) =>
    oldestFirst.reduce(
      (name, rename) =>
        rename.kind === kind && rename.movedFrom === name.id && rename.releaseId > name.releaseId
          ? { id: rename.id, releaseId: rename.releaseId }
          : name,
      { id, releaseId: 0 },
    ).id
}

/** Entries of a release under the names that things have now, as the rows that refer to them have. */
export function underNamesOfNow(entries: readonly DeclaredEntry[], renames: readonly Rename[]): DeclaredEntry[] {
  const nameNow = namesNow(renames)
  const now = (kind: CatalogKind, id: unknown) => (typeof id === 'string' ? nameNow(kind, id) : id)
  return entries.map((entry) => {
    const { spec } = entry
    const id = nameNow(entry.kind, entry.id)
    if (entry.kind !== 'models') return 'id' in spec ? { ...entry, id, spec: { ...spec, id } } : { ...entry, id }
    const provider = now('providers', spec['provider'])
    const tier = now('tiers', spec['quality_tier'])
    return {
      ...entry,
      id,
      spec: { ...spec, model_name: id, provider, ...(tier === undefined ? {} : { quality_tier: tier }) },
    }
  })
}
