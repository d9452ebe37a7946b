import { Hono } from 'hono'
import { AppError } from '../domain/error.ts'
import { isLocal } from './client-address.ts'
import type { ApiDeps, ApiEnv, Readiness } from './deps.ts'
import { requireSession } from './middleware/session.ts'

/** Strangers learn what does not work, not why. */
export function withoutDetails({ ok, checks }: Readiness): Readiness {
  return { ok, checks: Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, { ok: check.ok }])) }
}

/** For load balancers, supervisors and Prometheus. */
export function healthRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const { readiness, metrics } = deps
  const signedIn = requireSession(deps)
  return new Hono<ApiEnv>()
    .get('/healthz', (c) => {
      c.header('cache-control', 'no-store')
      return c.json({ ok: true })
    })
    .get('/readyz', async (c) => {
      const state = await readiness()
      c.header('cache-control', 'no-store')
      return c.json(isLocal(c) ? state : withoutDetails(state), state.ok ? 200 : 503)
    })
    .get(
      '/metrics',
      async (c, next) => (isLocal(c) ? next() : signedIn(c, next)),
      async (c) => {
        const text = await metrics.text().catch((error: unknown) => {
          throw new AppError('unavailable', 'The database does not answer.', { cause: error })
        })
        return c.body(text, 200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' })
      },
    )
}
