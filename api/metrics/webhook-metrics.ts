import { Counter, Histogram, type Registry } from 'prom-client'
import type { CourierMeter } from '../webhooks/courier.ts'

/** A receiver has ten seconds. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What the courier of this process does. Receivers are as many as people make, so they are no label. */
export function webhookMetrics(registry: Registry): { courierMeter: CourierMeter } {
  const registers = [registry]
  const attempts = new Histogram({
    name: 'atelier_webhook_attempt_duration_seconds',
    help: 'Time of a try to deliver to a webhook, by what came of it.',
    labelNames: ['outcome'] as const,
    buckets,
    registers,
  })
  const deliveries = new Counter({
    name: 'atelier_webhook_deliveries_total',
    help: 'Deliveries to webhooks that are over, by outcome.',
    labelNames: ['outcome'] as const,
    registers,
  })
  return {
    courierMeter: {
      attempted: (outcome, seconds) => attempts.observe({ outcome }, seconds),
      ended: (outcome) => deliveries.inc({ outcome }),
    },
  }
}
