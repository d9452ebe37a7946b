import type { AuthProvider } from 'react-admin'
import { HttpError } from 'react-admin'
import { request } from './api-client.ts'
import type { User } from './records.ts'

const isSignedOut = (error: unknown): boolean => error instanceof HttpError && error.status === 401

/** The signed-in user, asked for once: every page checks, and the cookie itself cannot be read here. */
let session: Promise<User> | undefined

/**
 * Who is signed in. Rejects with status 401 where nobody is, and asks the server again the next time. To remember that
 * nobody is would be wrong after a sign-in in another tab, and an answer without any wait lets the framework check, sign
 * out and check again in one go, for seconds, before it gets to showing the sign-in page.
 */
export function readSession(): Promise<User> {
  session ??= request<{ user: User }>('GET', '/session').then(
    (answer) => answer.user,
    (error: unknown) => {
      session = undefined
      throw error
    },
  )
  return session
}

/** Sessions are httpOnly cookies: nothing of them is kept in the browser's storage. */
export const authProvider: AuthProvider = {
  async login({ username, password }: { username: string; password: string }) {
    const { user } = await request<{ user: User }>('POST', '/session', { body: { name: username, password } })
    session = Promise.resolve(user)
  },
  async logout(reason: unknown) {
    if (!isSignedOut(reason) && (await readSession().catch(() => undefined)))
      await request('DELETE', '/session').catch(() => undefined)
    session = undefined
  },
  async checkAuth() {
    try {
      await readSession()
    } catch (error) {
      // A server that is down is no reason to sign anyone out: the page shows what failed.
      // With its status, so that it is not taken for something worth asking again: that would hold the sign-in page back.
      if (isSignedOut(error))
        throw Object.assign(new HttpError('Sign in to go on.', 401), { message: false, logoutUser: true })
    }
  },
  async checkError(error: unknown) {
    if (isSignedOut(error)) throw new HttpError('Your session has ended. Sign in to go on.', 401)
  },
  async getIdentity() {
    const user = await readSession()
    return { id: user.id, fullName: user.name }
  },
  async getPermissions() {
    return (await readSession().catch(() => undefined))?.role
  },
}
