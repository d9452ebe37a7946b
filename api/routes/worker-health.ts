import { Hono } from 'hono'
import { isLocal } from './client-address.ts'
import type { ApiDeps } from './deps.ts'
import { withoutDetails } from './health.ts'

/** What a worker process answers: for supervisors and Prometheus, and nothing else. */
export function buildWorkerApp({ metrics, readiness }: Pick<ApiDeps, 'metrics' | 'readiness'>): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
    c.header('x-content-type-options', 'nosniff')
  })
  return app
    .get('/healthz', (c) => c.json({ ok: true }))
    .get('/readyz', async (c) => {
      const state = await readiness()
      return c.json(isLocal(c) ? state : withoutDetails(state), state.ok ? 200 : 503)
    })
    .get('/metrics', async (c) => c.body(await metrics.text(), 200, { 'content-type': metrics.contentType }))
}
