import { Hono } from 'hono'
import { AppError } from '../domain/error.ts'
import { isLocal } from './client-address.ts'
import type { ApiDeps, ApiEnv, Readiness } from './deps.ts'
import type { RequestMetrics } from './middleware/request-metrics.ts'
import { requireSession } from './middleware/session.ts'

/** Strangers learn what does not work, not why. */
function withoutDetails({ ok, checks }: Readiness): Readiness {
  return { ok, checks: Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, { ok: check.ok }])) }
}

const gauge = (name: string, help: string, samples: [labels: string, value: number][]): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} gauge`,
  ...samples.map(([labels, value]) => `${name}${labels} ${value}`),
]

/** For load balancers, supervisors and Prometheus. */
export function healthRoutes(deps: ApiDeps, metrics: RequestMetrics): Hono<ApiEnv> {
  const { stores, readiness, now } = deps
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
        const counts = await stores.overview.counts(now()).catch((error: unknown) => {
          throw new AppError('unavailable', 'The database does not answer.', { cause: error })
        })
        const lines = [
          ...gauge('atelier_queue_generations', 'Generations that wait or run.', [
            ['{status="queued"}', counts.queued],
            ['{status="running"}', counts.running],
          ]),
          ...gauge('atelier_finished_generations_24h', 'Generations that finished in the last 24 hours, by outcome.', [
            ['{outcome="succeeded"}', counts.succeeded24h],
            ['{outcome="failed"}', counts.failed24h],
            ['{outcome="cancelled"}', counts.cancelled24h],
          ]),
          ...gauge('atelier_cost_usd_24h', 'US dollars of generations that finished in the last 24 hours.', [
            ['', counts.costUsd24h],
          ]),
          ...gauge('atelier_images_missing', 'Slots without a picture.', [['', counts.imagesMissing]]),
          ...gauge('atelier_process_resident_memory_bytes', 'Memory of this process.', [
            ['', process.memoryUsage.rss()],
          ]),
          ...metrics.lines(),
        ]
        return c.body(`${lines.join('\n')}\n`, 200, {
          'content-type': 'text/plain; version=0.0.4; charset=utf-8',
          'cache-control': 'no-store',
        })
      },
    )
}
