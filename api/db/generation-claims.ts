import { sql } from 'kysely'
import type { ClaimedGeneration } from '../domain/claimed-generation.ts'
import { suspectRescues } from '../domain/generation.ts'
import type { Db } from './database.ts'

/** What a worker holds already, and what it cannot work on. */
export interface Hand {
  ids: number[]
  /** It holds one whose workers died twice, and gets no second of that kind. */
  hasSuspect: boolean
  /** Ids of providers that this process has no key for. */
  unserved: string[]
}

const emptyHand: Hand = { ids: [], hasSuspect: false, unserved: [] }

const claimedColumns = sql.raw(
  `g.id, g.image_id, g.content_id, g.account_id, i.type as image_type, i.position as image_position, g.tier_id,
   g.model_id, g.provider_id, g.style_id, g.prompt, g.negative_prompt, g.width, g.height, g.format, g.seed,
   g.generation_params, g.is_model_fixed, g.fallbacks, g.attempts, g.max_attempts, g.worker_id, g.claims, g.rescues,
   g.task_id, (extract(epoch from now() - g.sent_at) * 1000)::float8 as sent_age_ms, g.sent_release_id, g.provider_mode, g.resent_blind, a.answer, a.sha256 as stored_sha256,
   g.estimate_usd, g.error_class, g.requested_by, g.correlation_id`,
)

/** Who has which generation: claims, and the leases they last for. What may be claimed is decided in the migrations. */
export function createClaims(db: Db) {
  /** Providers with something to do now, in no order: a worker must not always begin with the same one. */
  const providersWithWork = async (unserved: string[]): Promise<{ id: string; hasLost: boolean }[]> => {
    const { rows } = await sql<{ id: string; hasLost: boolean }>`
      select id, has_lost from providers p
      cross join lateral (select exists (
        select from generations where provider_id = p.id and status = 'running' and lease_until < now()) as has_lost) lost
      where id <> all(${unserved}::text[]) and (has_lost or exists (
        select from generations where provider_id = p.id and status = 'queued' and run_at <= now()))
      order by random()`.execute(db)
    return rows
  }

  const claimFrom = async (
    providerId: string,
    workerId: string,
    slots: number,
    leaseSeconds: number,
    hand: Hand,
  ): Promise<ClaimedGeneration[]> => {
    const { rows } = await sql<ClaimedGeneration>`
      select ${claimedColumns}
      from claim_from_provider(${providerId}, ${workerId}, ${slots}, ${leaseSeconds}, ${hand.ids}::bigint[], ${hand.hasSuspect}) g
      join images i on i.id = g.image_id left join generation_attempts a on a.id = g.task_id`.execute(db)
    return rows
  }

  return {
    /**
     * Takes up to `slots` generations and reserves what they may cost. Never more than a provider's concurrency, nor more
     * calls in a minute than it allows, over all workers; nothing that an account or a provider has no budget for.
     */
    async claim(
      workerId: string,
      slots: number,
      leaseSeconds: number,
      hand: Hand = emptyHand,
    ): Promise<ClaimedGeneration[]> {
      const claimed: ClaimedGeneration[] = []
      const failures: unknown[] = []
      // One transaction for each: a claim holds its provider's state, and none waits for a second one.
      for (const { id: providerId, hasLost } of await providersWithWork(hand.unserved)) {
        if (claimed.length >= slots) break
        const hasSuspect = hand.hasSuspect || claimed.some((each) => each.rescues >= suspectRescues)
        try {
          if (hasLost) await sql`select requeue_unsent(${providerId}, ${hand.ids}::bigint[])`.execute(db)
          claimed.push(
            ...(await claimFrom(providerId, workerId, slots - claimed.length, leaseSeconds, { ...hand, hasSuspect })),
          )
        } catch (error) {
          // What is wrong at one provider keeps no other standing.
          failures.push(error)
        }
      }
      if (claimed.length === 0 && failures.length > 0) throw failures[0]
      return claimed
    },

    /** Ends all leases, so that what was in hand is claimed at once. Only for who knows that no other worker lives. */
    async endLeases(): Promise<void> {
      await db
        .updateTable('generations')
        .set({ leaseUntil: sql<Date>`now() - interval '1 second'` })
        .where('status', '=', 'running')
        .execute()
    },

    /** Prolongs the leases of these generations. Answers which are still this worker's. */
    async renew(workerId: string, ids: number[], leaseSeconds: number): Promise<number[]> {
      if (ids.length === 0) return []
      const rows = await db
        .updateTable('generations')
        .set({ leaseUntil: sql<Date>`now() + make_interval(secs => ${leaseSeconds})` })
        .where('id', 'in', ids)
        .where('workerId', '=', workerId)
        .where('status', '=', 'running')
        .returning('id')
        .execute()
      return rows.map((row) => row.id)
    },
  }
}
