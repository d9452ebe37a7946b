import type { ExportTarget, FileChange } from './catalog/export/export-target.ts'
import { exportedFiles } from './catalog/export/exported-files.ts'
import { readExportTarget } from './catalog/export/read-target.ts'
import { withoutOverlay } from './catalog/export/without-overlay.ts'
import { liveEntries } from './catalog/entries-after.ts'
import { environmentOfPath } from './catalog/tree.ts'
import { readSoundCatalog } from './catalog-target.ts'
import { look } from './db/database.ts'
import { readStoredEntries } from './db/catalog-store.ts'
import { readEnvironment } from './db/release-content.ts'
import { databaseFolder } from './db/embedded.ts'
import { migrationState } from './db/migrate.ts'
import type { DeclaredEntry } from './domain/declared-entry.ts'
import { AppError } from './domain/error.ts'
import type { Env } from './env.ts'
import { uncommittedFiles } from './git-changes.ts'
import { hasDatabase, withDatabase } from './with-database.ts'

/** What a database says, and the files of a folder that say something else. */
export interface PlannedExport {
  /** The database. */
  place: string
  target: ExportTarget
  changes: FileChange[]
}

const nothingThere = (place: string): AppError =>
  new AppError('refused', `There is no catalog in ${place} yet. Run: npm run sync-config`)

/** The catalog that a database holds. Looks, and writes nothing: no database is made for it, and no table. */
async function readEntries(
  env: Pick<Env, 'databaseUrl' | 'home'>,
): Promise<{ place: string; entries: DeclaredEntry[]; environment: string | null }> {
  if (!(await hasDatabase(env))) throw nothingThere(databaseFolder(env.home))
  return withDatabase(env, async ({ db, place }) => {
    const { pending, isNew } = await migrationState(db)
    if (isNew) throw nothingThere(place)
    if (pending.length > 0) {
      throw new AppError(
        'refused',
        `${place} is of an older Atelier (${pending.join(', ')} is to be migrated), so its catalog cannot be read. npm run sync-config, npm run serve and npm run work migrate it.`,
      )
    }
    const { stored, environment } = await look(db, async (trx) => ({
      stored: await readStoredEntries(trx),
      environment: await readEnvironment(trx),
    }))
    const entries = liveEntries(stored)
    if (entries.length === 0) throw nothingThere(place)
    return { place, entries, environment }
  })
}

/** Plans to write the database's catalog into a folder. */
export async function planExport(env: Pick<Env, 'databaseUrl' | 'home'>, folder: string): Promise<PlannedExport> {
  const { place, entries, environment } = await readEntries(env)
  const target = await readExportTarget(folder)
  const hasOverlay = environment !== null && target.files.some(({ path }) => environmentOfPath(path) === environment)
  const declared = hasOverlay ? await belowOverlay(entries, folder, environment) : entries
  return { place, target, changes: exportedFiles(declared, target) }
}

/** Entries as the base files of a folder have to declare them, where a database was made with one of its environments. */
async function belowOverlay(entries: DeclaredEntry[], folder: string, environment: string): Promise<DeclaredEntry[]> {
  const [merged, base] = await Promise.all([readSoundCatalog(folder, environment), readSoundCatalog(folder, undefined)])
  return merged.overlay ? withoutOverlay(entries, merged.overlay, base.entries) : entries
}

/**
 * Refuses to change what a person may be at work on.
 * @throws AppError `refused` naming every file that would be changed or removed and is not as Git has it
 */
export async function refuseUncommitted(folder: string, { target, changes }: PlannedExport): Promise<void> {
  const paths = changes.filter(({ before }) => before !== null).map(({ path }) => path)
  const uncommitted = await uncommittedFiles(folder, paths)
  if (uncommitted.length === 0) return
  throw new AppError(
    'refused',
    `The export would change what is not committed in ${target.label}: ${uncommitted.join(', ')}. Commit it, or take --overwrite. Nothing was written.`,
  )
}
