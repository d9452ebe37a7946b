import { sql } from 'kysely'
import { type EntryChanges, type StoredEntry, keyOf } from '../catalog/plan.ts'
import type { ReleaseContext } from '../catalog/sync-plan.ts'
import type { JsonSchema } from '../domain/catalog.ts'
import { type CatalogKind, type DeclaredEntry, catalogKinds } from '../domain/declared-entry.ts'
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
  const rows = await db
    .selectFrom('releaseEntries')
    .distinctOn(['kind', 'id'])
    .select(['kind', 'id', 'releaseId', 'position', 'spec', 'sourceFile', 'sourceLine'])
    .where('releaseId', '<=', releaseId)
    .orderBy('kind')
    .orderBy('id')
    .orderBy('releaseId', 'desc')
    .$narrowType<{ kind: CatalogKind; spec: JsonSchema | null }>()
    .execute()
  const live = rows.flatMap(({ spec, ...row }) => (spec === null ? [] : [{ ...row, spec }]))
  return catalogKinds.flatMap((kind) =>
    live
      .filter((entry) => entry.kind === kind)
      .toSorted((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1)),
  )
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

/** Keeps what a release made of each entry that it changed. */
export async function insertReleaseEntries(
  trx: Trx,
  releaseId: number,
  { changes, placed }: EntryChanges,
  stored: readonly StoredEntry[],
): Promise<void> {
  const before = new Map(stored.map((entry) => [keyOf(entry), entry]))
  const rows = changes.flatMap(({ kind, id, from, declared }) => {
    const row = (content: Omit<DeclaredEntry, 'spec'> & { spec: unknown }, more: { moved_from?: string } = {}) => ({
      kind,
      id: content.id,
      position: content.position,
      spec: content.spec,
      source_file: content.sourceFile,
      source_line: content.sourceLine,
      ...more,
    })
    const old = before.get(keyOf({ kind, id: from ?? id }))
    const gone = old && (from !== undefined || !declared) ? [row({ ...old, spec: null })] : []
    return [...(declared ? [row(declared, from === undefined ? {} : { moved_from: from })] : []), ...gone]
  })
  // An entry that was pushed along by others has another place in their order from here on.
  const pushed = placed
    .filter((entry) => before.get(keyOf(entry))?.position !== entry.position)
    .map(({ kind, id, position, spec, sourceFile, sourceLine }) => ({
      kind,
      id,
      position,
      spec,
      source_file: sourceFile,
      source_line: sourceLine,
    }))
  await sql`insert into release_entries (kind, id, release_id, position, spec, source_file, source_line, moved_from)
    select kind, id, ${releaseId}::integer, position, nullif(spec, 'null'::jsonb), source_file, source_line, moved_from
    from jsonb_to_recordset(${JSON.stringify([...rows, ...pushed])}::jsonb) as t
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
