import { Hono } from 'hono'
import type { LedgerQuery } from '../contract/types.gen.ts'
import { query } from '../contract/validate.ts'
import type { AccountSpending } from '../db/spending-store.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { found, idIn } from './request.ts'

/** Six decimals are kept; sums of floats have more. */
const roundUsd = (usd: number): number => Math.round(usd * 1e6) / 1e6

function currentMonth({ accountId: _id, accountName: _name, planId: _plan, ...month }: AccountSpending) {
  const { limitUsd, spentUsd, reservedUsd, waitingUsd } = month
  const { limitCredits, spentCredits, reservedCredits, waitingCredits } = month
  return {
    ...month,
    leftUsd: roundUsd(limitUsd - spentUsd - reservedUsd - waitingUsd),
    leftCredits: limitCredits - spentCredits - reservedCredits - waitingCredits,
  }
}

/** What accounts may spend, and what they have. */
export function spendingRoutes({ stores: { spending, ledger } }: ApiDeps): Hono<ApiEnv> {
  const spendingOf = async (id: number) => found((await spending.ofAccounts([id]))[0], 'account', id)
  return new Hono<ApiEnv>()
    .get('/accounts/:id/spending', async (c) => {
      const accountId = idIn(c, 'account')
      const current = await spendingOf(accountId)
      const months = await ledger.months(accountId)
      return c.json({ accountId, planId: current.planId, current: currentMonth(current), months })
    })
    .get('/accounts/:id/ledger', query<LedgerQuery>('ledger-query'), async (c) => {
      const accountId = idIn(c, 'account')
      await spendingOf(accountId)
      const { before, perPage } = c.req.valid('query')
      const page = { before: before === undefined ? undefined : Number(before), limit: Number(perPage ?? 25) }
      return c.json(await ledger.ofAccount(accountId, page))
    })
}
