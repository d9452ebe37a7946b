import { sql } from 'kysely'
import type { ImagePrice } from '../domain/image-price.ts'
import type { Db } from './database.ts'

/** What keeps a provider from being called for a run. */
interface HeldProvider {
  providerId: string
  pausedReason: string | null
}

/** What of a run is in the queue or in hand. */
export function createRunQueue(db: Db) {
  return {
    /** Images that it asked for and that are not over. */
    async unfinished(runId: number): Promise<number> {
      const { count } = await db
        .selectFrom('generations')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('runId', '=', runId)
        .where('status', 'in', ['queued', 'running'])
        .executeTakeFirstOrThrow()
      return count
    },

    /** The least that an image of it in the queue may cost; undefined where one is in hand already, or none waits. */
    async leastWaiting(runId: number): Promise<ImagePrice | undefined> {
      const { rows } = await sql<ImagePrice>`
        select min(estimate_usd) as estimate_usd, min(estimate_credits) as estimate_credits from generations
        where run_id = ${runId} and status in ('queued', 'running')
        having bool_and(status = 'queued' and task_id is null and reserved_for is null)`.execute(db)
      return rows[0]
    },

    /** What of the run waits at providers that are paused or may cost nothing more today, in words; null where nothing does. */
    async heldAtProviders(runId: number): Promise<string | null> {
      const { rows } = await sql<HeldProvider>`
        select p.id as provider_id, s.paused_reason from providers p
        join lateral (
          select min(estimate_usd) as usd, bool_or(status = 'running') as is_moving from generations
          where run_id = ${runId} and provider_id = p.id and status in ('queued', 'running')
          having bool_or(status = 'queued')) waiting on true
        left join provider_states s on s.provider_id = p.id and s.paused_at is not null
        left join provider_days d on d.provider_id = p.id and d.day = utc_today()
        where s.paused_at is not null or not waiting.is_moving
          and waiting.usd > (p.spec ->> 'usd_per_day')::numeric - coalesce(d.reserved_usd + d.spent_usd, 0)
        order by p.id`.execute(db)
      const words = rows.map(({ providerId, pausedReason }) =>
        pausedReason === null
          ? `What provider ${providerId} may cost a day is used up. Raise usd_per_day, or wait for the next day.`
          : `Provider ${providerId} is paused: ${pausedReason}`,
      )
      return words.length === 0 ? null : words.join(' ')
    },
  }
}
