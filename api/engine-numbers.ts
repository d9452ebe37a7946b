import type { Stores } from './db/stores.ts'
import type { EngineNumbers } from './metrics/engine-metrics.ts'

/** The numbers of the database for a scrape, at most five seconds old. */
export async function engineNumbers(
  { overview, standings, deliveries }: Pick<Stores, 'overview' | 'standings' | 'deliveries'>,
  now: Date,
): Promise<EngineNumbers> {
  const [counts, { providers, workersAlive }, webhooks] = await Promise.all([
    overview.counts(now),
    standings.recent(now),
    deliveries.waiting(now),
  ])
  const { imagesMissing, succeeded24h, failed24h, cancelled24h, costUsd24h } = counts
  return { providers, workersAlive, imagesMissing, succeeded24h, failed24h, cancelled24h, costUsd24h, webhooks }
}
