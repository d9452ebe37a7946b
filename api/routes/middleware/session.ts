import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { Role } from '../../db/user-store.ts'
import { AppError } from '../../domain/error.ts'
import type { ApiDeps, ApiEnv } from '../deps.ts'

type PublicOrigin = ApiDeps['publicOrigin']

const isHttps = (publicOrigin: PublicOrigin): boolean => publicOrigin?.startsWith('https:') === true

/** Browsers take a `__Host-` cookie only by https and from this very host, so no neighbour can plant one. */
export const sessionCookieName = (publicOrigin: PublicOrigin): string =>
  isHttps(publicOrigin) ? '__Host-atelier_session' : 'atelier_session'

export const sessionTokenOf = (c: Context, publicOrigin: PublicOrigin): string | undefined =>
  getCookie(c, sessionCookieName(publicOrigin))

/** Lets the browser keep the session. Scripts cannot read it, and other sites' forms do not send it. */
export function keepSession(c: Context, token: string, expiresAt: Date, publicOrigin: PublicOrigin): void {
  setCookie(c, sessionCookieName(publicOrigin), token, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    secure: isHttps(publicOrigin),
    expires: expiresAt,
  })
}

export function dropSession(c: Context, publicOrigin: PublicOrigin): void {
  deleteCookie(c, sessionCookieName(publicOrigin), { path: '/', secure: isHttps(publicOrigin) })
}

/** Who asks, or the answer is `unauthenticated`. */
export const requireSession = ({ stores, publicOrigin, now }: Pick<ApiDeps, 'stores' | 'publicOrigin' | 'now'>) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const token = sessionTokenOf(c, publicOrigin)
    const user = token === undefined ? undefined : await stores.sessions.find(token, now())
    if (token === undefined || user === undefined) throw new AppError('unauthenticated', 'Sign in first.')
    c.set('user', user)
    c.set('owner', { userId: user.id })
    c.set('sessionToken', token)
    await next()
  })

/** Only these roles may. After `requireSession`. */
export const requireRole = (...roles: Role[]) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const { role } = c.get('user')
    if (!roles.includes(role))
      throw new AppError('forbidden', `The role ${role} may not do this. It takes: ${roles.join(' or ')}.`)
    await next()
  })
