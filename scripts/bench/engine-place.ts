import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { syncCatalog } from '../../api/catalog-sync.ts'
import { findPackageRoot } from '../../api/catalog/package-root.ts'
import { type Database } from '../../api/db/database.ts'
import { migrate } from '../../api/db/migrate.ts'
import { openPostgres } from '../../api/db/postgres.ts'
import { plainBox } from '../../api/db/secret-box.ts'
import { type Stores, createStores } from '../../api/db/stores.ts'
import { readEnv } from '../../api/env.ts'
import { createBenchDatabase } from './bench-database.ts'
import { type EngineCatalog, writeEngineCatalog } from './engine-catalog.ts'

/** A database of its own with a catalog to measure the engine with, and a folder for files. */
export interface EnginePlace {
  root: string
  url: string
  /** Home of the processes that are started here. */
  home: string
  database: Database
  stores: Stores
  /** Another catalog from now on. */
  sync: (catalog: EngineCatalog) => Promise<void>
  remove: () => Promise<void>
}

/** Makes it, migrated and with the catalog applied. */
export async function openEnginePlace(serverUrl: string, catalog: EngineCatalog): Promise<EnginePlace> {
  const root = await findPackageRoot()
  const { url, drop } = await createBenchDatabase(serverUrl)
  const home = await mkdtemp(join(tmpdir(), 'atelier-bench-engine-'))
  const database = await openPostgres(url)
  const config = join(home, 'config')
  const remove = async () => {
    await database.close()
    await drop()
    await rm(home, { recursive: true, force: true })
  }
  const sync = async (wanted: EngineCatalog) => {
    await rm(config, { recursive: true, force: true })
    await writeEngineCatalog(root, config, wanted)
    await syncCatalog(database.db, readEnv({ ATELIER_CONFIG: config }))
  }
  try {
    await migrate(database.db)
    await sync(catalog)
    return { root, url, home, database, stores: createStores(database.db, plainBox), sync, remove }
  } catch (error) {
    await remove()
    throw error
  }
}
