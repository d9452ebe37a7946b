import { Hono } from 'hono'
import type { AccountCreate, AccountUpdate, ListQuery } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import type { AccountRecord } from '../db/account-store.ts'
import { overrideProblems } from '../domain/setting-check.ts'
import type { Catalog } from '../domain/catalog.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { requireRole } from './middleware/session.ts'
import { assertOverrides, refuseProblems } from './override-check.ts'
import { found, idIn, listQueryFrom } from './request.ts'

/** What a plan does not allow of the account's own settings, but for what was not allowed before either. */
function strandedBy(planId: string, account: AccountRecord, catalog: Catalog): Record<string, string> {
  const already = overrideProblems(account, account.planId, catalog)
  const problems = Object.entries(overrideProblems(account, planId, catalog))
  return Object.fromEntries(problems.filter(([field]) => !(field in already)))
}

/** Tenants. */
export function accountRoutes({ stores: { accounts }, actions, catalog }: ApiDeps): Hono<ApiEnv> {
  const mayChange = requireRole('admin', 'operator')
  return new Hono<ApiEnv>()
    .get('/accounts', query<ListQuery>('list-query'), async (c) =>
      c.json(await accounts.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/accounts/:id', async (c) => {
      const id = idIn(c, 'account')
      return c.json(found(await accounts.get(id), 'account', id))
    })
    .get('/accounts/:id/effective-settings', async (c) => {
      const id = idIn(c, 'account')
      found(await accounts.get(id), 'account', id)
      return c.json(await actions.effectiveSettings('account', id))
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
      const declared = await catalog()
      // What is set below the account is told by what it is set for: one old article must not hold up a change of plan.
      const kept = strandedBy(planId, { ...before, ...patch, planId: before.planId }, declared)
      refuseProblems({ ...kept, ...overrideProblems(patch, planId, declared) })
      return c.json(await accounts.update(id, patch))
    })
}
