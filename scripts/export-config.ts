import { parseArgs } from 'node:util'
import { type PlannedExport, planExport, refuseUncommitted } from '../api/catalog-export.ts'
import { changedLines } from '../api/catalog/changed-lines.ts'
import { type FileChange, pathLabel } from '../api/catalog/export/export-target.ts'
import { writeFiles } from '../api/catalog/export/write-files.ts'
import { AppError } from '../api/domain/error.ts'
import { readEnv } from '../api/env.ts'
import { runCommand } from '../api/run-command.ts'
import { print } from './standard-output.ts'

const help = `Usage: npm run export-config -- [options]

Writes the catalog that the database holds as files, so that sync-config has nothing to do. Files that say the same
already stay as they are; the others are edited, and keep their comments, their order and their ways to write. What the
database alone has, such as a model that somebody made with SQL, becomes a file: that is how it is adopted. What it has
no more goes. Where the last release was of an environment that the folder has, its overlay stays what it is, and the base
files get the rest.

  --out DIR        the folder (default: ATELIER_CONFIG, or config); made where it is not there
  --dry-run        print what would change, write nothing
  --overwrite      also change files that have changes which are not committed (without Git nobody can tell)
  --format FORMAT  pretty (default) or json

Exit: 0 done or nothing to do, 1 refused or failed, 2 usage.
`

/** Of one file. */
const shownLinesMax = 20

const actionOf = ({ before, after }: FileChange): 'create' | 'change' | 'remove' =>
  before === null ? 'create' : after === null ? 'remove' : 'change'

const marks = { create: '+', change: '~', remove: '-' } as const

function describe(change: FileChange, planned: PlannedExport): string {
  const action = actionOf(change)
  const title = `${marks[action]} ${pathLabel(planned.target, change.path)}  (${action})`
  if (action !== 'change') return title
  const lines = changedLines(change.before ?? '', change.after ?? '').map(({ mark, text }) => `    ${mark} ${text}`)
  const more = lines.length > shownLinesMax ? [`    and ${lines.length - shownLinesMax} lines more`] : []
  return [title, ...lines.slice(0, shownLinesMax), ...more].join('\n')
}

interface Outcome {
  planned: PlannedExport
  isWritten: boolean
}

function jsonOf({ planned, isWritten }: Outcome): string {
  const changes = planned.changes.map((change) => ({
    path: change.path,
    action: actionOf(change),
    lines: changedLines(change.before ?? '', change.after ?? '').map(({ mark, text }) => `${mark}${text}`),
  }))
  const { place, target } = planned
  return `${JSON.stringify({ version: 1, database: place, folder: target.label, written: isWritten, changes }, null, 2)}\n`
}

function textOf({ planned, isWritten }: Outcome): string {
  const { changes, place, target } = planned
  const count = changes.length === 1 ? '1 file' : `${changes.length} files`
  const outcome =
    changes.length === 0
      ? `says what ${place} does. Nothing to do.`
      : isWritten
        ? `${count} written, as ${place} says.`
        : `${count} would be written (--dry-run), as ${place} says.`
  return [...changes.map((change) => describe(change, planned)), `${target.label}: ${outcome}`, ''].join('\n')
}

/** `npm run export-config`. */
export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values } = parseArgs({
      args,
      options: {
        out: { type: 'string' },
        'dry-run': { type: 'boolean' },
        overwrite: { type: 'boolean' },
        format: { type: 'string', default: 'pretty' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return print(help)
    if (values.format !== 'pretty' && values.format !== 'json')
      throw new AppError('invalid', `--format is "${values.format}"; it must be pretty or json.`)
    if (values.out === '') throw new AppError('invalid', '--out is empty; it must be the path of a folder.')
    const env = readEnv()
    const folder = values.out ?? env.config
    const planned = await planExport(env, folder)
    const isWritten = !values['dry-run'] && planned.changes.length > 0
    if (isWritten) {
      if (!values.overwrite) await refuseUncommitted(folder, planned)
      await writeFiles(folder, planned.changes)
    }
    await print(values.format === 'json' ? jsonOf({ planned, isWritten }) : textOf({ planned, isWritten }))
  })
