import { Hono } from 'hono'
import type { KeywordCreate, KeywordUpdate, ListQuery } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import { AppError } from '../domain/error.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { assertOverrides } from './override-check.ts'
import { found, idIn, listQueryFrom } from './request.ts'

/** Keywords that articles target. */
export function keywordRoutes({ stores: { accounts, sites, keywords }, actions, catalog }: ApiDeps): Hono<ApiEnv> {
  const planOf = async (siteId: number): Promise<string> => {
    const site = await sites.get(siteId)
    const account = site && (await accounts.get(site.accountId))
    if (account) return account.planId
    const message = `There is no site ${siteId}.`
    throw new AppError('invalid', message, { fields: { siteId: message } })
  }

  return new Hono<ApiEnv>()
    .get('/keywords', query<ListQuery>('list-query'), async (c) =>
      c.json(await keywords.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/keywords/:id', async (c) => {
      const id = idIn(c, 'keyword')
      return c.json(found(await keywords.get(id), 'keyword', id))
    })
    .get('/keywords/:id/effective-settings', async (c) => {
      const id = idIn(c, 'keyword')
      found(await keywords.get(id), 'keyword', id)
      return c.json(await actions.effectiveSettings('keyword', id))
    })
    .post('/keywords', body<KeywordCreate>('keyword-create'), async (c) => {
      const input = c.req.valid('json')
      assertOverrides(input, await planOf(input.siteId), await catalog())
      return c.json(await keywords.create(input), 201)
    })
    .patch('/keywords/:id', body<KeywordUpdate>('keyword-update'), async (c) => {
      const id = idIn(c, 'keyword')
      const patch = c.req.valid('json')
      const before = found(await keywords.get(id), 'keyword', id)
      assertOverrides(patch, await planOf(before.siteId), await catalog())
      return c.json(await keywords.update(id, patch))
    })
}
