import { randomUUID } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { ApiDeps, ApiEnv } from '../deps.ts'

/** Gives every request an id, and logs and measures it. The query is not logged: people search for private things. */
export const requestLog = ({ logger, metrics }: Pick<ApiDeps, 'logger' | 'metrics'>) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const requestId = randomUUID()
    c.set('requestId', requestId)
    const startedMs = performance.now()
    await next()
    const tookMs = performance.now() - startedMs
    const { status } = c.res
    c.res.headers.set('x-request-id', requestId)
    metrics.request(c.req.method, routePath(c), status, tookMs / 1000)
    const fields = { requestId, method: c.req.method, path: c.req.path, status, tookMs: Math.round(tookMs * 10) / 10 }
    if (status >= 500) logger.warn(fields, 'request failed')
    else logger.info(fields, 'request')
  })
