import { Hono } from 'hono'
import type { ListQuery, SiteCreate, SiteUpdate } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import { AppError } from '../domain/error.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { assertOverrides } from './override-check.ts'
import { found, idIn, listQueryFrom } from './request.ts'

/** Websites of accounts. */
export function siteRoutes({ stores: { accounts, sites }, actions, catalog }: ApiDeps): Hono<ApiEnv> {
  const planOf = async (accountId: number): Promise<string> => {
    const account = await accounts.get(accountId)
    if (account) return account.planId
    const message = `There is no account ${accountId}.`
    throw new AppError('invalid', message, { fields: { accountId: message } })
  }

  return new Hono<ApiEnv>()
    .get('/sites', query<ListQuery>('list-query'), async (c) =>
      c.json(await sites.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/sites/:id', async (c) => {
      const id = idIn(c, 'site')
      return c.json(found(await sites.get(id), 'site', id))
    })
    .get('/sites/:id/effective-settings', async (c) => {
      const id = idIn(c, 'site')
      found(await sites.get(id), 'site', id)
      return c.json(await actions.effectiveSettings('site', id))
    })
    .post('/sites', body<SiteCreate>('site-create'), async (c) => {
      const input = c.req.valid('json')
      assertOverrides(input, await planOf(input.accountId), await catalog())
      return c.json(await sites.create(input), 201)
    })
    .patch('/sites/:id', body<SiteUpdate>('site-update'), async (c) => {
      const id = idIn(c, 'site')
      const patch = c.req.valid('json')
      const before = found(await sites.get(id), 'site', id)
      assertOverrides(patch, await planOf(before.accountId), await catalog())
      return c.json(await sites.update(id, patch))
    })
}
