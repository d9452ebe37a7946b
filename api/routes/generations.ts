import { Hono } from 'hono'
import type { DifferencesQuery, ListQuery } from '../contract/types.gen.ts'
import { query } from '../contract/validate.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { bigIdFrom, bigIdIn, found, listQueryFrom } from './request.ts'

/** Attempts to make a picture. */
export function generationRoutes({ stores: { generations, provenance } }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/generations', query<ListQuery>('list-query'), async (c) =>
      c.json(await generations.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/generations/:id', async (c) => {
      const id = bigIdIn(c, 'generation')
      return c.json(found(await generations.get(id), 'generation', id))
    })
    .get('/generations/:id/config', async (c) => c.json(await provenance.config(bigIdIn(c, 'generation'))))
    .get('/generations/:id/differences', query<DifferencesQuery>('differences-query'), async (c) => {
      const other = bigIdFrom(c.req.valid('query').with, 'generation')
      return c.json(await provenance.differences(bigIdIn(c, 'generation'), other))
    })
}
