import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import { AppError } from '../../domain/error.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
const hostsOfThisMachine = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The name in a Host header, without its port. */
const nameIn = (host: string): string => host.toLowerCase().replace(/:\d+$/, '')

/**
 * A page of another site that points its own name at this machine (DNS rebinding) sends its own name as Host.
 * @param allowedHosts null: any host may be named
 */
export const onlyKnownHosts = (allowedHosts: readonly string[] | null) => {
  const known = new Set([...hostsOfThisMachine, ...(allowedHosts ?? []).map((host) => nameIn(host))])
  return createMiddleware(async (c, next) => {
    const host = c.req.header('host') ?? new URL(c.req.url).host
    if (allowedHosts !== null && !known.has(nameIn(host))) {
      throw new HTTPException(421, {
        message: `This server does not answer for the host "${nameIn(host)}". It answers for: ${[...known].join(', ')}.`,
      })
    }
    await next()
  })
}

function isSameHost(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === host.toLowerCase()
  } catch {
    return false
  }
}

/**
 * Requests that change something come from our own pages, or from programs that send neither header.
 * JSON alone would do: another site cannot send it without asking first, and it is never answered yes.
 */
export const onlySameOrigin = createMiddleware(async (c, next) => {
  if (safeMethods.has(c.req.method)) return next()
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  const host = c.req.header('host') ?? new URL(c.req.url).host
  const isForeign =
    (origin !== undefined && !isSameHost(origin, host)) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none')
  if (isForeign)
    throw new AppError('forbidden', 'This request comes from another site. Only pages of this server may send it.')
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new HTTPException(415, {
      message: 'Requests that change something must have content-type: application/json.',
    })
  }
  return next()
})
