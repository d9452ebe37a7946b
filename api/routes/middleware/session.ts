import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { Role } from '../../db/user-store.ts'
import { AppError } from '../../domain/error.ts'
import type { ApiDeps, ApiEnv } from '../deps.ts'

const cookieName = 'atelier_session'

export const sessionTokenOf = (c: Context): string | undefined => getCookie(c, cookieName)

/** Lets the browser keep the session. Scripts cannot read it, and other sites' forms do not send it. */
export function keepSession(c: Context, token: string, expiresAt: Date, isSecure: boolean): void {
  setCookie(c, cookieName, token, { httpOnly: true, sameSite: 'Lax', path: '/', secure: isSecure, expires: expiresAt })
}

export function dropSession(c: Context, isSecure: boolean): void {
  deleteCookie(c, cookieName, { path: '/', secure: isSecure })
}

/** Who asks, or the answer is `unauthenticated`. */
export const requireSession = ({ stores, now }: Pick<ApiDeps, 'stores' | 'now'>) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const token = sessionTokenOf(c)
    const user = token === undefined ? undefined : await stores.sessions.find(token, now())
    if (token === undefined || user === undefined) throw new AppError('unauthenticated', 'Sign in first.')
    c.set('user', user)
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
