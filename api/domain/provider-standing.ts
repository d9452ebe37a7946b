import type { ProviderMode } from './tier.ts'

/** How a provider stands now: its queue, its money, and what calls to it came to. */
export interface ProviderStanding {
  providerId: string
  displayName: string
  /** False where it left the catalog. */
  isInCatalog: boolean
  queued: number
  /** Of the queued: those whose time has come. */
  due: number
  running: number
  /** How long the one that is due longest has been; null where none is. */
  oldestDueSeconds: number | null
  /** Of the queued: those that alone cost more than what is left of the day's budget. */
  unaffordable: number
  /** YYYY-MM-DD, UTC. */
  day: string
  /** US dollars a day; null: no limit. */
  limitUsd: number | null
  spentUsd: number
  reservedUsd: number
  /** Calls that failed in a row. */
  failures: number
  lastFailure: string | null
  openedAt: Date | null
  cooldownUntil: Date | null
  waitUntil: Date | null
  pausedAt: Date | null
  pausedClass: string | null
  pausedReason: string | null
  pausedBy: string | null
  /** When this was read, by the clock of the database, which sets all times here. */
  readAt: Date
}

/** Whether calls go out to a provider, and where not, until what. */
export type ProviderCondition =
  | { kind: 'running' }
  | { kind: 'waiting'; until: Date }
  /** `nextTrialAt` is null where the next call may try now. */
  | { kind: 'circuit_open'; since: Date; nextTrialAt: Date | null }
  /** `by` is null where an error paused it. */
  | { kind: 'paused'; since: Date; class: string; reason: string; by: string | null }
  | { kind: 'not_configured' }

const ifLater = (date: Date | null, now: Date): Date | null => (date !== null && date > now ? date : null)

/** Of several reasons why nothing is sent, the one that has to end first. */
export function conditionOf(standing: ProviderStanding, mode: ProviderMode | undefined): ProviderCondition {
  const { readAt: now, pausedAt, pausedClass, pausedReason, pausedBy, openedAt, cooldownUntil } = standing
  if (pausedAt !== null)
    return { kind: 'paused', since: pausedAt, class: pausedClass ?? '', reason: pausedReason ?? '', by: pausedBy }
  if (mode === undefined || mode === 'not_configured') return { kind: 'not_configured' }
  const waitUntil = ifLater(standing.waitUntil, now)
  const nextTrialAt = ifLater(cooldownUntil, now)
  if (waitUntil !== null && (nextTrialAt === null || waitUntil > nextTrialAt))
    return { kind: 'waiting', until: waitUntil }
  if (openedAt !== null) return { kind: 'circuit_open', since: openedAt, nextTrialAt }
  return { kind: 'running' }
}
