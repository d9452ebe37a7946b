import { sql } from 'kysely'
import { entriesAfter } from '../catalog/entries-after.ts'
import { assertAllowed } from '../catalog/guard-refusal.ts'
import type { Impact } from '../catalog/impact.ts'
import { StalePlan, isFresh, stalePlan } from '../catalog/stale-plan.ts'
import { type CatalogState, type SyncPlan, impactOfPlan, isNothing } from '../catalog/sync-plan.ts'
import { catalogKinds } from '../domain/declared-entry.ts'
import { AppError, messageOf } from '../domain/error.ts'
import { planFromDatabase, readReleaseAuthors, readReleased, readStoredState } from './catalog-state.ts'
import { writeKind } from './catalog-rows.ts'
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
  // By their ids, as whoever locks several of them does: otherwise each could wait for what the other holds.
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
