import { catalogStatus, type CatalogStatus } from './catalog/catalog-status.ts'
import { refusalsOf } from './catalog/guard-refusal.ts'
import { StalePlan, isFresh, stalePlan } from './catalog/stale-plan.ts'
import { type PlanOptions, type SyncPlan, isNothing } from './catalog/sync-plan.ts'
import { type CatalogPreview, planOf, previewCatalog } from './catalog-preview.ts'
import { plannerTo } from './catalog-sync.ts'
import { type CatalogTarget, targetOfFolder, targetOfRelease } from './catalog-target.ts'
import { applyPlan } from './db/catalog-apply.ts'
import {
  emptyState,
  planFromDatabase,
  readCatalogState,
  readReleaseAuthors,
  readStoredState,
} from './db/catalog-state.ts'
import { type Database, look } from './db/database.ts'
import { databaseFolder } from './db/embedded.ts'
import { migrate, migrationState } from './db/migrate.ts'
import { AppError } from './domain/error.ts'
import { utcDate } from './domain/tier.ts'
import type { Env } from './env.ts'
import { actorOf } from './git-origin.ts'
import { hasDatabase, withDatabase } from './with-database.ts'

/** What a deploy is about: the files, or an earlier release. */
export interface Deploy {
  env: Env
  rollbackTo: number | undefined
  options: PlanOptions
}

/** A plan, the database it is for, and what stands in its way. */
export interface Planned {
  place: string
  plan: SyncPlan
  refusals: string[]
}

const today = (): string => utcDate(new Date())

const targetOf = ({ env, rollbackTo }: Deploy, database: Database): Promise<CatalogTarget> =>
  rollbackTo === undefined
    ? targetOfFolder(env)
    : targetOfRelease(database.db, rollbackTo, { folder: env.config, actor: actorOf(env.author) })

const planned = (place: string, plan: SyncPlan): Planned => ({ place, plan, refusals: refusalsOf(plan) })

async function planIn(database: Database, target: CatalogTarget, options: PlanOptions): Promise<SyncPlan> {
  return (await look(database.db, (trx) => planFromDatabase(trx, plannerTo(target, options)))).plan
}

/** The plan, from looking alone: no database is made for it, and nothing is migrated. */
export async function planDeploy(deploy: Deploy): Promise<Planned & Pick<CatalogPreview, 'state'>> {
  const { env, rollbackTo, options } = deploy
  if (rollbackTo !== undefined) {
    await requireDatabase(env, 'so there is no release to go back to')
    return withDatabase(env, async (database) => {
      await requireMigrated(database)
      const plan = await planIn(database, await targetOf(deploy, database), options)
      return { ...planned(database.place, plan), state: 'ready' as const }
    })
  }
  const preview = await previewCatalog(env, plannerTo(await targetOfFolder(env), options))
  return { ...planned(preview.place, planOf(preview)), state: preview.state }
}

async function requireDatabase(env: Env, so: string): Promise<void> {
  if (!(await hasDatabase(env)))
    throw new AppError('refused', `There is no database in ${databaseFolder(env.home)} yet, ${so}.`)
}

async function requireMigrated({ db }: Database): Promise<void> {
  const { pending } = await migrationState(db)
  if (pending.length > 0)
    throw new AppError(
      'refused',
      `The database is to be migrated first (${pending.join(', ')}). npm run sync-config, npm run serve and npm run work do so.`,
    )
}

/**
 * Plans and applies. Where somebody else applied the same meanwhile there is nothing left to do.
 * @throws StalePlan where somebody else applied something else
 */
export async function runDeploy(deploy: Deploy): Promise<Planned & { releaseId: number | null }> {
  const { env, options } = deploy
  // Files that cannot be used are told before a database is made or migrated for them.
  const files = deploy.rollbackTo === undefined ? await targetOfFolder(env) : undefined
  if (!files) await requireDatabase(env, 'so there is no release to go back to')
  return withDatabase(env, async (database) => {
    await migrate(database.db)
    const target = files ?? (await targetOf(deploy, database))
    const plan = await planIn(database, target, options)
    const result = planned(database.place, plan)
    if (isNothing(plan) || result.refusals.length > 0) return { ...result, releaseId: null }
    try {
      return await applied(database, result)
    } catch (error) {
      if (!(error instanceof StalePlan)) throw error
      const again = await planIn(database, target, options)
      if (!isNothing(again)) throw error
      return { ...planned(database.place, again), releaseId: null }
    }
  })
}

async function applied(database: Database, result: Planned): Promise<Planned & { releaseId: number }> {
  const { releaseId, impact } = await applyPlan(database.db, result.plan, today())
  return { ...result, plan: { ...result.plan, impact }, releaseId }
}

/** Applies a plan that was made before. Throws StalePlan or GuardRefusal where it must not be. */
export async function runPlan(env: Env, plan: SyncPlan): Promise<Planned & { releaseId: number | null }> {
  return withDatabase(env, async (database) => {
    await migrate(database.db)
    const result = { place: database.place, plan, refusals: [] }
    if (!isNothing(plan)) return applied(database, result)
    await look(database.db, async (trx) => {
      const state = await readStoredState(trx)
      if (!isFresh(plan, state)) throw stalePlan(plan, state, await readReleaseAuthors(trx))
    })
    return { ...result, releaseId: null }
  })
}

/** Files, last release and database beside one another. */
export async function lookAtStatus(env: Env): Promise<{ place: string; status: CatalogStatus }> {
  const { declared, normalise } = await targetOfFolder(env)
  if (!(await hasDatabase(env)))
    return { place: databaseFolder(env.home), status: catalogStatus(declared, emptyState, normalise) }
  return withDatabase(env, async (database) => {
    const { isNew } = await migrationState(database.db)
    if (isNew) return { place: database.place, status: catalogStatus(declared, emptyState, normalise) }
    await requireMigrated(database)
    const state = await look(database.db, readCatalogState)
    return { place: database.place, status: catalogStatus(declared, state, normalise) }
  })
}
