import { Hono } from 'hono'
import type { ImageUpdate, ListQuery } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { bigIdIn, found, listQueryFrom } from './request.ts'

/** Slots of articles. */
export function imageRoutes({ stores: { images } }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/images', query<ListQuery>('list-query'), async (c) =>
      c.json(await images.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/images/:id', async (c) => {
      const id = bigIdIn(c, 'image')
      return c.json(found(await images.get(id), 'image', id))
    })
    .get('/images/:id/prompts', async (c) => {
      const id = bigIdIn(c, 'image')
      found(await images.get(id), 'image', id)
      return c.json({ data: await images.promptsOf(id) })
    })
    .patch('/images/:id', body<ImageUpdate>('image-update'), async (c) => {
      const id = bigIdIn(c, 'image')
      await images.update(id, c.req.valid('json'), c.get('user').name)
      return c.json(found(await images.get(id), 'image', id))
    })
}
