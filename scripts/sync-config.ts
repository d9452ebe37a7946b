import { parseArgs } from 'node:util'
import { previewCatalog } from '../api/catalog-preview.ts'
import { readSoundCatalog } from '../api/catalog-sync.ts'
import type { CatalogChange } from '../api/catalog/plan.ts'
import { openDatabase } from '../api/connection.ts'
import { applyCatalog } from '../api/db/catalog-apply.ts'
import { migrate } from '../api/db/migrate.ts'
import type { DeclaredEntry } from '../api/domain/declared-entry.ts'
import { AppError } from '../api/domain/error.ts'
import { type Env, readEnv } from '../api/env.ts'
import { gitOrigin } from '../api/git-origin.ts'
import { runCommand } from '../api/run-command.ts'
import { print } from './standard-output.ts'

const help = `Usage: npm run sync-config -- [options]

Brings the database to what config/ declares: validates, plans, and applies the plan in one transaction, as a release.

  --config DIR     the catalog's folder (default: ATELIER_CONFIG, or config)
  --dry-run        print the plan, write nothing
  --exit-code      exit 2 when there are changes
  --format FORMAT  pretty (default) or json

Exit: 0 done or nothing to do, 1 failed and rolled back, 2 usage, or changes pending with --exit-code.
`

const marks = { create: '+', update: '~', rename: '>', archive: '-', restore: '+', place: '·' } as const

const shown = (value: unknown): string => (value === undefined ? '(none)' : JSON.stringify(value))

function describe(change: CatalogChange): string {
  const title = `${marks[change.action]} ${change.kind} ${change.from ? `${change.from} -> ` : ''}${change.id}  (${change.action === 'place' ? 'moved in its file' : change.action})`
  const fields =
    change.action === 'create'
      ? []
      : change.fields.map(({ path, before, after }) => `    ${path}: ${shown(before)} -> ${shown(after)}`)
  return [title, ...fields].join('\n')
}

interface Outcome {
  place: string
  releaseId: number | null
  changes: CatalogChange[]
  isPreview: boolean
  /** What else would happen, or did not. */
  note: string
}

async function preview(env: Env, entries: readonly DeclaredEntry[]): Promise<Outcome> {
  const { place, state, pending, changes } = await previewCatalog(env, entries)
  const note =
    state === 'absent'
      ? ' There is no database yet; applying makes it.'
      : pending.length > 0
        ? ` Applying migrates the database first: ${pending.join(', ')}.`
        : ''
  return { place, releaseId: null, changes, isPreview: true, note }
}

async function apply(env: Env, entries: readonly DeclaredEntry[], folder: string): Promise<Outcome> {
  const database = await openDatabase(env)
  try {
    await migrate(database.db)
    const applied = await applyCatalog(database.db, entries, await gitOrigin(folder))
    return { place: database.place, ...applied, isPreview: false, note: '' }
  } finally {
    await database.close()
  }
}

function jsonOf({ place, releaseId, changes }: Outcome): string {
  const plan = changes.map(({ kind, id, action, from, fields }) => ({ kind, id, action, from, fields }))
  return `${JSON.stringify({ version: 1, database: place, applied: releaseId !== null, releaseId, changes: plan }, null, 2)}\n`
}

function textOf({ place, releaseId, changes, isPreview, note }: Outcome): string {
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`
  const outcome =
    changes.length === 0
      ? 'Nothing to do.'
      : isPreview
        ? `${count}, not applied (--dry-run).`
        : `${count} applied as release ${releaseId}.`
  return [...changes.map(describe), `${place}: ${outcome}${note}`, ''].join('\n')
}

export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values } = parseArgs({
      args,
      options: {
        config: { type: 'string' },
        'dry-run': { type: 'boolean' },
        'exit-code': { type: 'boolean' },
        format: { type: 'string', default: 'pretty' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return print(help)
    if (values.format !== 'pretty' && values.format !== 'json')
      throw new AppError('invalid', `--format is "${values.format}"; it must be pretty or json.`)
    const env = readEnv()
    const folder = values.config ?? env.config
    const { entries } = await readSoundCatalog(folder)
    const outcome = values['dry-run'] ? await preview(env, entries) : await apply(env, entries, folder)
    await print(values.format === 'json' ? jsonOf(outcome) : textOf(outcome))
    if (values['exit-code'] && outcome.changes.length > 0) process.exitCode = 2
  })
