import { AppError } from '../domain/error.ts'
import { type SyncPlan, unapproved } from './sync-plan.ts'
import type { Impact } from './impact.ts'

const namesShown = 10

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** `3 accounts (Northwind, Acme and Contoso), 5 sites, 40 articles, 2 queued generations`. */
export function hitInWords({ accounts, sites, contents, queued, names }: Impact): string {
  if (accounts === 0) return queued > 0 ? counted(queued, 'queued generation') : 'nobody yet'
  const shown = names.slice(0, namesShown)
  const more = accounts - shown.length
  const who = shown.length === 0 ? '' : ` (${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''})`
  return [
    `${counted(accounts, 'account')}${who}`,
    ...(sites > 0 ? [counted(sites, 'site')] : []),
    ...(contents > 0 ? [counted(contents, 'article')] : []),
    ...(queued > 0 ? [counted(queued, 'queued generation')] : []),
  ].join(', ')
}

/** What guards look at. */
type Guarded = Pick<SyncPlan, 'refused' | 'impact' | 'unsound' | 'options'>

/** Each reason why a plan must not be applied as it is, in words. Empty: it may. */
export function refusalsOf(plan: Guarded): string[] {
  const byReason = new Map<string, string[]>()
  for (const { kind, id, why } of plan.refused) byReason.set(why, [...(byReason.get(why) ?? []), `${kind} ${id}`])
  const deletions = [...byReason].map(
    ([why, what]) =>
      `${counted(what.length, 'deletion')} refused: ${what.slice(0, namesShown).join(', ')}${what.length > namesShown ? ` and ${what.length - namesShown} more` : ''}. ${why} --skip-deletes applies the rest without.`,
  )
  const stranded = unapproved(plan.impact, plan.options.approve).map(
    (impact) =>
      `${impact.name} would leave ${hitInWords(impact)} without pictures. ${impact.why} If that is meant: --plan-out FILE --approve ${impact.name}, then --apply FILE.`,
  )
  const unsound = plan.unsound.map(
    ({ rule, file, message }) => `With what was left out the catalog would not be sound: ${file} ${rule}: ${message}`,
  )
  return [...deletions, ...stranded, ...unsound]
}

/** A plan that a guard stands in the way of. */
export class GuardRefusal extends AppError {
  constructor(refusals: readonly string[]) {
    super('refused', ['Refused. Nothing was changed.', ...refusals.map((refusal) => `  ${refusal}`)].join('\n'))
    this.name = 'GuardRefusal'
  }
}

/** @throws GuardRefusal where a guard stands in the way */
export function assertAllowed(plan: Guarded): void {
  const refusals = refusalsOf(plan)
  if (refusals.length > 0) throw new GuardRefusal(refusals)
}
