import { sql } from 'kysely'
import type { PauseClass } from '../domain/provider-error.ts'
import type { Db } from './database.ts'
import { storable } from './json-text.ts'

/** How a provider fares, as all workers together have seen it. */
export interface ProviderState {
  providerId: string
  /** Calls that failed in a row. */
  failures: number
  /** Since when nothing but a trial call is sent; null where calls go out. */
  openedAt: Date | null
  /** When the next trial call may go out. */
  cooldownUntil: Date | null
  lastFailure: string | null
  /** What the provider asked us to wait for. */
  waitUntil: Date | null
  pausedAt: Date | null
  pausedClass: PauseClass | null
  pausedReason: string | null
  /** The person who paused it; null where an error did. */
  pausedBy: string | null
}

/** When calls to a provider that fails are held back, and for how long. */
export interface BreakerRules {
  failuresMax: number
  cooldownMs: number
  cooldownMsMax: number
}

/** What is known of providers beyond what the catalog declares. Read by the claim, written by what calls come to. */
export function createProviderStateStore(db: Db) {
  return {
    async list(): Promise<ProviderState[]> {
      return db
        .selectFrom('providerStates')
        .select([
          'providerId',
          'failures',
          'openedAt',
          'cooldownUntil',
          'lastFailure',
          'waitUntil',
          'pausedAt',
          'pausedClass',
          'pausedReason',
          'pausedBy',
        ])
        .orderBy('providerId')
        .$narrowType<{ pausedClass: PauseClass | null }>()
        .execute()
    },

    /**
     * One more call that failed for the provider's own sake. Opens the circuit after some in a row, and again, for longer,
     * when the trial call fails; calls that were under way when it opened change nothing.
     * @param random 0 to 1: workers of several machines must not all come back at once
     * @returns whether this failure opened it
     */
    async noteFailure(providerId: string, message: string, rules: BreakerRules, random: number): Promise<boolean> {
      const { failuresMax, cooldownMs, cooldownMsMax } = rules
      const { rows } = await sql<{ hasOpened: boolean }>`
        with seen as (
          select provider_id, openings,
            case when opened_at is null then failures + 1 >= ${failuresMax} else cooldown_until <= now() end as opens
          from provider_states where provider_id = ${providerId} for update)
        update provider_states s set failures = s.failures + 1, last_failure = ${storable(message).slice(0, 500)}, updated_at = now(),
          opened_at = case when seen.opens then coalesce(s.opened_at, now()) else s.opened_at end,
          openings = s.openings + seen.opens::integer,
          cooldown_until = case when seen.opens
            then now() + make_interval(secs => least(${cooldownMsMax / 1000}, ${cooldownMs / 1000} * 2 ^ least(seen.openings, 10)) * (0.5 + ${random}::float / 2))
            else s.cooldown_until end
        from seen where s.provider_id = seen.provider_id
        returning seen.opens as has_opened`.execute(db)
      return rows[0]?.hasOpened ?? false
    },

    /** The provider answered as it should, be it with a refusal: what it failed at before is over. */
    async noteAlive(providerId: string): Promise<void> {
      await db
        .updateTable('providerStates')
        .set({ failures: 0, openedAt: null, cooldownUntil: null, openings: 0, updatedAt: sql<Date>`now()` })
        .where('providerId', '=', providerId)
        .where((eb) => eb.or([eb('failures', '>', 0), eb('openedAt', 'is not', null)]))
        .execute()
    },

    /** The provider is called again no sooner than this. Never shortens an earlier wait. */
    async wait(providerId: string, waitMs: number): Promise<void> {
      await sql`update provider_states set updated_at = now(),
        wait_until = greatest(wait_until, now() + make_interval(secs => ${waitMs / 1000}))
        where provider_id = ${providerId}`.execute(db)
    },

    /**
     * Sends nothing more until a person resumes. Answers false where it was paused before.
     * @param by the person who wants it; null where an error does
     */
    async pause(
      providerId: string,
      pauseClass: PauseClass,
      reason: string,
      by: string | null = null,
    ): Promise<boolean> {
      // A provider that nothing was claimed for yet has no row.
      await db
        .insertInto('providerStates')
        .values({ providerId })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const result = await db
        .updateTable('providerStates')
        .set({
          pausedAt: sql<Date>`now()`,
          pausedClass: pauseClass,
          pausedReason: storable(reason).slice(0, 1000),
          pausedBy: by,
          updatedAt: sql<Date>`now()`,
        })
        .where('providerId', '=', providerId)
        .where('pausedAt', 'is', null)
        .executeTakeFirstOrThrow()
      return result.numUpdatedRows > 0n
    },

    /** Calls go out again: the pause, the wait and the open circuit end. Answers false where there is no such provider. */
    async resume(providerId: string): Promise<boolean> {
      const result = await db
        .updateTable('providerStates')
        .set({
          pausedAt: null,
          pausedClass: null,
          pausedReason: null,
          pausedBy: null,
          waitUntil: null,
          failures: 0,
          openedAt: null,
          cooldownUntil: null,
          openings: 0,
          updatedAt: sql<Date>`now()`,
        })
        .where('providerId', '=', providerId)
        .executeTakeFirstOrThrow()
      await sql`select pg_notify('atelier_queue', '')`.execute(db)
      return result.numUpdatedRows > 0n
    },
  }
}

export type ProviderStateStore = ReturnType<typeof createProviderStateStore>
