import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { problemOf, problemResponse } from '../../contract/problem.ts'
import { type Scope, type TokenFinding, accessTokenPrefix } from '../../domain/access-token.ts'
import { AppError } from '../../domain/error.ts'
import { clientAddressOf } from '../client-address.ts'
import type { ApiDeps, ApiEnv } from '../deps.ts'
import { requireSession, sessionTokenOf } from './session.ts'

type TokenDeps = Pick<ApiDeps, 'stores' | 'trustsProxy' | 'now'>

const howTo = `Send the header Authorization: Bearer ${accessTokenPrefix}... with a token that was made in the console, under API access.`

const whyNot = {
  unknown: () => 'There is no such access token.',
  expired: ({ expiresAt }) => `This access token expired at ${expiresAt.toISOString()}.`,
  revoked: ({ revokedAt }) => `This access token was revoked at ${revokedAt.toISOString()}.`,
} as const satisfies {
  [State in Exclude<TokenFinding['state'], 'valid'>]: (finding: Extract<TokenFinding, { state: State }>) => string
}

function wordsOf(finding: Exclude<TokenFinding, { state: 'valid' }>): string {
  if (finding.state === 'expired') return whyNot.expired(finding)
  return finding.state === 'revoked' ? whyNot.revoked(finding) : whyNot.unknown()
}

/** RFC 6750 has nothing said about an error where nothing was sent. */
function challenge(c: Context<ApiEnv>, message: string, error?: 'invalid_token'): Response {
  const answer = problemResponse(problemOf(new AppError('unauthenticated', `${message} ${howTo}`), c.get('requestId')))
  answer.headers.set('www-authenticate', `Bearer realm="atelier"${error ? `, error="${error}"` : ''}`)
  return answer
}

/** Undefined where the header is not of the kind. Anything may stand in it. */
const bearerIn = (c: Context): string | undefined =>
  /^bearer +([\x21-\x7e]{1,200})$/i.exec(c.req.header('authorization') ?? '')?.[1]

/** Wrong tokens are slowed down like wrong passwords, by address: each costs a question to the database. */
async function countFailure(c: Context<ApiEnv>, { stores, trustsProxy, now }: TokenDeps): Promise<void> {
  const attempt = await stores.loginAttempts.begin([`token from ${clientAddressOf(c, trustsProxy)}`], now())
  if (attempt.allowed) return
  throw new AppError('too_many', 'Too many requests with tokens that open nothing. Try again later.', {
    retryAfterSeconds: attempt.retryAfterSeconds,
  })
}

/** A program with an access token, or the answer is 401. Cookies count for nothing. */
export const requireToken = (deps: TokenDeps) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    if (c.req.header('authorization') === undefined) return challenge(c, 'This is for programs with an access token.')
    const finding = await deps.stores.accessTokens.find(bearerIn(c) ?? '')
    if (finding.state !== 'valid') {
      await countFailure(c, deps)
      return challenge(c, wordsOf(finding), 'invalid_token')
    }
    c.set('token', finding.holder)
    c.set('owner', { tokenId: finding.holder.id })
    return next()
  })

/** The token must be allowed to do this. After `requireToken`. */
export const requireScope = (scope: Scope) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const { name, scopes } = c.get('token')
    if (!scopes.includes(scope))
      throw new AppError(
        'forbidden',
        `The access token "${name}" lacks the scope ${scope}. It has: ${scopes.join(', ')}. Make one that has it.`,
      )
    await next()
  })

/** A person who is signed in, or a program whose token has the scope. Browsers behind a proxy may send both. */
export const requireSessionOrToken = (deps: TokenDeps & Pick<ApiDeps, 'publicOrigin'>, scope: Scope) => {
  const byToken = requireToken(deps)
  const hasScope = requireScope(scope)
  const bySession = requireSession(deps)
  return createMiddleware<ApiEnv>(async (c, next) => {
    const isProgram = sessionTokenOf(c, deps.publicOrigin) === undefined && bearerIn(c) !== undefined
    if (!isProgram) return bySession(c, next)
    return byToken(c, async () => {
      await hasScope(c, next)
    })
  })
}
