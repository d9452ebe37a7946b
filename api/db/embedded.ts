import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import { AppError, messageOf } from '../domain/error.ts'
import { type Channel, type Database, kyselyOf } from './database.ts'
import { holdLock } from './lock-file.ts'
import { Turnstile, pgliteDialect } from './pglite-dialect.ts'

/** Embedded PostgreSQL has neither autovacuum nor a checkpointer: without this, tables bloat and the log grows to a gigabyte. */
const maintenanceEveryMs = 10 * 60_000

const numericOid = 1700

/** A database that was initialised and migrated when Atelier was built. Undefined where it was not built. */
async function readTemplate(templateFile: string | undefined): Promise<Blob | undefined> {
  if (templateFile === undefined) return undefined
  const bytes = await readFile(templateFile).catch(() => undefined)
  return bytes ? new Blob([new Uint8Array(bytes)]) : undefined
}

async function openPGlite(dataDir: string, templateFile: string | undefined): Promise<PGlite> {
  const isNew =
    dataDir.startsWith('memory:') || (await stat(join(dataDir, 'PG_VERSION')).catch(() => undefined)) === undefined
  const template = isNew ? await readTemplate(templateFile) : undefined
  const pglite = await PGlite.create({
    dataDir,
    parsers: { [numericOid]: Number },
    ...(template ? { loadDataDir: template } : {}),
  })
  // Everything is in memory or in the page cache: an index is nearly as cheap as a scan.
  await pglite.exec('set random_page_cost = 1.1')
  return pglite
}

function databaseOf(pglite: PGlite, place: string, onClose: () => Promise<void>): Database {
  const turnstile = new Turnstile()
  const db = kyselyOf(pgliteDialect(pglite, turnstile))
  return {
    kind: 'embedded',
    place,
    db,
    // Within somebody's transaction it would be rolled back with it.
    listen: async (channel: Channel, onNotify: () => void) => {
      const unlisten = await turnstile.through(() => pglite.listen(channel, onNotify))
      return () => turnstile.through(() => unlisten())
    },
    close: async () => {
      await onClose()
      await db.destroy()
    },
  }
}

async function maintain(database: Database): Promise<void> {
  await sql`vacuum analyze`.execute(database.db)
  await sql`checkpoint`.execute(database.db)
}

/**
 * Opens the embedded database in a folder, for this process alone.
 * Safe against a crash of the process; not against a power cut, since it does not sync to disk.
 * @param templateFile a database to begin with where the folder has none; see `template.ts`
 */
export async function openEmbedded(home: string, templateFile?: string): Promise<Database> {
  const folder = join(home, 'database')
  const release = await mkdir(folder, { recursive: true, mode: 0o700 })
    .then(() => holdLock(join(home, 'database.lock'), home))
    .catch((error: unknown) => {
      if (error instanceof AppError) throw error
      throw new AppError(
        'unavailable',
        `Cannot use ${home}: ${messageOf(error)}. Set ATELIER_HOME to a folder that can be written to.`,
        { cause: error },
      )
    })
  try {
    const pglite = await openPGlite(folder, templateFile)
    const database = databaseOf(pglite, folder, async () => {
      clearInterval(timer)
      await maintain(database)
    })
    const timer = setInterval(() => void maintain(database).catch(() => undefined), maintenanceEveryMs)
    timer.unref()
    return { ...database, close: () => database.close().finally(release) }
  } catch (error) {
    await release()
    throw new AppError('unavailable', `The embedded database in ${folder} could not be opened: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

/** A database that lives and dies with this process. */
export async function openInMemory(templateFile?: string): Promise<Database> {
  return databaseOf(await openPGlite('memory://', templateFile), 'memory', async () => {})
}
