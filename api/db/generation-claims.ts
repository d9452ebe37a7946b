import { sql } from 'kysely'
import type { ClaimedGeneration } from '../domain/claimed-generation.ts'
import { suspectRescues } from '../domain/generation.ts'
import type { Db } from './database.ts'
import { type Hand, createProviderClaims } from './provider-claims.ts'

const emptyHand: Hand = { ids: [], hasSuspect: false, unserved: [] }

/** Who has which generation: claims, and the leases they last for. What may be claimed is decided in the migrations. */
export function createClaims(db: Db) {
  const { providersWithWork, claimFrom, claimStranded } = createProviderClaims(db)

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
      for (const provider of await providersWithWork(hand.unserved)) {
        if (claimed.length >= slots) break
        const { id: providerId, hasLost } = provider
        const hasSuspect = hand.hasSuspect || claimed.some((each) => each.rescues >= suspectRescues)
        try {
          if (hasLost) await sql`select requeue_unsent(${providerId}, ${hand.ids}::bigint[])`.execute(db)
          claimed.push(
            ...(await claimFrom(providerId, workerId, slots - claimed.length, leaseSeconds, { ...hand, hasSuspect })),
          )
          claimed.push(...(await claimStranded(provider, workerId, slots - claimed.length, leaseSeconds)))
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
      // In the order in which the commits of calls write the same rows: see the migration of their functions.
      const { rows } = await sql<{ id: number }>`
        with ours as (
          select id from generations where id = any(${ids}::bigint[]) and worker_id = ${workerId} and status = 'running'
          order by id for no key update)
        update generations g set lease_until = now() + make_interval(secs => ${leaseSeconds})
        from ours where g.id = ours.id returning g.id`.execute(db)
      return rows.map((row) => row.id)
    },
  }
}
