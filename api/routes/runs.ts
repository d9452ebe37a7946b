import { Hono } from 'hono'
import type { Empty, ListQuery, RunLogQuery, RunStart } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import { type RunLimits, noLimits } from '../domain/run.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { idempotent } from './middleware/idempotent.ts'
import { found, idIn, listQueryFrom } from './request.ts'

/** What was left out says nothing, which for a limit is none. */
const limitsFrom = (given: Partial<RunLimits>): RunLimits => ({
  imagesMax: given.imagesMax ?? noLimits.imagesMax,
  creditsMax: given.creditsMax ?? noLimits.creditsMax,
  usdMax: given.usdMax ?? noLimits.usdMax,
  minutesMax: given.minutesMax ?? noLimits.minutesMax,
})

/** Automation runs. */
export function runRoutes({ stores, actions }: ApiDeps): Hono<ApiEnv> {
  const { sites, runs } = stores
  const record = async (id: number) => found(await runs.get(id), 'run', id)
  const routes = new Hono<ApiEnv>()
    .post('/sites/:id/actions/plan-run', body<RunStart>('run-start'), async (c) => {
      const id = idIn(c, 'site')
      found(await sites.get(id), 'site', id)
      const wish = c.req.valid('json')
      return c.json(await actions.previewRun(id, { lastStage: wish.lastStage ?? 'images', limits: limitsFrom(wish) }))
    })
    .post('/sites/:id/actions/start-run', body<RunStart>('run-start'), idempotent(stores), async (c) => {
      const id = idIn(c, 'site')
      const site = found(await sites.get(id), 'site', id)
      const wish = c.req.valid('json')
      const runId = await runs.start({
        siteId: id,
        accountId: site.accountId,
        lastStage: wish.lastStage ?? 'images',
        limits: limitsFrom(wish),
        startedBy: c.get('user').name,
        scheduleId: null,
        correlationId: c.get('requestId'),
      })
      return c.json(await record(runId), 201)
    })
    .get('/runs', query<ListQuery>('list-query'), async (c) =>
      c.json(await runs.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/runs/:id', async (c) => c.json(await record(idIn(c, 'run'))))
    .get('/runs/:id/items', query<ListQuery>('list-query'), async (c) => {
      const id = idIn(c, 'run')
      await record(id)
      return c.json(await runs.items(id, listQueryFrom(c.req.valid('query'))))
    })
    .get('/runs/:id/log', query<RunLogQuery>('run-log-query'), async (c) => {
      const id = idIn(c, 'run')
      await record(id)
      const { before, perPage } = c.req.valid('query')
      return c.json(
        await runs.log(id, { before: before === undefined ? undefined : Number(before), limit: Number(perPage ?? 50) }),
      )
    })
  for (const operation of ['pause', 'resume', 'cancel'] as const)
    routes.post(`/runs/:id/actions/${operation}`, body<Empty>('empty'), async (c) => {
      const id = idIn(c, 'run')
      await runs.operate(id, operation, c.get('user').name)
      return c.json(await record(id))
    })
  return routes
}
