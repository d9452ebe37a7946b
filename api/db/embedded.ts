import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
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
const dateOid = 1082

/** A database that was initialised and migrated when Atelier was built. Undefined where it was not built. */
async function readTemplate(templateFile: string | undefined): Promise<Blob | undefined> {
  if (templateFile === undefined) return undefined
  const bytes = await readFile(templateFile).catch(() => undefined)
  return bytes ? new Blob([new Uint8Array(bytes)]) : undefined
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

export const databaseFolder = (home: string): string => join(home, 'database')

/** Whether a folder holds an embedded database already. Opening one that is not there would make it. */
export const hasEmbedded = (home: string): Promise<boolean> => exists(join(databaseFolder(home), 'PG_VERSION'))

/** Makes a database in a folder that has none. Killed in the middle of it, what is there is no database: it is begun anew. */
async function openFirst(home: string, folder: string, templateFile: string | undefined): Promise<PGlite> {
  const unfinished = join(home, 'database.unfinished')
  const isUnfinished = await exists(unfinished)
  // Files without the one that is written last, and no note of ours beside them: they are somebody's, and not removed.
  const isNew = isUnfinished || (await readdir(folder)).length === 0
  if (!isNew) {
    if (!(await hasEmbedded(home))) throw new Error('it holds files, but PG_VERSION is missing')
    return openPGlite(folder)
  }
  await writeFile(unfinished, 'The first start did not come to its end. The next one begins anew.\n')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { mode: 0o700 })
  const pglite = await openPGlite(folder, await readTemplate(templateFile))
  await rm(unfinished)
  return pglite
}

async function openPGlite(dataDir: string, template?: Blob): Promise<PGlite> {
  const pglite = await PGlite.create({
    dataDir,
    // A day has no time zone, and a Date would give it one.
    parsers: { [numericOid]: Number, [dateOid]: (text) => text },
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
  const folder = databaseFolder(home)
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
    const pglite = await openFirst(home, folder, templateFile)
    const database = databaseOf(pglite, folder, async () => {
      clearInterval(timer)
      await maintain(database)
    })
    const timer = setInterval(() => void maintain(database).catch(() => undefined), maintenanceEveryMs)
    timer.unref()
    return { ...database, close: () => database.close().finally(release) }
  } catch (error) {
    await release()
    throw new AppError(
      'unavailable',
      `The embedded database in ${folder} could not be opened: ${messageOf(error)}. If its files are damaged, put a copy of ${home} back, or set ATELIER_HOME to a new folder to begin anew.`,
      { cause: error },
    )
  }
}

/** A database that lives and dies with this process. */
export async function openInMemory(templateFile?: string): Promise<Database> {
  return databaseOf(await openPGlite('memory://', await readTemplate(templateFile)), 'memory', async () => {})
}
