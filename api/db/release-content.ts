import { sql } from 'kysely'
import { inOrder } from '../catalog/entries-after.ts'
import { canonicalJson } from '../catalog/field-changes.ts'
import { type CatalogChange, keyOf } from '../catalog/plan.ts'
import type { ReleaseContext } from '../catalog/sync-plan.ts'
import type { DeclaredEntry } from '../domain/declared-entry.ts'
import { AppError } from '../domain/error.ts'
import type { ReleaseOrigin } from '../domain/release.ts'
import type { Db, Trx } from './database.ts'

/** An entry as a release had it, with the release that last changed it. */
export interface ReleasedEntry extends DeclaredEntry {
  releaseId: number
}

/** Refuses a release that does not exist, or that was applied before contents were kept. */
export async function requireContent(db: Db, releaseId: number): Promise<void> {
  const release = await db.selectFrom('releases').select('hasContent').where('id', '=', releaseId).executeTakeFirst()
  if (!release) throw new AppError('not_found', `There is no release ${releaseId}.`)
  if (release.hasContent) return
  const first = await db
    .selectFrom('releases')
    .select((eb) => eb.fn.min('id').as('id'))
    .where('hasContent', '=', true)
    .executeTakeFirst()
  const kept = first?.id ? `kept from release ${first.id} on` : 'kept by releases from now on'
  throw new AppError(
    'refused',
    `Release ${releaseId} was applied before releases kept their content, so what its catalog said is not known. Contents are ${kept}.`,
  )
}

/** The catalog of a release: of each entry the newest row up to it, without what was gone by then. */
export async function readReleasedEntries(db: Db, releaseId: number): Promise<ReleasedEntry[]> {
  await requireContent(db, releaseId)
  // First which row it is, then what it says: the declarations of all releases together are far larger than their keys.
  const { rows } = await sql<ReleasedEntry>`
    select e.kind, e.id, e.release_id, e.position, e.spec, e.source_file, e.source_line
    from (
      select kind, id, max(release_id) as release_id from release_entries
      where release_id <= ${releaseId} group by kind, id
    ) newest join release_entries e using (kind, id, release_id)
    where e.spec is not null`.execute(db)
  return inOrder(rows)
}

/** The same as it was declared: what a plan or a comparison takes. */
export async function readReleaseEntries(db: Db, releaseId: number): Promise<DeclaredEntry[]> {
  const released = await readReleasedEntries(db, releaseId)
  return released.map(({ kind, id, position, spec, sourceFile, sourceLine }) => ({
    kind,
    id,
    position,
    spec,
    sourceFile,
    sourceLine,
  }))
}

/**
 * Keeps what a release made of each entry: everything that is not as the release before said it, so also what was edited
 * by hand meanwhile. The catalog of a release is then exactly what was live under it.
 */
export async function insertReleaseEntries(
  trx: Trx,
  releaseId: number,
  {
    after,
    released,
    changes,
  }: { after: readonly DeclaredEntry[]; released: readonly DeclaredEntry[]; changes: readonly CatalogChange[] },
): Promise<void> {
  const before = new Map(released.map((entry) => [keyOf(entry), entry]))
  const now = new Set(after.map(keyOf))
  const formerIds = new Map(
    changes.flatMap((change) => (change.from === undefined ? [] : [[keyOf(change), change.from]])),
  )
  const isAsBefore = (entry: DeclaredEntry): boolean => {
    const last = before.get(keyOf(entry))
    return (
      last !== undefined &&
      !formerIds.has(keyOf(entry)) &&
      last.position === entry.position &&
      canonicalJson(last.spec) === canonicalJson(entry.spec)
    )
  }
  const rowOf = ({ kind, id, position, spec, sourceFile, sourceLine }: DeclaredEntry) => ({
    kind,
    id,
    position,
    spec,
    source_file: sourceFile,
    source_line: sourceLine,
    moved_from: formerIds.get(keyOf({ kind, id })),
  })
  const rows = [
    ...after.filter((entry) => !isAsBefore(entry)).map(rowOf),
    ...released.filter((entry) => !now.has(keyOf(entry))).map((entry) => ({ ...rowOf(entry), spec: null })),
  ]
  await sql`insert into release_entries (kind, id, release_id, position, spec, source_file, source_line, moved_from)
    select kind, id, ${releaseId}::integer, position, spec, source_file, source_line, moved_from
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t
      (kind text, id text, position integer, spec jsonb, source_file text, source_line integer, moved_from text)`.execute(
    trx,
  )
}

/** Where a release came from. */
export async function readReleaseSource(
  db: Db,
  releaseId: number,
): Promise<Omit<ReleaseOrigin, 'actor'> & Pick<ReleaseContext, 'overlay'>> {
  return db
    .selectFrom('releases')
    .select(['gitCommit', 'gitBranch', 'gitDirty', 'overlay'])
    .where('id', '=', releaseId)
    .$narrowType<Pick<ReleaseContext, 'overlay'>>()
    .executeTakeFirstOrThrow()
}

/** The environment that the last release was applied with; null for the files as they are. */
export async function readEnvironment(db: Db): Promise<string | null> {
  const latest = await db.selectFrom('releases').select('environment').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return latest?.environment ?? null
}
