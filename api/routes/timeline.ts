import { Hono } from 'hono'
import { type TimelineGeneration, timelineOf } from '../domain/timeline.ts'
import { type Wait, waitOf } from '../domain/wait-reason.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { bigIdIn, found } from './request.ts'

/** What happened to a generation, and what it waits for. */
export function timelineRoutes({ stores, catalog, modes }: ApiDeps): Hono<ApiEnv> {
  const waitFor = async (generation: TimelineGeneration): Promise<Wait | undefined> => {
    if (generation.status !== 'queued') return undefined
    const [providers, [spending], workersAlive, current] = await Promise.all([
      stores.standings.providers(),
      stores.spending.ofAccounts([generation.accountId]),
      stores.standings.workersAlive(),
      catalog(),
    ])
    return waitOf(generation, {
      provider: providers.find(({ providerId }) => providerId === generation.providerId),
      mode: modes(current).get(generation.providerId),
      left: spending && {
        usd: spending.limitUsd - spending.spentUsd - spending.reservedUsd,
        credits: spending.limitCredits - spending.spentCredits - spending.reservedCredits,
      },
      workersAlive,
    })
  }

  return new Hono<ApiEnv>().get('/generations/:id/timeline', async (c) => {
    const id = bigIdIn(c, 'generation')
    const facts = found(await stores.timelines.facts(id), 'generation', id)
    return c.json(timelineOf(facts, await waitFor(facts.generation)))
  })
}
