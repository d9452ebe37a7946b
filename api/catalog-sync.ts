import { readCatalog, type SoundCatalog, type UnsoundCatalog } from './catalog/read-catalog.ts'
import { type AppliedRelease, applyCatalog } from './db/catalog-apply.ts'
import type { Db } from './db/database.ts'
import { AppError } from './domain/error.ts'
import { gitOrigin } from './git-origin.ts'

/** One line for a catalog that must not be used: its first error, how many more, and where to see them all. */
function refusal(folder: string, { findings }: UnsoundCatalog): AppError {
  const errors = findings.filter((finding) => finding.severity === 'error')
  const [first] = errors
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  const what = first ? `${first.file}:${first.line}:${first.column} ${first.rule}: ${first.message}${more}` : folder
  return new AppError(
    'refused',
    `The catalog cannot be used. ${what} Run: npm run validate-config${folder === 'config' ? '' : ` -- ${folder}`}`,
  )
}

/** The catalog in a folder. Throws AppError `refused` naming the first error where it has any. */
export async function readSoundCatalog(folder: string): Promise<SoundCatalog> {
  const read = await readCatalog(folder)
  if (!read.ok) throw refusal(folder, read)
  return read
}

/** Validates the catalog in a folder and applies it as a release. With errors in it the database stays as it is. */
export async function syncCatalog(db: Db, folder: string): Promise<AppliedRelease> {
  const { entries } = await readSoundCatalog(folder)
  return applyCatalog(db, entries, await gitOrigin(folder))
}
