import { sql } from 'kysely'
import type { ProviderStanding } from '../domain/provider-standing.ts'
import type { Db } from './database.ts'
import { keepBriefly } from './kept-briefly.ts'

/** An account of which something waits that its month cannot pay for any more. */
export interface StuckAccount {
  accountId: number
  accountName: string
  planId: string
  /** First day of the month, as YYYY-MM-DD. */
  month: string
  count: number
}

/** Calls of which nobody knows whether they were billed, and that nobody has decided about. */
export interface UnknownCalls {
  providerId: string
  displayName: string
  count: number
}

/** How the engine stands, as far as people should know. */
export interface EngineStanding {
  /** Without those that left the catalog and have nothing to do any more. */
  providers: ProviderStanding[]
  stuckAccounts: StuckAccount[]
  unknownCalls: UnknownCalls[]
  workersAlive: number
}

/** Workers say three times a minute that they live. */
export const aliveSeconds = 60

const unknownForDays = 7

/** Reads the queue by its partial indexes: what is finished, however much, costs nothing. */
export function createStandingStore(db: Db) {
  const providers = async (): Promise<ProviderStanding[]> => {
    const { rows } = await sql<ProviderStanding>`
      with q as (
        select provider_id, count(*) as queued, count(*) filter (where run_at <= now()) as due,
          extract(epoch from now() - min(run_at) filter (where run_at <= now()))::float as oldest_due_seconds
        from generations where status = 'queued' group by provider_id),
      r as (select provider_id, count(*) as running from generations where status = 'running' group by provider_id)
      select p.id as provider_id, p.spec ->> 'display_name' as display_name,
        p.archived_at is null as is_in_catalog, coalesce(q.queued, 0) as queued, coalesce(q.due, 0) as due, coalesce(r.running, 0) as running, q.oldest_due_seconds,
        utc_today()::text as day, (p.spec ->> 'usd_per_day')::numeric as limit_usd,
        coalesce(d.spent_usd, 0) as spent_usd, coalesce(d.reserved_usd, 0) as reserved_usd,
        case when p.spec ? 'usd_per_day' then (
          select count(*) from generations g
          where g.provider_id = p.id and g.status = 'queued' and g.reserved_for is null
            and g.estimate_usd > (p.spec ->> 'usd_per_day')::numeric - coalesce(d.spent_usd + d.reserved_usd, 0)) else 0 end as unaffordable,
        coalesce(s.failures, 0) as failures, s.last_failure, s.opened_at, s.cooldown_until, s.wait_until,
        s.paused_at, s.paused_class, s.paused_reason, s.paused_by, now() as read_at
      from providers p left join q on q.provider_id = p.id left join r on r.provider_id = p.id
      left join provider_days d on d.provider_id = p.id and d.day = utc_today()
      left join provider_states s on s.provider_id = p.id
      order by p.position, p.id`.execute(db)
    return rows
  }

  const stuckAccounts = async (): Promise<StuckAccount[]> => {
    const { rows } = await sql<StuckAccount>`
      with waiting as (
        select account_id, estimate_usd, estimate_credits, count(*) as count from generations
        where status = 'queued' and reserved_for is null group by account_id, estimate_usd, estimate_credits)
      select a.id as account_id, a.name as account_name, a.plan_id, month_of(utc_today())::text as month, sum(w.count)::bigint as count
      from waiting w join accounts a on a.id = w.account_id join plans p on p.id = a.plan_id
      left join account_months m on m.account_id = a.id and m.month = month_of(utc_today())
      where w.estimate_usd > (p.spec ->> 'usd_per_month')::numeric - coalesce(m.spent_usd + m.reserved_usd, 0)
        or w.estimate_credits > (p.spec ->> 'credits_per_month')::bigint - coalesce(m.spent_credits + m.reserved_credits, 0)
      group by a.id order by count desc, a.id limit 100`.execute(db)
    return rows
  }

  const unknownCalls = async (): Promise<UnknownCalls[]> => {
    const { rows } = await sql<UnknownCalls>`
      select g.provider_id, p.spec ->> 'display_name' as display_name, count(*) as count
      from generations g join providers p on p.id = g.provider_id
      where g.status = 'failed' and g.error_code = 'outcome_unknown'
        and g.finished_at > now() - make_interval(days => ${unknownForDays})
        and not exists (select from generations later where later.image_id = g.image_id and later.id > g.id)
      group by g.provider_id, p.id order by p.position, p.id`.execute(db)
    return rows
  }

  const workersAlive = async (): Promise<number> => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from workers where seen_at > now() - make_interval(secs => ${aliveSeconds})`.execute(db)
    return rows[0]?.count ?? 0
  }

  const read = async (): Promise<EngineStanding> => {
    const [ofProviders, stuck, unknown, alive] = await Promise.all([
      providers(),
      stuckAccounts(),
      unknownCalls(),
      workersAlive(),
    ])
    const present = ofProviders.filter(({ isInCatalog, queued, running }) => isInCatalog || queued + running > 0)
    return { providers: present, stuckAccounts: stuck, unknownCalls: unknown, workersAlive: alive }
  }
  const kept = keepBriefly(read)

  return {
    /** Of all providers, those that left the catalog included. */
    providers,
    workersAlive,
    /** At most five seconds old. */
    recent: (now: Date): Promise<EngineStanding> => kept.get(now),
    /** For who has just changed something that it tells of. */
    forget: (): void => kept.forget(),
  }
}

export type StandingStore = ReturnType<typeof createStandingStore>
