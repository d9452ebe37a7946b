import { sql } from 'kysely'
import type { Db } from './database.ts'

/** What an account may spend in the current month (UTC), and what it has spent. */
export interface AccountSpending {
  accountId: number
  accountName: string
  planId: string
  /** First day of the month, as YYYY-MM-DD. */
  month: string
  limitUsd: number
  limitCredits: number
  spentUsd: number
  spentCredits: number
  /** Held for calls under way. */
  reservedUsd: number
  reservedCredits: number
  /** Estimated for what waits in the queue. */
  waitingUsd: number
  waitingCredits: number
}

/** What a provider has cost today (UTC), and what it may. */
export interface ProviderSpending {
  providerId: string
  /** YYYY-MM-DD. */
  day: string
  /** Null: no limit. */
  limitUsd: number | null
  spentUsd: number
  reservedUsd: number
}

/** What may be spent and what was. The sums are the ledger's; see the migrations. */
export function createSpendingStore(db: Db) {
  return {
    async ofAccounts(accountIds: readonly number[]): Promise<AccountSpending[]> {
      const { rows } = await sql<AccountSpending>`
        select a.id as account_id, a.name as account_name, a.plan_id, month_of(utc_today())::text as month,
          (p.spec ->> 'usd_per_month')::numeric as limit_usd, (p.spec ->> 'credits_per_month')::bigint as limit_credits,
          coalesce(m.spent_usd, 0) as spent_usd, coalesce(m.spent_credits, 0) as spent_credits,
          coalesce(m.reserved_usd, 0) as reserved_usd, coalesce(m.reserved_credits, 0) as reserved_credits,
          w.usd as waiting_usd, w.credits as waiting_credits
        from accounts a join plans p on p.id = a.plan_id
        left join account_months m on m.account_id = a.id and m.month = month_of(utc_today())
        cross join lateral (
          select coalesce(sum(estimate_usd), 0) as usd, coalesce(sum(estimate_credits), 0) as credits
          from generations g where g.account_id = a.id and g.status = 'queued' and g.reserved_for is null) w
        where a.id = any(${[...accountIds]}::integer[]) order by a.id`.execute(db)
      return rows
    },

    async ofProviders(): Promise<ProviderSpending[]> {
      const { rows } = await sql<ProviderSpending>`
        select p.id as provider_id, utc_today()::text as day, (p.spec ->> 'usd_per_day')::numeric as limit_usd,
          coalesce(d.spent_usd, 0) as spent_usd, coalesce(d.reserved_usd, 0) as reserved_usd
        from providers p left join provider_days d on d.provider_id = p.id and d.day = utc_today()
        where p.archived_at is null order by p.position, p.id`.execute(db)
      return rows
    },

    /**
     * Sums that are not what the ledger says, and generations and writings whose entries do not add up; empty where all is well. Reads the whole
     * ledger: for tests and for a person who wants to know.
     */
    async imbalances(): Promise<string[]> {
      const { rows } = await sql<{ problem: string }>`
        select 'account ' || coalesce(e.account_id, m.account_id) || ' in ' || coalesce(e.month, m.month) as problem
        from (select account_id, month_of(booked_for) as month, sum(reserved_usd) as r, sum(spent_usd) as s,
            sum(reserved_credits) as rc, sum(spent_credits) as sc from ledger_entries group by 1, 2) e
        full join account_months m on m.account_id = e.account_id and m.month = e.month
        where (coalesce(e.r, 0), coalesce(e.s, 0), coalesce(e.rc, 0), coalesce(e.sc, 0))
          <> (coalesce(m.reserved_usd, 0), coalesce(m.spent_usd, 0), coalesce(m.reserved_credits, 0), coalesce(m.spent_credits, 0))
        union all
        select 'provider ' || coalesce(e.provider_id, d.provider_id) || ' on ' || coalesce(e.day, d.day)
        from (select provider_id, booked_for as day, sum(reserved_usd) as r, sum(spent_usd) as s from ledger_entries group by 1, 2) e
        full join provider_days d on d.provider_id = e.provider_id and d.day = e.day
        where (coalesce(e.r, 0), coalesce(e.s, 0)) <> (coalesce(d.reserved_usd, 0), coalesce(d.spent_usd, 0))
        union all
        select 'generation ' || g.id || ': ' || coalesce(e.r, 0) || ' reserved, ' || coalesce(e.s, 0) || ' spent' from generations g
        left join (select generation_id, sum(reserved_usd) as r, sum(reserved_credits) as rc, sum(spent_usd) as s, sum(spent_credits) as sc
          from ledger_entries group by 1) e on e.generation_id = g.id
        left join (select generation_id, sum(charged_usd) as charged from generation_attempts group by 1) a on a.generation_id = g.id
        where coalesce(e.r, 0) <> case when g.reserved_for is null then 0 else g.estimate_usd end
          or coalesce(e.rc, 0) <> case when g.reserved_for is null then 0 else g.estimate_credits end
          or coalesce(e.s, 0) <> coalesce(a.charged, 0) or coalesce(e.sc, 0) <> g.credits
        union all
        select 'writing ' || w.id || ': ' || coalesce(e.r, 0) || ' reserved, ' || coalesce(e.s, 0) || ' spent' from prompt_writings w
        left join (select prompt_writing_id, sum(reserved_usd) as r, sum(spent_usd) as s
          from ledger_entries where prompt_writing_id is not null group by 1) e on e.prompt_writing_id = w.id
        where coalesce(e.r, 0) <> case when w.reserved_for is null then 0 else w.estimate_usd end
          or coalesce(e.s, 0) <> case when w.provider_id is null or w.reserved_for is not null then 0 else w.cost_usd end`.execute(
        db,
      )
      return rows.map((row) => row.problem)
    },
  }
}

export type SpendingStore = ReturnType<typeof createSpendingStore>
