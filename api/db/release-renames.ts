import type { CatalogKind } from '../domain/declared-entry.ts'
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
