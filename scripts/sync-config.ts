import { parseArgs } from 'node:util'
import { readSoundCatalog } from '../api/catalog-sync.ts'
import type { CatalogChange } from '../api/catalog/plan.ts'
import { openDatabase } from '../api/connection.ts'
import { applyCatalog, planCatalog } from '../api/db/catalog-apply.ts'
import { migrate } from '../api/db/migrate.ts'
import { AppError } from '../api/domain/error.ts'
import { readEnv } from '../api/env.ts'
import { gitOrigin } from '../api/git-origin.ts'
import { runCommand } from '../api/run-command.ts'

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
    if (values.help) return void process.stdout.write(help)
    if (values.format !== 'pretty' && values.format !== 'json')
      throw new AppError('invalid', `--format is "${values.format}"; it must be pretty or json.`)
    const env = readEnv()
    const read = await readSoundCatalog(values.config ?? env.config)
    const database = await openDatabase(env)
    try {
      await migrate(database.db)
      const applied = values['dry-run']
        ? { releaseId: null, changes: await planCatalog(database.db, read.entries) }
        : await applyCatalog(database.db, read.entries, await gitOrigin(values.config ?? env.config))
      const { changes, releaseId } = applied
      if (values.format === 'json') {
        const plan = changes.map(({ kind, id, action, from, fields }) => ({ kind, id, action, from, fields }))
        process.stdout.write(
          `${JSON.stringify({ version: 1, database: database.place, applied: releaseId !== null, releaseId, changes: plan }, null, 2)}\n`,
        )
      } else {
        const count = changes.length === 1 ? '1 change' : `${changes.length} changes`
        const outcome =
          changes.length === 0
            ? 'Nothing to do.'
            : releaseId === null
              ? `${count}, not applied (--dry-run).`
              : `${count} applied as release ${releaseId}.`
        process.stdout.write([...changes.map(describe), `${database.place}: ${outcome}`, ''].join('\n'))
      }
      if (values['exit-code'] && changes.length > 0) process.exitCode = 2
    } finally {
      await database.close()
    }
  })
