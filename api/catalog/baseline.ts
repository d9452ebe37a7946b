import { access, readFile } from 'node:fs/promises'
import { AppError, messageOf } from '../domain/error.ts'
import type { Finding } from './finding.ts'
import { replaceFile } from './replace-file.ts'
import type { Report } from './report.ts'

/** Findings that were there when a team began, and that count for nothing until someone removes them. Lines move, so there are none. */
export interface BaselineEntry {
  rule: string
  file: string
  message: string
  count: number
}

/** A report without what the baseline knows, and what of the baseline is found no more. */
export interface BaselinedReport {
  report: Report
  /** What the baseline should hold now: never more than it did. */
  kept: BaselineEntry[]
  stale: number
}

const keyOf = ({ rule, file, message }: Pick<Finding, 'rule' | 'file' | 'message'>): string =>
  JSON.stringify([rule, file, message])

const isEntry = (value: unknown): value is BaselineEntry =>
  typeof value === 'object' &&
  value !== null &&
  ['rule', 'file', 'message'].every((name) => typeof Reflect.get(value, name) === 'string') &&
  Number.isInteger(Reflect.get(value, 'count'))

/**
 * The entries of a baseline file; undefined where there is none.
 * @throws AppError `invalid` where it is something else: an unreadable baseline must not pass as an empty one.
 */
export async function readBaseline(path: string): Promise<BaselineEntry[] | undefined> {
  const exists = await access(path).then(
    () => true,
    () => false,
  )
  if (!exists) return undefined
  try {
    const { version, findings } = JSON.parse(await readFile(path, 'utf8')) as { version?: unknown; findings?: unknown }
    if (version === 1 && Array.isArray(findings) && findings.every(isEntry)) return findings
  } catch (error) {
    throw new AppError('invalid', `${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
  throw new AppError('invalid', `${path} is no baseline: it must hold version 1 and a list of findings.`)
}

/**
 * Takes away what a baseline knows. A key in a file counts always: it has to be revoked, not remembered. Only what the
 * run could have found again is stale where it was not; `isLookedAt` says so of an entry.
 */
export function applyBaseline(
  report: Report,
  entries: readonly BaselineEntry[],
  isLookedAt: (entry: BaselineEntry) => boolean,
): BaselinedReport {
  const left = new Map(entries.map((entry) => [keyOf(entry), entry.count]))
  const findings = report.findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0
    if (count === 0 || finding.rule === 'secret/literal') return true
    left.set(keyOf(finding), count - 1)
    return false
  })
  const staleOf = (entry: BaselineEntry): number => (isLookedAt(entry) ? (left.get(keyOf(entry)) ?? 0) : 0)
  const kept = entries.flatMap((entry) => {
    const count = entry.count - staleOf(entry)
    return count > 0 ? [{ ...entry, count }] : []
  })
  return { report: { ...report, findings }, kept, stale: entries.reduce((sum, entry) => sum + staleOf(entry), 0) }
}

/** A first baseline: everything that is found now. */
export function firstBaseline(findings: readonly Finding[]): BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>()
  for (const finding of findings) {
    if (finding.rule === 'secret/literal') continue
    const { rule, file, message } = finding
    const known = entries.get(keyOf(finding)) ?? { rule, file, message, count: 0 }
    entries.set(keyOf(finding), { ...known, count: known.count + 1 })
  }
  return [...entries.values()]
}

/** Writes a baseline so that no other run sees half of it. */
export const writeBaseline = (path: string, findings: readonly BaselineEntry[]): Promise<void> =>
  replaceFile(path, `${JSON.stringify({ version: 1, findings }, null, 2)}\n`)
