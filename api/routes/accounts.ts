import { Hono } from 'hono'
import type { AccountCreate, AccountUpdate, ListQuery } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import type { LevelInUse } from '../db/account-store.ts'
import { overrideProblems } from '../domain/effective-settings.ts'
import type { Catalog } from '../domain/catalog.ts'
import { AppError } from '../domain/error.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { requireRole } from './middleware/session.ts'
import { assertOverrides } from './override-check.ts'
import { found, idIn, listQueryFrom } from './request.ts'

const plurals = { site: 'sites', keyword: 'keywords', content: 'articles' } as const

/** Refuses a plan that does not allow what is set somewhere below the account. */
function assertPlanAllows(levels: LevelInUse[], planId: string, catalog: Catalog): void {
  const stranded = levels.flatMap((level) =>
    Object.values(overrideProblems(level, planId, catalog)).map(
      (problem) => `${plurals[level.level]} (${level.count}): ${problem}`,
    ),
  )
  if (stranded.length === 0) return
  const message = `The account cannot move to plan "${planId}" while it has ${stranded.join(' ')}`
  throw new AppError('invalid', message, { fields: { planId: message } })
}

/** Tenants. */
export function accountRoutes({ stores: { accounts }, catalog }: ApiDeps): Hono<ApiEnv> {
  const mayChange = requireRole('admin', 'operator')
  return new Hono<ApiEnv>()
    .get('/accounts', query<ListQuery>('list-query'), async (c) =>
      c.json(await accounts.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/accounts/:id', async (c) => {
      const id = idIn(c, 'account')
      return c.json(found(await accounts.get(id), 'account', id))
    })
    .post('/accounts', mayChange, body<AccountCreate>('account-create'), async (c) => {
      const input = c.req.valid('json')
      assertOverrides(input, input.planId, await catalog())
      return c.json(await accounts.create(input), 201)
    })
    .patch('/accounts/:id', mayChange, body<AccountUpdate>('account-update'), async (c) => {
      const id = idIn(c, 'account')
      const patch = c.req.valid('json')
      const before = found(await accounts.get(id), 'account', id)
      const planId = patch.planId ?? before.planId
      const isMoving = planId !== before.planId
      // Under a new plan everything has to be allowed, under the old one only what is set now.
      assertOverrides(isMoving ? { ...before, ...patch } : patch, planId, await catalog())
      if (isMoving) assertPlanAllows(await accounts.levelsInUse(id), planId, await catalog())
      return c.json(await accounts.update(id, patch))
    })
}
