import { type ProviderStanding, conditionOf } from './provider-standing.ts'
import type { ProviderMode } from './tier.ts'
import type { TimelineGeneration } from './timeline.ts'

/** Why a generation in the queue is not being made this moment. */
export interface Wait {
  reason:
    | 'backoff'
    | 'provider_works'
    | 'provider_paused'
    | 'provider_waits'
    | 'circuit_open'
    | 'provider_not_configured'
    | 'provider_budget'
    | 'account_budget'
    | 'no_worker'
    | 'in_line'
  message: string
  /** Null: nobody can say. */
  until: Date | null
}

/** What a generation may have to wait for. */
export interface WaitSurroundings {
  provider: ProviderStanding | undefined
  mode: ProviderMode | undefined
  /** What its account has left this month; undefined where that is not known. */
  left: { usd: number; credits: number } | undefined
  workersAlive: number
}

const nextDay = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1))
const nextMonth = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))

/** What keeps a call from being made, whichever generation it is for. */
function providerWait(provider: ProviderStanding, { mode }: WaitSurroundings): Wait | undefined {
  const name = provider.displayName
  const condition = conditionOf(provider, mode)
  switch (condition.kind) {
    case 'paused':
      return {
        reason: 'provider_paused',
        message: `${name} is paused, and nothing is sent to it until a person resumes it: ${condition.reason}`,
        until: null,
      }
    case 'not_configured':
      return { reason: 'provider_not_configured', message: `${name} has no key here.`, until: null }
    case 'waiting':
      return {
        reason: 'provider_waits',
        message: `${name} asked to be left alone for a while.`,
        until: condition.until,
      }
    case 'circuit_open':
      return {
        reason: 'circuit_open',
        message: `${name} failed ${provider.failures} times in a row; one call at a time tries whether it is well again.`,
        until: condition.nextTrialAt,
      }
    case 'running':
      return undefined
  }
}

function budgetWait(generation: TimelineGeneration, around: WaitSurroundings): Wait | undefined {
  const { provider, left } = around
  const { estimateUsd, estimateCredits, readAt: now } = generation
  if (left && (estimateUsd > left.usd || estimateCredits > left.credits))
    return {
      reason: 'account_budget',
      message:
        'What its account may spend this month is used up. Give the account a larger plan, or wait for the next month.',
      until: nextMonth(now),
    }
  if (
    provider &&
    provider.limitUsd !== null &&
    estimateUsd > provider.limitUsd - provider.spentUsd - provider.reservedUsd
  )
    return {
      reason: 'provider_budget',
      message: `What ${provider.displayName} may cost a day is used up. Raise usd_per_day, or wait for the next day.`,
      until: nextDay(now),
    }
  return undefined
}

function ownWait({ runAt, readAt, errorMessage, taskId }: TimelineGeneration): Wait | undefined {
  if (runAt <= readAt) return undefined
  if (errorMessage !== null)
    return { reason: 'backoff', message: `It is tried again after: ${errorMessage}`, until: runAt }
  return taskId === null
    ? { reason: 'backoff', message: 'It is to be made no sooner.', until: runAt }
    : { reason: 'provider_works', message: 'Its provider still works on it, and is asked for it again.', until: runAt }
}

/** Why a queued generation waits. Undefined where it is not in the queue. */
export function waitOf(generation: TimelineGeneration, around: WaitSurroundings): Wait | undefined {
  if (generation.status !== 'queued') return undefined
  const { provider, workersAlive } = around
  // What is answered is only to be fetched, which no provider has to be well for.
  const held = provider && generation.answeredAt === null ? providerWait(provider, around) : undefined
  if (held && held.until === null && held.reason !== 'circuit_open') return held
  const own = ownWait(generation)
  if (own) return own
  if (workersAlive === 0)
    return { reason: 'no_worker', message: 'No worker is alive. Start one: npm run work', until: null }
  if (held) return held
  const unpaid = generation.reservedFor === null ? budgetWait(generation, around) : undefined
  return unpaid ?? { reason: 'in_line', message: 'It is its turn as soon as there is room for it.', until: null }
}
