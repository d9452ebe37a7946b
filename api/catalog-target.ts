import { checkEntries } from './catalog/check-entries.ts'
import type { Finding } from './catalog/finding.ts'
import { GuardRefusal } from './catalog/guard-refusal.ts'
import { type Normalise, normaliserOf } from './catalog/normal-spec.ts'
import { type SoundCatalog, type UnsoundCatalog, readCatalog } from './catalog/read-catalog.ts'
import { schemasOf } from './catalog/read-tree.ts'
import { isConfigFolder, isFolder, readSchemaFiles, readShippedSchemas } from './catalog/tree-files.ts'
import type { SourceFile } from './catalog/tree.ts'
import type { FindingNote, PlanRequest, ReleaseContext } from './catalog/sync-plan.ts'
import type { Db } from './db/database.ts'
import { readReleaseEntries, readReleaseSource } from './db/release-content.ts'
import { namesNow, readRenamesAfter } from './db/release-renames.ts'
import type { DeclaredEntry } from './domain/declared-entry.ts'
import { AppError } from './domain/error.ts'
import type { ReleaseOrigin } from './domain/release.ts'
import { utcDate } from './domain/tier.ts'
import type { Env } from './env.ts'
import { gitOrigin } from './git-origin.ts'

/** What a database is to be brought to, and where that comes from. */
export interface CatalogTarget extends ReleaseContext {
  declared: DeclaredEntry[]
  normalise: Normalise
  check: PlanRequest['check']
}

/** One line for a catalog that must not be used: its first error, how many more, and where to see them all. */
function refusal(folder: string, environment: string | undefined, { findings }: UnsoundCatalog): AppError {
  const errors = findings.filter((finding) => finding.severity === 'error')
  const [first] = errors
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  const what = first ? `${first.file}:${first.line}:${first.column} ${first.rule}: ${first.message}${more}` : folder
  return new AppError(
    'refused',
    `The catalog cannot be used${environment === undefined ? '' : ` in environment ${environment}`}. ${what} Run: npm run validate-config${folder === 'config' ? '' : ` -- ${folder}`}`,
  )
}

/**
 * The catalog in a folder, as an environment has it; undefined: as the base files have it.
 * @throws AppError `refused` naming the first error where it has any
 */
export async function readSoundCatalog(folder: string, environment: string | undefined): Promise<SoundCatalog> {
  const read = await readCatalog(folder, { environment })
  if (!read.ok) throw refusal(folder, environment, read)
  return read
}

const noteOf = ({ rule, severity, file, line, column, message }: Finding): FindingNote => ({
  rule,
  severity,
  file,
  line,
  column,
  message,
})

const checkBy =
  (schemas: readonly SourceFile[]): PlanRequest['check'] =>
  (entries) =>
    checkEntries(entries, schemas, utcDate(new Date())).map(noteOf)

/** What a catalog that was read says. */
export async function targetOfSound(
  { entries, normalise, overlay, findings }: SoundCatalog,
  { config, author }: Pick<Env, 'config' | 'author'>,
  origin: Promise<ReleaseOrigin> = gitOrigin(config, author),
): Promise<CatalogTarget> {
  return {
    declared: entries,
    normalise,
    origin: await origin,
    overlay,
    findings: findings.map(noteOf),
    check: checkBy(await readSchemaFiles(config)),
    rollbackOf: null,
  }
}

/**
 * What the files in a folder say.
 * @throws GuardRefusal where there are none: nothing declared is far more often a mistake than meant
 * @throws AppError `refused` where they have errors
 */
export async function targetOfFolder(env: Pick<Env, 'config' | 'environment' | 'author'>): Promise<CatalogTarget> {
  if ((await isFolder(env.config)) && !(await isConfigFolder(env.config)))
    throw new GuardRefusal([`There is no catalog in ${env.config}. Applying nothing would take everything out.`])
  // Git answers from a process of its own, while the files are read in this one.
  const origin = gitOrigin(env.config, env.author)
  return targetOfSound(await readSoundCatalog(env.config, env.environment), env, origin)
}

/**
 * The schemas by which an old release is compared, or those that Atelier ships where a folder's own cannot be used: going
 * back must be possible just when the files are broken.
 */
async function usableSchemas(folder: string): Promise<SourceFile[]> {
  try {
    const files = await readSchemaFiles(folder)
    schemasOf(files)
    return files
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return readShippedSchemas()
  }
}

/**
 * What a release said. What has another name now gets back the one it had, with everything that refers to it.
 * Throws AppError `not_found` or `refused` where there is no such release, or its content was not kept.
 */
export async function targetOfRelease(
  db: Db,
  releaseId: number,
  { folder, actor }: { folder: string; actor: string },
): Promise<CatalogTarget> {
  const entries = await readReleaseEntries(db, releaseId)
  const renames = await readRenamesAfter(db, releaseId)
  const nameNow = namesNow(renames)
  const schemas = await usableSchemas(folder)
  const check = checkBy(schemas)
  const { overlay, ...origin } = await readReleaseSource(db, releaseId)
  return {
    declared: entries.map((entry) => {
      const movedFrom = nameNow(entry.kind, entry.id)
      return movedFrom === entry.id ? entry : { ...entry, movedFrom }
    }),
    normalise: normaliserOf(schemasOf(schemas)),
    origin: { actor, ...origin },
    overlay,
    // Told and kept, but no reason to refuse: it was sound on its day, and going back is for bad days.
    findings: check(entries),
    check,
    rollbackOf: releaseId,
  }
}
