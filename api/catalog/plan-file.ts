import { createHash } from 'node:crypto'
import { AppError, messageOf } from '../domain/error.ts'
import { canonicalJson } from './field-changes.ts'
import type { SyncPlan } from './sync-plan.ts'

const format = 'atelier-plan'
const version = 1

/** A plan on its way from where it was made to where it is applied, with people's approvals. */
interface PlanFile extends Omit<SyncPlan, 'options'> {
  format: typeof format
  version: typeof version
  /** The database it was made for, for people. */
  database: string
  /** ISO 8601. */
  plannedAt: string
  /** Names of strandings that are meant. The one part of the file that people write. */
  approve: readonly string[]
  options: Omit<SyncPlan['options'], 'approve'>
  /** SHA-256 of everything else: a plan that was changed on its way is not the one that was reviewed. */
  digest: string
}

const digestOf = (content: object): string => createHash('sha256').update(canonicalJson(content)).digest('hex')

/** The text of a plan file. */
export function planFileText(plan: SyncPlan, { database, plannedAt }: { database: string; plannedAt: Date }): string {
  const { approve, ...options } = plan.options
  const content = { ...plan, options, format, version, database, plannedAt: plannedAt.toISOString() }
  const { format: _format, version: _version, changes, placed, rows, ...head } = content
  // What people read and write comes first, and the long lists last.
  const file = { format, version, approve, ...head, digest: digestOf(content), changes, placed, rows }
  return `${JSON.stringify(file, null, 2)}\n`
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string, label: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new AppError('invalid', `${label} is not JSON: ${messageOf(error)}`, { cause: error })
  }
  if (!isObject(value) || value['format'] !== format)
    throw new AppError('invalid', `${label} is not a plan. Make one with: npm run sync-config -- --plan-out ${label}`)
  return value
}

function isAsWritten(content: object, digest: unknown): boolean {
  try {
    return digest === digestOf(content)
  } catch {
    // Nested deeper than anything that was ever written.
    return false
  }
}

/**
 * The plan in a file.
 * @throws AppError `invalid` for anything but a plan that is as it was written, but for its approvals
 */
export function readPlanFile(text: string, label: string): SyncPlan {
  const { approve, digest, ...content } = parsed(text, label)
  if (content['version'] !== version)
    throw new AppError(
      'invalid',
      `${label} is a plan of version ${JSON.stringify(content['version'])}; this Atelier applies version ${version}. Make a new plan.`,
    )
  if (!Array.isArray(approve) || !approve.every((name) => typeof name === 'string'))
    throw new AppError('invalid', `"approve" in ${label} must be a list of names, such as ["tier/premium"].`)
  if (!isAsWritten(content, digest))
    throw new AppError(
      'invalid',
      `${label} was changed after it was made. Only "approve" may be edited by hand. Make a new plan.`,
    )
  // Its digest says that this is what planFileText was given.
  const { options, ...plan } = content as unknown as PlanFile
  return { ...plan, options: { ...options, approve } }
}
