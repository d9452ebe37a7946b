import { lstat, readFile } from 'node:fs/promises'
import { replaceFile } from '../api/catalog/replace-file.ts'
import { GuardRefusal } from '../api/catalog/guard-refusal.ts'
import { planFileText, readPlanFile } from '../api/catalog/plan-file.ts'
import { StalePlan } from '../api/catalog/stale-plan.ts'
import { isNothing } from '../api/catalog/sync-plan.ts'
import { type SyncReport, adoptedCount, changeCount } from '../api/catalog/sync-report.ts'
import { planJson } from '../api/catalog/format/plan-json.ts'
import { planMarkdown } from '../api/catalog/format/plan-markdown.ts'
import { planPretty } from '../api/catalog/format/plan-pretty.ts'
import { statusJson, statusMarkdown, statusPretty } from '../api/catalog/format/status-formats.ts'
import { type Deploy, type Planned, lookAtStatus, planDeploy, runDeploy, runPlan } from '../api/catalog-deploy.ts'
import { AppError, messageOf } from '../api/domain/error.ts'
import { type Env, readEnv } from '../api/env.ts'
import { runCommand } from '../api/run-command.ts'
import { print } from './standard-output.ts'
import { type SyncArguments, help, readSyncArguments } from './sync-options.ts'

const exitCodes = { changes: 2, stale: 3, refused: 4 } as const

const hasColours = (): boolean => process.stdout.isTTY && process.stdout.hasColors()

const planFormats: Record<SyncArguments['format'], (report: SyncReport) => string> = {
  pretty: (report) => planPretty(report, hasColours()),
  json: planJson,
  markdown: planMarkdown,
}

function envFor({ config, environment, actor }: SyncArguments): Env {
  const env = readEnv()
  return {
    ...env,
    config: config ?? env.config,
    environment: environment ?? env.environment,
    author: { ...env.author, name: actor ?? env.author.name },
  }
}

/** Prints a plan and sets the exit code that it stands for. */
async function report(
  args: SyncArguments,
  { place, plan, refusals }: Planned,
  releaseId: number | null,
  outcome: string,
): Promise<void> {
  await print(planFormats[args.format]({ place, plan, refusals, releaseId, outcome })).catch((error: unknown) => {
    // What is applied is applied, whether or not anybody can be told in full.
    if (releaseId === null) throw error
    process.stderr.write(`Release ${releaseId} was applied. ${messageOf(error)}\n`)
  })
  if (refusals.length > 0) process.exitCode = exitCodes.refused
  else if (args.hasExitCode && releaseId === null && plan.changes.length > 0) process.exitCode = exitCodes.changes
}

const stateNotes = {
  absent: ' There is no database yet; applying makes it.',
  new: ' Applying makes its tables first.',
  ready: '',
} as const

function previewOutcome({ plan, refusals, state }: Awaited<ReturnType<typeof planDeploy>>, how: string): string {
  if (isNothing(plan)) return `Nothing to do.${stateNotes[state]}`
  if (plan.changes.length === 0)
    return `Nothing to do. The next release takes in ${adoptedCount(plan)} that the files say as well.`
  const refused = refusals.length > 0 ? ' It would be refused.' : ''
  return `${changeCount(plan)}, not applied (${how}).${stateNotes[state]}${refused}`
}

async function dryRun(args: SyncArguments, deploy: Deploy): Promise<void> {
  const planned = await planDeploy(deploy)
  await report(args, planned, null, previewOutcome(planned, '--dry-run'))
}

async function writePlanFile(args: SyncArguments, deploy: Deploy, file: string): Promise<void> {
  const planned = await planDeploy(deploy)
  const known = planned.plan.impact.flatMap(({ stranded, name }) => (stranded && name !== undefined ? [name] : []))
  const [unknown] = deploy.options.approve.filter((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new AppError(
      'invalid',
      `There is nothing called "${unknown}" to approve. ${known.length === 0 ? 'This plan leaves nobody without pictures.' : `To approve: ${known.join(', ')}.`}`,
    )
  const there = await lstat(file).catch(() => undefined)
  if (there && !there.isFile())
    throw new AppError('invalid', `${file} is no regular file, so no plan is written there.`)
  const text = planFileText(planned.plan, { database: planned.place, plannedAt: new Date() })
  await replaceFile(file, text).catch((error: unknown) => {
    throw new AppError('invalid', `The plan cannot be written to ${file}: ${messageOf(error)}`, { cause: error })
  })
  await report(args, planned, null, previewOutcome(planned, `written to ${file}`))
}

async function applyFile(args: SyncArguments, env: Env, file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new AppError('invalid', `The plan ${file} cannot be read: ${messageOf(error)}`, { cause: error })
  })
  const plan = readPlanFile(text, file)
  const origin = args.actor === undefined ? plan.origin : { ...plan.origin, actor: args.actor }
  const applied = await runPlan(env, { ...plan, origin })
  await reportApplied(args, applied)
}

function appliedOutcome({ plan, refusals, releaseId }: Planned & { releaseId: number | null }): string {
  if (refusals.length > 0) return 'Refused. Nothing was changed.'
  if (releaseId === null) return 'Nothing to do.'
  return plan.changes.length === 0
    ? `Nothing to change; ${adoptedCount(plan)} taken into release ${releaseId}.`
    : `${changeCount(plan)} applied as release ${releaseId}.`
}

const reportApplied = (args: SyncArguments, applied: Planned & { releaseId: number | null }): Promise<void> =>
  report(args, applied, applied.releaseId, appliedOutcome(applied))

async function reportStatus(args: SyncArguments, env: Env): Promise<void> {
  const found = await lookAtStatus(env)
  await print(
    {
      pretty: () => statusPretty(found, hasColours()),
      json: () => statusJson(found),
      markdown: () => statusMarkdown(found),
    }[args.format](),
  )
  if (args.hasExitCode && !found.status.inSync) process.exitCode = exitCodes.changes
}

const exitCodeOf = (error: unknown): number | undefined =>
  error instanceof StalePlan ? exitCodes.stale : error instanceof GuardRefusal ? exitCodes.refused : undefined

/** `npm run sync-config`. */
export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const order = readSyncArguments(args)
    if (!order) return print(help)
    const env = envFor(order)
    if (order.mode.name === 'status') return reportStatus(order, env)
    if (order.mode.name === 'apply') return applyFile(order, env, order.mode.file)
    const deploy = { env, rollbackTo: order.rollbackTo, options: order.options }
    if (order.planOut !== undefined) return writePlanFile(order, deploy, order.planOut)
    if (order.isDryRun) return dryRun(order, deploy)
    return reportApplied(order, await runDeploy(deploy))
  }, exitCodeOf)
