import { Hono } from 'hono'
import type { PasswordChange, SessionCreate } from '../contract/types.gen.ts'
import { body } from '../contract/validate.ts'
import { AppError } from '../domain/error.ts'
import { clientAddressOf } from './client-address.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { dropSession, keepSession, sessionTokenOf } from './middleware/session.ts'

const tooMany = (retryAfterSeconds: number): AppError =>
  new AppError('too_many', 'Too many failed attempts. Try again later.', { retryAfterSeconds })

/** Signing in. Needs no session. */
export function signInRoutes({ stores, publicOrigin, trustsProxy, now }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>().post('/session', body<SessionCreate>('session-create'), async (c) => {
    const { name, password } = c.req.valid('json')
    const from = `address ${clientAddressOf(c, trustsProxy)}`
    const attempt = await stores.loginAttempts.begin([`name ${name.toLowerCase()}`, from], now())
    if (!attempt.allowed) throw tooMany(attempt.retryAfterSeconds)
    const user = await stores.users.authenticate(name, password)
    if (!user) throw new AppError('unauthenticated', 'The name or the password is wrong.')
    await stores.loginAttempts.forgive(attempt.ids)
    const earlier = sessionTokenOf(c, publicOrigin)
    if (earlier !== undefined) await stores.sessions.close(earlier)
    const { token, expiresAt } = await stores.sessions.open(user.id, now())
    keepSession(c, token, expiresAt, publicOrigin)
    return c.json({ user })
  })
}

/** The own session. */
export function sessionRoutes({ stores, publicOrigin, now }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/session', (c) => c.json({ user: c.get('user') }))
    .delete('/session', async (c) => {
      await stores.sessions.close(c.get('sessionToken'))
      dropSession(c, publicOrigin)
      return c.body(null, 204)
    })
    .post('/session/password', body<PasswordChange>('password-change'), async (c) => {
      const { currentPassword, newPassword } = c.req.valid('json')
      const user = c.get('user')
      // Whoever got hold of a session must not find out the password with it either.
      const attempt = await stores.loginAttempts.begin([`name ${user.name.toLowerCase()}`], now())
      if (!attempt.allowed) throw tooMany(attempt.retryAfterSeconds)
      if (!(await stores.users.authenticate(user.name, currentPassword))) {
        const message = 'This is not the password that holds now.'
        throw new AppError('invalid', message, { fields: { currentPassword: message } })
      }
      await stores.loginAttempts.forgive(attempt.ids)
      await stores.users.setPassword(user.id, newPassword)
      await stores.sessions.closeOthers(user.id, c.get('sessionToken'))
      return c.body(null, 204)
    })
}
