import { sql } from 'kysely'
import { entriesAfter } from '../catalog/entries-after.ts'
import { assertAllowed } from '../catalog/guard-refusal.ts'
import type { CatalogChange } from '../catalog/plan.ts'
import type { Impact } from '../catalog/impact.ts'
import { StalePlan, isFresh, stalePlan } from '../catalog/stale-plan.ts'
import { type AdoptedEdit, type CatalogState, type SyncPlan, impactOfPlan, isNothing } from '../catalog/sync-plan.ts'
import { type CatalogKind, type DeclaredEntry, catalogKinds } from '../domain/declared-entry.ts'
import { AppError, messageOf } from '../domain/error.ts'
import { planFromDatabase, readReleaseAuthors, readReleased, readStoredState } from './catalog-state.ts'
import { tableOfKind } from './catalog-store.ts'
import { readUsage } from './catalog-usage.ts'
import { type Db, type Trx, transact } from './database.ts'
import { insertReleaseEntries } from './release-content.ts'

/** Any constant will do, as long as everything that applies a catalog uses this one. */
const applyLockKey = 4_310_001

/** A lock that is not to be had in time, and an id that is taken: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const lockNotAvailable = '55P03'
const uniqueViolation = '23505'

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** Holds what only one may do at a time, and says so to the triggers that watch for edits by hand. */
async function lockCatalog(trx: Trx): Promise<void> {
  await sql`set local lock_timeout = '10s'`.execute(trx)
  await sql`select pg_advisory_xact_lock(${applyLockKey})`.execute(trx)
  await sql`select set_config('atelier.applying', 'on', true)`.execute(trx)
}

/**
 * Applies a plan: one release in one transaction, or nothing. Answers the release, and whom it hit: people may have
 * chosen something else since the plan was made.
 * @throws StalePlan where the database is not what the plan was made from
 * @throws GuardRefusal where a guard stands in the way, also of what has come up since the plan was made
 */
export async function applyPlan(
  db: Db,
  plan: SyncPlan,
  today: string,
): Promise<{ releaseId: number; impact: Impact[] }> {
  return withinLock(db, async (trx) => {
    const state = await readStoredState(trx)
    if (!isFresh(plan, state)) throw stalePlan(plan, state, await readReleaseAuthors(trx))
    return writePlan(trx, plan, state, today)
  })
}

/**
 * Plans and applies under the lock, so that the plan cannot be stale. For a start, where nobody has looked at a plan.
 * Answers the release, or null where there was nothing to do and nothing was written.
 */
export async function planAndApply(
  db: Db,
  makePlan: (state: CatalogState) => SyncPlan,
  today: string,
): Promise<{ releaseId: number | null; plan: SyncPlan }> {
  return withinLock(db, async (trx) => {
    const { state, plan } = await planFromDatabase(trx, makePlan)
    const releaseId = isNothing(plan) ? null : (await writePlan(trx, plan, state, today)).releaseId
    return { releaseId, plan }
  })
}

async function withinLock<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  try {
    return await transact(db, async (trx) => {
      await lockCatalog(trx)
      return work(trx)
    })
  } catch (error) {
    if (hasCode(error, uniqueViolation))
      throw new StalePlan(`an entry that it makes was made by hand meanwhile (${messageOf(error)}).`, [])
    if (!hasCode(error, lockNotAvailable)) throw error
    throw new AppError(
      'unavailable',
      'Another process has been applying a catalog, or holding rows of it, for more than 10 seconds. Nothing was changed. Run this again.',
      { cause: error },
    )
  }
}

