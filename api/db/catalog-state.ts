import type { ReleaseAuthor } from '../catalog/stale-plan.ts'
import type { CatalogState, ReleaseMark, SyncPlan } from '../catalog/sync-plan.ts'
import { noUsage } from '../catalog/usage.ts'
import type { DeclaredEntry } from '../domain/declared-entry.ts'
import { readKills, readStoredEntries } from './catalog-store.ts'
import { readUsage } from './catalog-usage.ts'
import type { Db } from './database.ts'
import { readReleaseEntries } from './release-content.ts'

/** What a database holds that was never migrated, or is not there yet. */
export const emptyState: CatalogState = { release: null, stored: [], released: [], kills: new Map(), usage: noUsage }

const markOf = ({ id, createdAt }: { id: number; createdAt: Date }): ReleaseMark => ({
  id,
  appliedAt: createdAt.toISOString(),
})

export async function readLatestRelease(db: Db): Promise<ReleaseMark | null> {
  const latest = await db
    .selectFrom('releases')
    .select(['id', 'createdAt'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return latest ? markOf(latest) : null
}

/** The releases that wrote the rows that there are now, and the newest one. */
export async function readReleaseAuthors(db: Db): Promise<ReleaseAuthor[]> {
  const rows = await db.selectFrom('releases').select(['id', 'createdAt', 'actor', 'gitCommit']).execute()
  return rows.map(({ createdAt, actor, gitCommit, id }) => ({ ...markOf({ id, createdAt }), actor, gitCommit }))
}

/** What there is, by itself enough to tell whether anything is to be done. Within a transaction. */
export async function readStoredState(db: Db): Promise<CatalogState> {
  return {
    release: await readLatestRelease(db),
    stored: await readStoredEntries(db),
    released: [],
    kills: await readKills(db),
    usage: noUsage,
  }
}

export const readReleased = async (db: Db, { release }: Pick<CatalogState, 'release'>): Promise<DeclaredEntry[]> =>
  release ? readReleaseEntries(db, release.id) : []

/** The same, with what the last release wrote. */
export async function readCatalogState(db: Db): Promise<CatalogState> {
  const state = await readStoredState(db)
  return { ...state, released: await readReleased(db, state) }
}

/**
 * Plans, within a transaction. What only explains a plan, the last release and who uses what, takes a look at every
 * article, and is read where there is something to explain.
 */
export async function planFromDatabase(
  db: Db,
  makePlan: (state: CatalogState) => SyncPlan,
): Promise<{ state: CatalogState; plan: SyncPlan }> {
  const first = await readStoredState(db)
  const isEdited = first.stored.some(({ editedBy }) => editedBy !== null)
  const state = isEdited ? { ...first, released: await readReleased(db, first) } : first
  const plan = makePlan(state)
  if (plan.changes.length === 0) return { state, plan }
  const whole = { ...state, released: await readReleased(db, first), usage: await readUsage(db) }
  return { state: whole, plan: makePlan(whole) }
}
