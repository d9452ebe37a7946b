import { defaultOptions } from '../../api/catalog-sync.ts'
import { readSchemas } from '../../api/catalog/read-tree.ts'
import { normaliserOf } from '../../api/catalog/normal-spec.ts'
import type { CatalogChange } from '../../api/catalog/plan.ts'
import { type PlanRequest, type SyncPlan, planSync } from '../../api/catalog/sync-plan.ts'
import { applyPlan, planAndApply } from '../../api/db/catalog-apply.ts'
import { planFromDatabase } from '../../api/db/catalog-state.ts'
import { type Db, look } from '../../api/db/database.ts'
import type { DeclaredEntry } from '../../api/domain/declared-entry.ts'
import type { ReleaseOrigin } from '../../api/domain/release.ts'

export const today = '2026-11-22'
export const origin: ReleaseOrigin = { actor: 'ada', gitCommit: 'abc', gitBranch: 'main', gitDirty: false }
const schemas = readSchemas('config')

export type RequestChanges = Partial<Omit<PlanRequest, 'options'>> & { options?: Partial<PlanRequest['options']> }

/** A request to bring a database to these entries. Any number of deletions is meant, unless it says otherwise. */
export async function requestFor(declared: DeclaredEntry[], changes: RequestChanges = {}): Promise<PlanRequest> {
  return {
    declared,
    normalise: normaliserOf(await schemas),
    origin,
    overlay: null,
    findings: [],
    rollbackOf: null,
    today,
    check: () => [],
    ...changes,
    options: { ...defaultOptions, allowDelete: 1_000_000, ...changes.options },
  }
}

/** The plan to bring a database to these entries. Writes nothing. */
export async function planEntries(db: Db, declared: DeclaredEntry[], changes?: RequestChanges): Promise<SyncPlan> {
  const request = await requestFor(declared, changes)
  return (await look(db, (trx) => planFromDatabase(trx, (state) => planSync(state, request)))).plan
}

/** Applies entries as a release, whatever they are. */
export async function applyEntries(
  db: Db,
  declared: DeclaredEntry[],
  changes?: RequestChanges,
): Promise<{ releaseId: number | null; changes: CatalogChange[] }> {
  const request = await requestFor(declared, changes)
  const { releaseId, plan } = await planAndApply(db, (state) => planSync(state, request), today)
  return { releaseId, changes: plan.changes }
}

/** Applies a plan that was made before. */
export const applyPlanned = async (db: Db, plan: SyncPlan): Promise<number> =>
  (await applyPlan(db, plan, today)).releaseId
