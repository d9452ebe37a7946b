import { Hono } from 'hono'
import type { Empty, ListQuery, WebhookCreate, WebhookUpdate } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import { AppError } from '../domain/error.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { requireRole } from './middleware/session.ts'
import { bigIdIn, found, idIn, listQueryFrom } from './request.ts'

const refuse = (field: string, message: string): AppError =>
  new AppError('invalid', message, { fields: { [field]: message } })

/** Addresses that are told when images are ready, and what was sent to them. For those who run things. */
export function webhookRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const { webhooks, deliveries, accounts } = deps.stores
  const mayManage = requireRole('admin', 'operator')
  const recordOf = async (id: number) => found(await webhooks.get(id), 'webhook', id)
  const deliveryOf = async (id: number) => found(await deliveries.get(id), 'delivery', id)
  const assertUrl = (url: string | undefined): void => {
    const problem = url === undefined ? undefined : deps.webhookProblem(url)
    if (problem !== undefined) throw refuse('url', problem)
  }

  return new Hono<ApiEnv>()
    .use('/webhooks/*', mayManage)
    .use('/webhook-deliveries/*', mayManage)
    .get('/webhooks', query<ListQuery>('list-query'), async (c) =>
      c.json(await webhooks.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/webhooks/:id', async (c) => c.json(await recordOf(idIn(c, 'webhook'))))
    .post('/webhooks', body<WebhookCreate>('webhook-create'), async (c) => {
      const input = c.req.valid('json')
      if (!(await accounts.get(input.accountId))) throw refuse('accountId', `There is no account ${input.accountId}.`)
      assertUrl(input.url)
      const { id, secret } = await webhooks.create({ ...input, createdBy: c.get('user').name })
      return c.json({ secret, webhook: await recordOf(id) }, 201)
    })
    .patch('/webhooks/:id', body<WebhookUpdate>('webhook-update'), async (c) => {
      const id = idIn(c, 'webhook')
      const patch = c.req.valid('json')
      assertUrl(patch.url)
      await webhooks.update(id, patch)
      return c.json(await recordOf(id))
    })
    .delete('/webhooks/:id', async (c) => {
      await webhooks.remove(idIn(c, 'webhook'))
      return c.body(null, 204)
    })
    .post('/webhooks/:id/actions/rotate-secret', body<Empty>('empty'), async (c) => {
      const id = idIn(c, 'webhook')
      const secret = await webhooks.rotateSecret(id)
      return c.json({ secret, webhook: await recordOf(id) })
    })
    .post('/webhooks/:id/actions/test', body<Empty>('empty'), async (c) => {
      const { id, accountId, enabled } = await recordOf(idIn(c, 'webhook'))
      if (!enabled) throw new AppError('conflict', 'This webhook is off, so nothing is sent to it. Switch it on first.')
      return c.json(await deliveryOf(await webhooks.sendTest(id, accountId)), 201)
    })
    .get('/webhook-deliveries', query<ListQuery>('list-query'), async (c) =>
      c.json(await deliveries.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/webhook-deliveries/:id', async (c) => c.json(await deliveryOf(bigIdIn(c, 'delivery'))))
    .post('/webhook-deliveries/:id/actions/send-again', body<Empty>('empty'), async (c) => {
      const id = bigIdIn(c, 'delivery')
      await deliveryOf(id)
      if (!(await deliveries.sendAgain(id)))
        throw new AppError(
          'conflict',
          'This delivery cannot be sent again: it still waits to be sent, or its webhook is off.',
        )
      return c.json(await deliveryOf(id))
    })
}
