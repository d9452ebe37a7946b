import { parseArgs } from 'node:util'
import type { PlanOptions } from '../api/catalog/sync-plan.ts'
import { AppError } from '../api/domain/error.ts'

export const help = `Usage: npm run sync-config -- [options]

Brings the database to what config/ declares: validates, plans, and applies the plan in one transaction, as a release.

  --config DIR         the catalog's folder (default: ATELIER_CONFIG, or config)
  --environment NAME   with the overlay environments/NAME.yaml (default: ATELIER_ENVIRONMENT, or none)
  --dry-run            print the plan, write nothing
  --plan-out FILE      write the plan to a file, for review and for --apply
  --approve NAME       with --plan-out: leave these people without pictures; repeatable. Refusals tell the names
  --apply FILE         apply a plan file; refused if anything has moved since it was made
  --rollback RELEASE   plan back to what a release said, instead of to the files
  --status             compare files, last release and database, field by field
  --exit-code          exit 2 when there are changes, or --status finds differences
  --allow-delete N     most deletions that are meant (default: a fifth of what there is)
  --skip-deletes       leave out refused deletions instead of refusing everything
  --actor NAME         who applies (default: the person a CI system acts for, or the user; with --apply, who planned)
  --format FORMAT      pretty (default), json or markdown

Nothing is ever deleted: what the files no longer have is archived, and history stays.

Exit: 0 done or nothing to do, 1 failed and rolled back, 2 usage, or changes with --exit-code, 3 stale plan, 4 refused by a guard.
`

export const formats = ['pretty', 'json', 'markdown'] as const

/** What is to be done, and all that goes with it. */
export interface SyncArguments {
  mode: { name: 'sync' } | { name: 'apply'; file: string } | { name: 'status' }
  config: string | undefined
  environment: string | undefined
  /** Undefined: the files. */
  rollbackTo: number | undefined
  isDryRun: boolean
  planOut: string | undefined
  hasExitCode: boolean
  options: PlanOptions
  actor: string | undefined
  format: (typeof formats)[number]
}

const wrong = (message: string): AppError => new AppError('invalid', `${message} See --help.`)

/** A whole number that is written as one. */
function wholeNumber(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text) || Number(text) < least)
    throw wrong(`${option} is "${text}"; it must be a whole number from ${least} on.`)
  return Number(text)
}

/** Options that say two different things. */
function refuseTogether(values: Record<string, unknown>, one: string, others: readonly string[]): void {
  if (values[one] === undefined) return
  const [other] = others.filter((name) => values[name] !== undefined)
  if (other !== undefined) throw wrong(`--${one} and --${other} exclude each other.`)
}

/** Reads the arguments; undefined where help is wanted. Throws for anything that is no clear order. */
export function readSyncArguments(args: string[]): SyncArguments | undefined {
  const { values } = parseArgs({
    args,
    options: {
      config: { type: 'string' },
      environment: { type: 'string' },
      'dry-run': { type: 'boolean' },
      'plan-out': { type: 'string' },
      approve: { type: 'string', multiple: true },
      apply: { type: 'string' },
      rollback: { type: 'string' },
      status: { type: 'boolean' },
      'exit-code': { type: 'boolean' },
      'allow-delete': { type: 'string' },
      'skip-deletes': { type: 'boolean' },
      actor: { type: 'string' },
      format: { type: 'string', default: 'pretty' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return undefined
  const format = formats.find((name) => name === values.format)
  if (!format) throw wrong(`--format is "${values.format}"; it must be one of ${formats.join(', ')}.`)
  const planning = ['dry-run', 'plan-out', 'rollback', 'allow-delete', 'skip-deletes', 'approve']
  // A plan file says all of this itself.
  refuseTogether(values, 'apply', ['status', 'config', 'environment', 'exit-code', ...planning])
  refuseTogether(values, 'status', planning)
  refuseTogether(values, 'dry-run', ['plan-out'])
  refuseTogether(values, 'rollback', ['environment'])
  if (values.approve && values['plan-out'] === undefined)
    throw wrong(
      '--approve needs --plan-out FILE: who is left without pictures is approved in a plan that can be reviewed.',
    )
  for (const name of ['apply', 'plan-out', 'actor', 'environment', 'config'] as const)
    if (values[name]?.trim() === '') throw wrong(`--${name} is empty.`)
  return {
    mode:
      values.apply !== undefined ? { name: 'apply', file: values.apply } : { name: values.status ? 'status' : 'sync' },
    config: values.config,
    environment: values.environment,
    rollbackTo: wholeNumber('--rollback', values.rollback, 1),
    isDryRun: values['dry-run'] ?? false,
    planOut: values['plan-out'],
    hasExitCode: values['exit-code'] ?? false,
    options: {
      allowDelete: wholeNumber('--allow-delete', values['allow-delete'], 0) ?? null,
      skipDeletes: values['skip-deletes'] ?? false,
      approve: values.approve ?? [],
    },
    actor: values.actor,
    format,
  }
}
