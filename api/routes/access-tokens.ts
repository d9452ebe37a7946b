import { Hono } from 'hono'
import type { AccessTokenCreate, Empty, ListQuery } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import { AppError } from '../domain/error.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { requireRole } from './middleware/session.ts'
import { found, idIn, listQueryFrom } from './request.ts'

/** A time to come; null where there is none. */
function expiryFrom(text: string | null | undefined, now: Date): Date | null {
  if (text === null || text === undefined) return null
  const expiresAt = new Date(text)
  if (expiresAt > now) return expiresAt
  const message = `The token would have expired at ${text}. Choose a time to come, or none.`
  throw new AppError('invalid', message, { fields: { expiresAt: message } })
}

/** What programs sign in with. For those who run things: a token acts for a whole account. */
export function accessTokenRoutes({ stores: { accessTokens, accounts }, now, logger }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .use('/access-tokens/*', requireRole('admin', 'operator'))
    .get('/access-tokens', query<ListQuery>('list-query'), async (c) =>
      c.json(await accessTokens.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/access-tokens/:id', async (c) => {
      const id = idIn(c, 'access token')
      return c.json(found(await accessTokens.get(id), 'access token', id))
    })
    .post('/access-tokens', body<AccessTokenCreate>('access-token-create'), async (c) => {
      const { expiresAt, ...input } = c.req.valid('json')
      if (!(await accounts.get(input.accountId))) {
        const message = `There is no account ${input.accountId}.`
        throw new AppError('invalid', message, { fields: { accountId: message } })
      }
      const by = c.get('user').name
      const made = { ...input, expiresAt: expiryFrom(expiresAt, now()), createdBy: by }
      const { id, token } = await accessTokens.create(made)
      const { accountId, name, scopes } = input
      logger.info({ requestId: c.get('requestId'), by, tokenId: id, accountId, name, scopes }, 'access token made')
      return c.json({ token, accessToken: found(await accessTokens.get(id), 'access token', id) }, 201)
    })
    .post('/access-tokens/:id/actions/revoke', body<Empty>('empty'), async (c) => {
      const id = idIn(c, 'access token')
      const by = c.get('user').name
      await accessTokens.revoke(id, by)
      logger.info({ requestId: c.get('requestId'), by, tokenId: id }, 'access token revoked')
      return c.json(found(await accessTokens.get(id), 'access token', id))
    })
}
