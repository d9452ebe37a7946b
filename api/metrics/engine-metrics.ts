import { Gauge, type Registry } from 'prom-client'
import type { ProviderStanding } from '../domain/provider-standing.ts'

/** What the database knows, for a scrape. */
export interface EngineNumbers {
  providers: readonly ProviderStanding[]
  workersAlive: number
  imagesMissing: number
  succeeded24h: number
  failed24h: number
  cancelled24h: number
  costUsd24h: number
  webhooks: {
    waiting: number
    oldestSeconds: number | null
    oldestDueSeconds: number | null
    switchedOff: number
  }
}

/** Queue, providers and budgets, the same from every process that is asked. Answers what sets the gauges. */
export function engineMetrics(registry: Registry): (numbers: EngineNumbers) => void {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> =>
    new Gauge({ name: `atelier_${name}`, help, labelNames, registers: [registry] })

  const generations = gauge('queue_generations', 'Generations that wait or run.', 'status', 'provider')
  const oldestDue = gauge(
    'queue_oldest_due_seconds',
    'For how long the generation that waits longest could have been made; 0 where none waits.',
    'provider',
  )
  const paused = gauge('provider_paused', '1 while nothing is sent until a person resumes the provider.', 'provider')
  const circuitOpen = gauge('provider_circuit_open', '1 while calls are held back because too many failed.', 'provider')
  const budgetLeft = gauge(
    'provider_budget_left_usd',
    'US dollars that the provider may still cost today. Absent where there is no limit.',
    'provider',
  )
  const workers = gauge('workers_alive', 'Workers, of all processes, that said within a minute that they live.')
  const finished = gauge(
    'finished_generations_24h',
    'Generations that finished in the last 24 hours, by outcome.',
    'outcome',
  )
  const cost = gauge('cost_usd_24h', 'US dollars of generations that finished in the last 24 hours.')
  const missing = gauge('images_missing', 'Slots without a picture.')
  const deliveries = gauge('webhook_deliveries_waiting', 'Deliveries to webhooks that are not over.')
  const oldestDelivery = gauge(
    'webhook_oldest_waiting_seconds',
    'Age of the oldest event that a webhook has not been told of; 0 where none waits.',
  )
  const oldestDueDelivery = gauge(
    'webhook_oldest_due_seconds',
    'For how long the delivery that waits longest could have been sent; 0 where none could.',
  )
  const switchedOff = gauge('webhooks_switched_off', 'Webhooks that are off because of what their receiver did.')
  const byProvider = [generations, oldestDue, paused, circuitOpen, budgetLeft]

  return (numbers) => {
    // A provider that left the catalog is shown no longer.
    for (const each of byProvider) each.reset()
    for (const standing of numbers.providers) {
      const { providerId: provider, queued, running, oldestDueSeconds, pausedAt, openedAt } = standing
      const { limitUsd, spentUsd, reservedUsd } = standing
      generations.set({ status: 'queued', provider }, queued)
      generations.set({ status: 'running', provider }, running)
      oldestDue.set({ provider }, oldestDueSeconds ?? 0)
      paused.set({ provider }, Number(pausedAt !== null))
      circuitOpen.set({ provider }, Number(openedAt !== null))
      if (limitUsd !== null) budgetLeft.set({ provider }, limitUsd - spentUsd - reservedUsd)
    }
    workers.set(numbers.workersAlive)
    finished.set({ outcome: 'succeeded' }, numbers.succeeded24h)
    finished.set({ outcome: 'failed' }, numbers.failed24h)
    finished.set({ outcome: 'cancelled' }, numbers.cancelled24h)
    cost.set(numbers.costUsd24h)
    missing.set(numbers.imagesMissing)
    deliveries.set(numbers.webhooks.waiting)
    oldestDelivery.set(numbers.webhooks.oldestSeconds ?? 0)
    oldestDueDelivery.set(numbers.webhooks.oldestDueSeconds ?? 0)
    switchedOff.set(numbers.webhooks.switchedOff)
  }
}