async function writePlan(
  trx: Trx,
  plan: SyncPlan,
  state: CatalogState,
  today: string,
): Promise<{ releaseId: number; impact: Impact[] }> {
  const released = await readReleased(trx, state)
  const impact = impactOfPlan(plan, { ...state, released, usage: await readUsage(trx) }, today)
  assertAllowed({ ...plan, impact })
  // In the order in which a claim takes them: otherwise each could wait for what the other holds.
  await sql`select from providers order by id for no key update`.execute(trx)
  const release = await trx
    .insertInto('releases')
    .values({
      ...plan.origin,
      catalogHash: plan.catalogHash,
      plan: JSON.stringify(planKept(plan)),
      environment: plan.overlay?.environment ?? null,
      overlay: plan.overlay && JSON.stringify(plan.overlay),
      findings: JSON.stringify(plan.findings),
      impact: JSON.stringify(impact),
      approvals: JSON.stringify(plan.options.approve),
      skipped: JSON.stringify(plan.skipped),
      rollbackOf: plan.rollbackOf,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const kind of catalogKinds) await writeKind(trx, kind, plan, release.id)
  await insertReleaseEntries(trx, release.id, {
    after: entriesAfter(state.stored, plan.changes, plan.placed),
    released,
    changes: plan.changes,
  })
  return { releaseId: release.id, impact }
}

/** What a release keeps of its plan. The fields of what is new are the entry itself, which is kept beside it. */
const planKept = (plan: SyncPlan) => [
  ...plan.changes.map(({ declared: _content, version: _version, ...change }) =>
    change.action === 'create' ? { ...change, fields: [] } : change,
  ),
  ...plan.adopted,
]

async function writeKind(trx: Trx, kind: CatalogKind, plan: SyncPlan, releaseId: number): Promise<void> {
  const changes = plan.changes.filter((change) => change.kind === kind)
  const withAction = (isMeant: (change: CatalogChange) => boolean) => changes.filter(isMeant)
  await insertRows(
    trx,
    kind,
    withAction((change) => change.action === 'create'),
    releaseId,
  )
  await updateRows(
    trx,
    kind,
    withAction(({ action }) => action !== 'create' && action !== 'archive'),
    releaseId,
  )
  await archiveRows(
    trx,
    kind,
    withAction((change) => change.action === 'archive'),
    releaseId,
  )
  await placeRows(
    trx,
    kind,
    plan.placed.filter((entry) => entry.kind === kind),
  )
  await adoptRows(
    trx,
    kind,
    plan.adopted.filter((edit) => edit.kind === kind),
  )
}

/** Rows as one parameter: a catalog may have more of them than a statement may have parameters. */
const rowsOf = (changes: readonly CatalogChange[]): string =>
  JSON.stringify(
    changes.map(({ id, from, version, declared }) => ({
      old_id: from ?? id,
      version,
      id,
      position: declared?.position,
      spec: declared?.spec,
      source_file: declared?.sourceFile,
      source_line: declared?.sourceLine,
    })),
  )

const columns = sql`(old_id text, version integer, id text, position integer, spec jsonb, source_file text, source_line integer)`

async function insertRows(trx: Trx, kind: CatalogKind, changes: CatalogChange[], releaseId: number): Promise<void> {
  if (changes.length === 0) return
  await sql`insert into ${sql.table(kind)} (id, position, spec, source_file, source_line, release_id)
    select id, position, spec, source_file, source_line, ${releaseId}::integer
    from jsonb_to_recordset(${rowsOf(changes)}::jsonb) as t ${columns}`.execute(trx)
}

async function updateRows(trx: Trx, kind: CatalogKind, changes: CatalogChange[], releaseId: number): Promise<void> {
  if (changes.length === 0) return
  const ready = await withFreeNames(trx, kind, changes)
  const written = await sql<{ id: string }>`update ${sql.table(kind)} as row set
      id = t.id, position = t.position, spec = t.spec, source_file = t.source_file, source_line = t.source_line,
      archived_at = null, edited_by = null, edited_at = null, version = row.version + 1, release_id = ${releaseId}::integer
    from jsonb_to_recordset(${rowsOf(ready)}::jsonb) as t ${columns}
    where row.id = t.old_id and row.version = t.version
    returning row.id`.execute(trx)
  assertAllWritten(kind, changes, written.rows)
}

/**
 * Where an entry gets a name that another of the same plan gives up, no order of single renames would do: each row that
 * is renamed takes a name of its own on the way, with everything that refers to it. Answers the changes from there.
 */
async function withFreeNames(trx: Trx, kind: CatalogKind, changes: CatalogChange[]): Promise<CatalogChange[]> {
  const given = new Set(changes.map(({ id }) => id))
  if (!changes.some(({ from }) => from !== undefined && given.has(from))) return changes
  const onTheWay = (id: string) => `${id}\u0001`
  await sql`update ${sql.table(kind)} as row set id = t.id
    from jsonb_to_recordset(${JSON.stringify(
      changes.flatMap(({ from }) => (from === undefined ? [] : [{ old_id: from, id: onTheWay(from) }])),
    )}::jsonb) as t (old_id text, id text)
    where row.id = t.old_id`.execute(trx)
  return changes.map((change) => (change.from === undefined ? change : { ...change, from: onTheWay(change.from) }))
}

/** What was edited by hand, and is declared so by now, is a part of this release like everything else. */
async function adoptRows(trx: Trx, kind: CatalogKind, adopted: readonly AdoptedEdit[]): Promise<void> {
  if (adopted.length === 0) return
  await sql`update ${sql.table(kind)} set edited_by = null, edited_at = null
    where id = any(${adopted.map(({ id }) => id)}::text[])`.execute(trx)
}

async function archiveRows(trx: Trx, kind: CatalogKind, changes: CatalogChange[], releaseId: number): Promise<void> {
  if (changes.length === 0) return
  const written = await sql<{ id: string }>`update ${sql.table(kind)} as row set
      archived_at = now(), edited_by = null, edited_at = null, version = row.version + 1, release_id = ${releaseId}::integer
    from jsonb_to_recordset(${rowsOf(changes)}::jsonb) as t ${columns}
    where row.id = t.old_id and row.version = t.version
    returning row.id`.execute(trx)
  assertAllWritten(kind, changes, written.rows)
}

/** No new version: what these rows declare is the same. */
async function placeRows(trx: Trx, kind: CatalogKind, placed: DeclaredEntry[]): Promise<void> {
  if (placed.length === 0) return
  const rows = placed.map(({ id, position, sourceFile, sourceLine }) => ({
    id,
    position,
    source_file: sourceFile,
    source_line: sourceLine,
  }))
  await sql`update ${sql.table(kind)} as row set
      position = t.position, source_file = t.source_file, source_line = t.source_line
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t ${columns}
    where row.id = t.id`.execute(trx)
}

/** An edit by hand takes no lock that we hold: it can slip in between our look and our write. */
function assertAllWritten(
  kind: CatalogKind,
  changes: readonly CatalogChange[],
  written: readonly { id: string }[],
): void {
  const ids = new Set(written.map(({ id }) => id))
  const missed = changes.filter(({ id }) => !ids.has(id))
  if (missed.length === 0) return
  throw new StalePlan(
    'rows changed while it was being applied.',
    missed.map(({ id }) => ({ what: `${tableOfKind[kind]} ${id}`, how: 'edited by hand just now' })),
  )
}
