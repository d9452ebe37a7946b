import { type CatalogChange, planChanges } from './catalog/plan.ts'
import { openDatabase } from './connection.ts'
import { planCatalog } from './db/catalog-apply.ts'
import type { Db } from './db/database.ts'
import { databaseFolder, hasEmbedded } from './db/embedded.ts'
import { migrationState } from './db/migrate.ts'
import type { DeclaredEntry } from './domain/declared-entry.ts'
import type { Env } from './env.ts'

/** What applying a catalog would change, and in which state the database is that it would be applied to. */
export interface CatalogPreview {
  place: string
  /** `absent`: there is no database yet. `new`: it has no tables yet. Both are made when the catalog is applied. */
  state: 'absent' | 'new' | 'ready'
  /** Migrations that come first. */
  pending: string[]
  changes: CatalogChange[]
}

async function previewIn(db: Db, declared: readonly DeclaredEntry[]): Promise<Omit<CatalogPreview, 'place'>> {
  const { pending, isNew } = await migrationState(db)
  return isNew
    ? { state: 'new', pending, changes: planChanges(declared, []) }
    : { state: 'ready', pending, changes: await planCatalog(db, declared) }
}

/** Looks, and writes nothing: no database is made for it, and no table. */
export async function previewCatalog(
  env: Pick<Env, 'databaseUrl' | 'home'>,
  declared: readonly DeclaredEntry[],
): Promise<CatalogPreview> {
  if (env.databaseUrl === undefined && !(await hasEmbedded(env.home)))
    return { place: databaseFolder(env.home), state: 'absent', pending: [], changes: planChanges(declared, []) }
  const database = await openDatabase(env)
  try {
    return { place: database.place, ...(await previewIn(database.db, declared)) }
  } finally {
    await database.close()
  }
}
