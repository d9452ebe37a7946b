import type { ReleaseAuthor } from '../catalog/stale-plan.ts'
import type { CatalogState, ReleaseMark, SyncPlan } from '../catalog/sync-plan.ts'
import { noUsage } from '../catalog/usage.ts'
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

/** Everything that a plan is made from, but for who uses it: that takes a look at every article. Within a transaction. */
export async function readCatalogState(db: Db): Promise<CatalogState> {
  const release = await readLatestRelease(db)
  return {
    release,
    stored: await readStoredEntries(db),
    released: release ? await readReleaseEntries(db, release.id) : [],
    kills: await readKills(db),
    usage: noUsage,
  }
}

/** The plan for a state, with whom it hits where it changes anything. */
export async function planWithUsage(
  db: Db,
  state: CatalogState,
  makePlan: (state: CatalogState) => SyncPlan,
): Promise<SyncPlan> {
  const plan = makePlan(state)
  return plan.changes.length === 0 ? plan : makePlan({ ...state, usage: await readUsage(db) })
}
