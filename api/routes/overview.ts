import { Hono } from 'hono'
import { noticesOf } from './notices.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'

/** How things stand, for the first page. */
export function overviewRoutes({ stores, catalog, modes, now }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>().get('/overview', async (c) => {
    const release = await stores.releases.latest()
    const { contents, imagesMissing, queued, running, failed24h, succeeded24h, costUsd24h } =
      await stores.overview.counts(now())
    const current = release ? await catalog() : undefined
    const modeById = current ? modes(current) : new Map()
    const providers = (current?.providers ?? []).map((provider) => ({
      id: provider.id,
      displayName: provider.display_name,
      mode: modeById.get(provider.id) ?? 'not_configured',
    }))
    const notices = noticesOf(await stores.standings.recent(now()), modeById)
    const counts = { contents, imagesMissing, queued, running, failed24h, succeeded24h }
    return c.json({ release: release ?? null, providers, counts, costUsd24h, notices })
  })
}
