import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import { AppError } from '../../domain/error.ts'
import type { ApiDeps } from '../deps.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
const hostsOfThisMachine = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The name in a Host header, without its port. */
const nameIn = (host: string): string => host.toLowerCase().replace(/:\d+$/, '')

/**
 * A page of another site that points its own name at this machine (DNS rebinding) sends its own name as Host.
 * A proxy in front sends the public one, or that of this machine.
 */
export const onlyKnownHosts = ({ publicOrigin, answersAnyHost }: Pick<ApiDeps, 'publicOrigin' | 'answersAnyHost'>) => {
  const known = new Set([...hostsOfThisMachine, ...(publicOrigin === null ? [] : [nameIn(new URL(publicOrigin).host)])])
  return createMiddleware(async (c, next) => {
    const host = c.req.header('host') ?? new URL(c.req.url).host
    if (!answersAnyHost && !known.has(nameIn(host))) {
      throw new HTTPException(421, {
        message: `This server does not answer for the host "${nameIn(host)}". It answers for: ${[...known].join(', ')}. Behind a proxy, ATELIER_PUBLIC_URL names another.`,
      })
    }
    await next()
  })
}

const isSameHost = (origin: string, host: string): boolean =>
  URL.canParse(origin) && new URL(origin).host === host.toLowerCase()

const isJson = (c: Context): boolean => /^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')

const hasBody = (c: Context): boolean =>
  c.req.header('transfer-encoding') !== undefined || Number(c.req.header('content-length') ?? 0) > 0

/** Requests that change something are JSON, which no form can send; DELETE needs no body, and no form can send it. */
export const onlyJson = () =>
  createMiddleware(async (c, next) => {
    if (!safeMethods.has(c.req.method) && !isJson(c) && !(c.req.method === 'DELETE' && !hasBody(c))) {
      throw new HTTPException(415, {
        message: 'Requests that change something must have content-type: application/json.',
      })
    }
    return next()
  })

/**
 * Requests that change something come from our own pages, or from programs that send neither header.
 * JSON alone would do: another site cannot send it without asking first, and it is never answered yes.
 */
export const onlySameOrigin = (publicOrigin: string | null) =>
  createMiddleware(async (c, next) => {
    if (safeMethods.has(c.req.method)) return next()
    const origin = c.req.header('origin')
    const site = c.req.header('sec-fetch-site')
    const host = c.req.header('host') ?? new URL(c.req.url).host
    const isForeign =
      (origin !== undefined && origin !== publicOrigin && !isSameHost(origin, host)) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none')
    if (isForeign)
      throw new AppError('forbidden', 'This request comes from another site. Only pages of this server may send it.')
    return next()
  })
