import { Registry, collectDefaultMetrics } from 'prom-client'
import type { CourierMeter } from '../webhooks/courier.ts'
import type { WorkerMeter } from '../worker/ports.ts'
import { type EngineNumbers, engineMetrics } from './engine-metrics.ts'
import { requestMetrics } from './request-metrics.ts'
import { type SweepMeter, sweepMetrics } from './sweep-metrics.ts'
import { webhookMetrics } from './webhook-metrics.ts'
import { type WorkerLoad, workerMetrics } from './worker-metrics.ts'

/** What a process counts and measures. Labels are ids of the catalog, routes and closed lists: few, and known. */
export interface Metrics {
  contentType: string
  /** Prometheus text. Rejects where the numbers of the database cannot be had. */
  text(): Promise<string>
  /** An answered request, by route and never by path: paths are without end. */
  request(method: string, route: string, status: number, seconds: number): void
  meter: WorkerMeter
  sweepMeter: SweepMeter
  courierMeter: CourierMeter
  /** Shows how much a worker of this process has in hand. */
  watchWorker(load: () => WorkerLoad): void
  /** Shows memory, event-loop lag and garbage collection, under the names that all Node programs use. */
  watchProcess(): void
  /** Shows queue, providers and budgets as the database has them, read anew by each scrape. */
  watchEngine(read: () => Promise<EngineNumbers>): void
}

/** Metrics in a registry of their own: nothing is shared with whoever else runs in this process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  let refresh = (): Promise<void> => Promise.resolve()
  let isWatched = false
  let show: ReturnType<typeof engineMetrics> | undefined
  return {
    contentType: registry.contentType,
    async text() {
      await refresh()
      return registry.metrics()
    },
    request: requestMetrics(registry),
    ...workerMetrics(registry),
    ...sweepMetrics(registry),
    ...webhookMetrics(registry),
    watchProcess() {
      if (!isWatched) collectDefaultMetrics({ register: registry })
      isWatched = true
    },
    watchEngine(read) {
      const set = (show ??= engineMetrics(registry))
      refresh = async () => set(await read())
    },
  }
}
