import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { WorkerMeter } from '../worker/ports.ts'

/** What a worker of this process could take at once, and what it has. */
export interface WorkerLoad {
  slots: number
  inHand: number
}

/** Pictures take seconds, and long calls minutes. */
const buckets = [0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300]

const sumOf = (loads: readonly (() => WorkerLoad)[], field: keyof WorkerLoad): number =>
  loads.reduce((sum, load) => sum + load()[field], 0)

/** What the workers of this process do. */
export function workerMetrics(registry: Registry): {
  meter: WorkerMeter
  watchWorker: (load: () => WorkerLoad) => void
} {
  const registers = [registry]
  const loads: (() => WorkerLoad)[] = []
  const generations = new Histogram({
    name: 'atelier_generation_duration_seconds',
    help: 'How long a worker had a generation in hand when it finished it.',
    labelNames: ['model', 'outcome'] as const,
    buckets,
    registers,
  })
  const calls = new Histogram({
    name: 'atelier_provider_call_duration_seconds',
    help: 'Time of a call to a provider, whatever came of it.',
    labelNames: ['provider', 'model'] as const,
    buckets,
    registers,
  })
  const failures = new Counter({
    name: 'atelier_provider_failures_total',
    help: 'Steps of generations that failed, by class of error.',
    labelNames: ['provider', 'class'] as const,
    registers,
  })
  const costs = new Counter({
    name: 'atelier_provider_cost_usd_total',
    help: 'US dollars that calls came to.',
    labelNames: ['provider', 'model'] as const,
    registers,
  })
  const leases = new Counter({
    name: 'atelier_leases_lost_total',
    help: 'Generations that were taken from a worker because it had been silent for too long.',
    registers,
  })
  const fallbacks = new Counter({
    name: 'atelier_fallbacks_total',
    help: 'Generations that were given to another model of their tier.',
    labelNames: ['from', 'to'] as const,
    registers,
  })
  for (const [field, name, help] of [
    ['slots', 'atelier_worker_slots', 'Generations that the workers of this process take at once.'],
    ['inHand', 'atelier_worker_in_hand', 'Generations that the workers of this process work on.'],
  ] as const) {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(sumOf(loads, field))
        },
      }),
    )
  }
  return {
    watchWorker: (load) => void loads.push(load),
    meter: {
      finished: (outcome, { modelId }, seconds) => generations.observe({ model: modelId, outcome }, seconds),
      called: ({ providerId, modelId }, seconds) => calls.observe({ provider: providerId, model: modelId }, seconds),
      failed: ({ providerId, errorClass }) => failures.inc({ provider: providerId, class: errorClass }),
      spent: ({ providerId, modelId }, costUsd) => costs.inc({ provider: providerId, model: modelId }, costUsd),
      leaseLost: () => leases.inc(),
      fellBack: ({ from, to }) => fallbacks.inc({ from, to }),
    },
  }
}
