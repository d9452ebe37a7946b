import { Hono } from 'hono'
import type { ListQuery } from '../contract/types.gen.ts'
import { query } from '../contract/validate.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { found, idIn, listQueryFrom } from './request.ts'

/** Applied states of the catalog, and what the database says otherwise. */
export function releaseRoutes({ stores: { releases, drift } }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/releases', query<ListQuery>('list-query'), async (c) =>
      c.json(await releases.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/releases/:id', async (c) => {
      const id = idIn(c, 'release')
      return c.json(found(await releases.get(id), 'release', id))
    })
    .get('/drift', async (c) => c.json(await drift.read()))
}
