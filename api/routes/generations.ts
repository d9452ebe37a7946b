import { Hono } from 'hono'
import type { ListQuery } from '../contract/types.gen.ts'
import { query } from '../contract/validate.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { bigIdIn, found, listQueryFrom } from './request.ts'

/** Attempts to make a picture. */
export function generationRoutes({ stores: { generations } }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/generations', query<ListQuery>('list-query'), async (c) =>
      c.json(await generations.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/generations/:id', async (c) => {
      const id = bigIdIn(c, 'generation')
      return c.json(found(await generations.get(id), 'generation', id))
    })
}
