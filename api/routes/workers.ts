import { Hono } from 'hono'
import type { ApiDeps, ApiEnv } from './deps.ts'

/** Who works on the queue. */
export function workerRoutes({ stores: { workers } }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>().get('/workers', async (c) => {
    const data = await workers.list()
    return c.json({ data, total: data.length })
  })
}
