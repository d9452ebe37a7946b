import { Hono } from 'hono'
import type { Empty, PauseProvider } from '../contract/types.gen.ts'
import { body } from '../contract/validate.ts'
import { AppError } from '../domain/error.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { requireRole } from './middleware/session.ts'
import { found, textIdIn } from './request.ts'

/**
 * Pausing and resuming a provider, by a person. Written to the log with who did it.
 * @param answer the provider's record, as reading it answers
 */
export function providerRoutes(deps: ApiDeps, record: (id: string) => Promise<object>): Hono<ApiEnv> {
  const { catalogLists, providerStates, standings } = deps.stores
  const maySwitch = requireRole('admin', 'operator')
  const known = async (id: string): Promise<string> => found(await catalogLists.get('providers', id), 'provider', id).id

  return new Hono<ApiEnv>()
    .post('/providers/:id/actions/pause', maySwitch, body<PauseProvider>('pause-provider'), async (c) => {
      const providerId = await known(textIdIn(c, 'provider'))
      const { reason } = c.req.valid('json')
      const by = c.get('user').name
      if (!(await providerStates.pause(providerId, 'operator', reason, by)))
        throw new AppError('conflict', `${providerId} is paused already. Look at why, and resume it first.`)
      standings.forget()
      deps.logger.warn({ requestId: c.get('requestId'), by, providerId, reason }, 'provider paused by a person')
      return c.json(await record(providerId))
    })
    .post('/providers/:id/actions/resume', maySwitch, body<Empty>('empty'), async (c) => {
      const providerId = await known(textIdIn(c, 'provider'))
      await providerStates.resume(providerId)
      standings.forget()
      deps.logger.warn(
        { requestId: c.get('requestId'), by: c.get('user').name, providerId },
        'provider resumed by a person',
      )
      return c.json(await record(providerId))
    })
}
