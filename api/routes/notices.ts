import type { EngineStanding } from '../db/standing-store.ts'
import { type ProviderStanding, conditionOf } from '../domain/provider-standing.ts'
import type { ProviderMode, ProviderModes } from '../domain/tier.ts'

export interface Notice {
  kind:
    | 'no_worker'
    | 'provider_paused'
    | 'provider_not_configured'
    | 'circuit_open'
    | 'provider_budget'
    | 'account_budget'
    | 'unknown_outcome'
  /** `error`: nothing goes on until a person acts. `warning`: it may end by itself. */
  severity: 'error' | 'warning'
  message: string
  providerId?: string
  accountId?: number
  count: number
}

const generations = (count: number, one: string, many: string): string =>
  count === 1 ? `1 generation ${one}` : `${count} generations ${many}`

const waits = (count: number): string =>
  count === 0 ? 'Nothing waits for it.' : `${generations(count, 'waits', 'wait')} for it.`

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

const clock = (at: Date): string => `${at.toISOString().slice(11, 16)} UTC`

function conditionNotice(provider: ProviderStanding, mode: ProviderMode | undefined): Notice[] {
  const { providerId, displayName: name, queued, failures, lastFailure } = provider
  const condition = conditionOf(provider, mode)
  const about = { providerId, count: queued }
  switch (condition.kind) {
    case 'paused': {
      const who = condition.by === null ? 'paused itself' : `was paused by ${condition.by}`
      return [
        {
          kind: 'provider_paused',
          severity: 'error',
          message: `${name} ${who}: ${sentence(condition.reason)} ${waits(queued)} Mend what is wrong, then resume it.`,
          ...about,
        },
      ]
    }
    case 'not_configured':
      return queued === 0
        ? []
        : [
            {
              kind: 'provider_not_configured',
              severity: 'error',
              message: `${name} has no key, and ${generations(queued, 'waits', 'wait')} for it. Set its key for the workers, or cancel them.`,
              ...about,
            },
          ]
    case 'circuit_open': {
      const when =
        condition.nextTrialAt === null
          ? 'The next call tries it.'
          : `The next try is at ${clock(condition.nextTrialAt)}.`
      return [
        {
          kind: 'circuit_open',
          severity: 'warning',
          message: `${name} failed ${failures} times in a row, so its calls are held back. ${when} ${waits(queued)} Last failure: ${sentence(lastFailure ?? 'unknown')}`,
          ...about,
        },
      ]
    }
    case 'waiting':
    case 'running':
      return []
  }
}

function budgetNotice(provider: ProviderStanding): Notice[] {
  const { providerId, displayName: name, limitUsd, spentUsd, reservedUsd, unaffordable } = provider
  if (limitUsd === null || (unaffordable === 0 && spentUsd + reservedUsd < limitUsd)) return []
  return [
    {
      kind: 'provider_budget',
      severity: 'warning',
      message: `${name} may cost $${limitUsd.toFixed(2)} a day, and $${(spentUsd + reservedUsd).toFixed(2)} are spent or held today. ${waits(unaffordable)} It goes on at 00:00 UTC, or with a larger usd_per_day.`,
      providerId,
      count: unaffordable,
    },
  ]
}

const severities = ['error', 'warning']

/** One clear line for each thing that keeps work from going on, the most urgent first. */
export function noticesOf(standing: EngineStanding, modes: ProviderModes): Notice[] {
  const { providers, stuckAccounts, unknownCalls, workersAlive } = standing
  const due = providers.reduce((sum, provider) => sum + provider.due, 0)
  const notices: Notice[] = []
  if (workersAlive === 0 && due > 0)
    notices.push({
      kind: 'no_worker',
      severity: 'error',
      message: `No worker is alive, and ${generations(due, 'waits', 'wait')}. Start one: npm run work`,
      count: due,
    })
  for (const provider of providers) {
    notices.push(...conditionNotice(provider, modes.get(provider.providerId)), ...budgetNotice(provider))
  }
  for (const { accountId, accountName, planId, count } of stuckAccounts)
    notices.push({
      kind: 'account_budget',
      severity: 'warning',
      message: `${accountName} (plan "${planId}") has used up this month, and ${generations(count, 'waits', 'wait')}. Give it a larger plan, or wait for the next month.`,
      accountId,
      count,
    })
  for (const { providerId, displayName, count } of unknownCalls)
    notices.push({
      kind: 'unknown_outcome',
      severity: 'error',
      message: `${generations(count, 'failed', 'failed')} in the last 7 days without anybody knowing whether ${displayName} billed the call. Look it up there, then retry to call again.`,
      providerId,
      count,
    })
  return notices.toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity))
}
