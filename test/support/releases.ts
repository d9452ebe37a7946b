import { sql } from 'kysely'
import type { Insertable } from 'kysely'
import { tableOfKind } from '../../api/db/catalog-store.ts'
import { readLatestRelease } from '../../api/db/catalog-state.ts'
import type { Db } from '../../api/db/database.ts'
import { readReleaseEntries } from '../../api/db/release-content.ts'
import type { ReleasesTable } from '../../api/db/tables.gen.ts'
import type { CatalogKind, DeclaredEntry } from '../../api/domain/declared-entry.ts'
import type { ReleaseOrigin } from '../../api/domain/release.ts'
import { applyEntries, origin } from './apply.ts'

/** Applies the catalog of the last release with changes. Answers the new release. */
export async function applyChanged(
  db: Db,
  change: (entries: DeclaredEntry[]) => DeclaredEntry[],
  from: Partial<ReleaseOrigin> = {},
): Promise<number> {
  const latest = await readLatestRelease(db)
  const entries = await readReleaseEntries(db, latest?.id ?? 0)
  const { releaseId } = await applyEntries(db, change(entries), { origin: { ...origin, ...from } })
  if (releaseId === null) throw new Error('Nothing was changed.')
  return releaseId
}

/** The same entries with other fields in one of them; under `id` where it is renamed. */
export const withFields = (
  entries: DeclaredEntry[],
  kind: CatalogKind,
  id: string,
  fields: Record<string, unknown>,
  newId = id,
): DeclaredEntry[] =>
  entries.map((entry) =>
    entry.kind === kind && entry.id === id
      ? {
          ...entry,
          id: newId,
          spec: { ...entry.spec, ...fields },
          ...(newId === id ? {} : { movedFrom: id }),
        }
      : entry,
  )

/** A release with nothing but what it says of itself. Its catalog is that of the one before. */
export async function insertRelease(db: Db, columns: Partial<Insertable<ReleasesTable>> = {}): Promise<number> {
  const { id } = await db
    .insertInto('releases')
    .values({ actor: 'ada', catalogHash: 'hash', plan: '[]', ...columns })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Changes one field of what a row declares, by hand. */
export const setFieldByHand = (db: Db, kind: CatalogKind, id: string, path: string[], value: unknown) =>
  db
    .updateTable(tableOfKind[kind])
    .set({ spec: sql<string>`jsonb_set(spec, ${`{${path.join(',')}}`}::text[], ${JSON.stringify(value)}::jsonb)` })
    .where('id', '=', id)
    .execute()
