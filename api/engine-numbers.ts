import type { Stores } from './db/stores.ts'
import type { EngineNumbers } from './metrics/engine-metrics.ts'

/** The numbers of the database for a scrape, at most five seconds old. */
export async function engineNumbers(
  { overview, standings }: Pick<Stores, 'overview' | 'standings'>,
  now: Date,
): Promise<EngineNumbers> {
  const [counts, { providers, workersAlive }] = await Promise.all([overview.counts(now), standings.recent(now)])
  const { imagesMissing, succeeded24h, failed24h, cancelled24h, costUsd24h } = counts
  return { providers, workersAlive, imagesMissing, succeeded24h, failed24h, cancelled24h, costUsd24h }
}
