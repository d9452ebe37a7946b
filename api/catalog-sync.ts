import { type CatalogTarget, targetOfFolder } from './catalog-target.ts'
import { type CatalogState, type PlanOptions, type SyncPlan, planSync } from './catalog/sync-plan.ts'
import { planAndApply } from './db/catalog-apply.ts'
import type { Db } from './db/database.ts'
import { utcDate } from './domain/tier.ts'
import type { Env } from './env.ts'

export const defaultOptions: PlanOptions = { allowDelete: null, skipDeletes: false, approve: [] }

/** Makes the plan from a state of the database to a target. */
export const plannerTo =
  (target: CatalogTarget, options: PlanOptions) =>
  (state: CatalogState): SyncPlan =>
    planSync(state, { ...target, options, today: utcDate(new Date()) })

/**
 * Brings a database to what the files say, as a release, where nobody looks at a plan before. With errors in the files,
 * or a guard in the way, the database stays as it is and this throws.
 */
export async function syncCatalog(db: Db, env: Pick<Env, 'config' | 'environment' | 'author'>): Promise<number | null> {
  const target = await targetOfFolder(env)
  const { releaseId } = await planAndApply(db, plannerTo(target, defaultOptions), utcDate(new Date()))
  return releaseId
}
