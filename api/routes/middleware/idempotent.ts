import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { AppError } from '../../domain/error.ts'
import type { ApiEnv, ApiStores } from '../deps.ts'

const header = 'idempotency-key'
const retryAfterSeconds = 2

function keyIn(c: Context): string {
  const key = c.req.header(header)
  if (key !== undefined && /^[\x20-\x7e]{1,200}$/.test(key)) return key
  const message =
    'This request needs the header Idempotency-Key: 1 to 200 printable characters, new for every intention.'
  throw new AppError('invalid', message, { fields: { 'Idempotency-Key': message } })
}

/**
 * What was done must not be done twice. A refusal did nothing, and may not hold a moment later: a model is switched on
 * again, a plan changes, a record appears. The same key may then try again.
 */
const wasDone = (status: number): boolean => status < 400

const replay = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'idempotency-replayed': 'true' },
  })

/** Does a request that spends once, however often it is sent, and answers alike each time. After `requireSession` or `requireToken`. */
export const idempotent = ({ idempotency }: Pick<ApiStores, 'idempotency'>) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const scope = { owner: c.get('owner'), key: keyIn(c) }
    const requestSha256 = createHash('sha256')
      .update(`${c.req.method} ${c.req.path}\n${await c.req.text()}`)
      .digest('hex')
    const found = await idempotency.begin(scope, requestSha256, c.get('requestId'))
    if (found.state === 'done') return replay(found.status, found.body)
    if (found.state === 'running') {
      throw new AppError('conflict', 'The same request is still running. Ask again for its answer.', {
        retryAfterSeconds,
      })
    }
    if (found.state === 'unanswered') {
      const made = found.generationIds.join(', ')
      throw new AppError(
        'conflict',
        `This request was carried out and never answered. It asked for these generations: ${made}. Look at them; send a new key only to make more.`,
      )
    }
    if (found.state === 'other_request') {
      throw new AppError('invalid', 'This Idempotency-Key was used for another request. Use a new key.', {
        fields: { 'Idempotency-Key': 'Was used for another request.' },
      })
    }
    try {
      await next()
      // The copy is read even while the caller hangs up: what was done must be known.
      if (wasDone(c.res.status)) await idempotency.finish(scope, c.res.status, await c.res.clone().json())
      else await idempotency.forget(scope)
    } catch (error) {
      await idempotency.forget(scope)
      throw error
    }
    return undefined
  })
