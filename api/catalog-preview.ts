import type { CatalogState, SyncPlan } from './catalog/sync-plan.ts'
import { emptyState, planFromDatabase } from './db/catalog-state.ts'
import { type Db, look } from './db/database.ts'
import { databaseFolder } from './db/embedded.ts'
import { migrationState } from './db/migrate.ts'
import { AppError } from './domain/error.ts'
import type { Env } from './env.ts'
import { hasDatabase, withDatabase } from './with-database.ts'

/** A plan for a database that was only looked at, and in which state that is. */
export interface CatalogPreview {
  place: string
  /** `absent`: there is no database yet. `new`: it has no tables yet. Both are made when the catalog is applied. */
  state: 'absent' | 'new' | 'ready'
  /** Migrations that come first. */
  pending: string[]
  /** Undefined where the tables are of an older Atelier, and cannot be read before they are migrated. */
  plan: SyncPlan | undefined
}

type MakePlan = (state: CatalogState) => SyncPlan

async function previewIn(db: Db, makePlan: MakePlan): Promise<Omit<CatalogPreview, 'place'>> {
  const { pending, isNew } = await migrationState(db)
  if (isNew) return { state: 'new', pending, plan: makePlan(emptyState) }
  if (pending.length > 0) return { state: 'ready', pending, plan: undefined }
  return {
    state: 'ready',
    pending,
    plan: (await look(db, (trx) => planFromDatabase(trx, makePlan))).plan,
  }
}

/** Looks, and writes nothing: no database is made for it, and no table. */
export async function previewCatalog(
  env: Pick<Env, 'databaseUrl' | 'home'>,
  makePlan: MakePlan,
): Promise<CatalogPreview> {
  if (!(await hasDatabase(env)))
    return { place: databaseFolder(env.home), state: 'absent', pending: [], plan: makePlan(emptyState) }
  return withDatabase(env, async (database) => ({
    place: database.place,
    ...(await previewIn(database.db, makePlan)),
  }))
}

/** The plan of a preview. Throws AppError `refused` where only migrating can make one. */
export function planOf({ plan, pending }: CatalogPreview): SyncPlan {
  if (plan) return plan
  throw new AppError(
    'refused',
    `The database is of an older Atelier (${pending.join(', ')} is to be migrated), so it cannot be planned for. npm run sync-config, npm run serve and npm run work migrate it.`,
  )
}
