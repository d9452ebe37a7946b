import { sql } from 'kysely'
import type { CallEnd, ClaimedGeneration, Fallback, ModelChange } from '../domain/claimed-generation.ts'
import { suspectRescues } from '../domain/generation.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import { isAnswered, lockHeld, settleCall } from './call-end.ts'
import { createCallLedger } from './call-ledger.ts'
import { type Db, type Trx, transact } from './database.ts'
import { errorColumns } from './error-columns.ts'
import type { Fence } from './fence.ts'
import { jsonText } from './json-text.ts'
import { createLateAnswers } from './late-answer.ts'

/** What a worker holds already, and what it cannot work on. */
export interface Hand {
  ids: number[]
  /** It holds one whose workers died twice, and gets no second of that kind. */
  hasSuspect: boolean
  /** Ids of providers that this process has no key for. */
  unserved: string[]
}

const emptyHand: Hand = { ids: [], hasSuspect: false, unserved: [] }

/** How a generation goes back into the queue. */
export interface Requeue {
  delayMs: number
  /** What went wrong; null where nothing did. */
  error: ProviderError | null
  /** How the open call ended; null where it stays open, or there is none. */
  end: CallEnd | null
  /** Whether this was a try out of those it has. Waiting for others is not. */
  countsAsTry: boolean
  /** It is called again although nobody knows what became of the call before. */
  isBlind?: boolean
}

const claimedColumns = sql.raw(
  `g.id, g.image_id, g.content_id, g.account_id, i.type as image_type, i.position as image_position, g.tier_id,
   g.model_id, g.provider_id, g.style_id, g.prompt, g.negative_prompt, g.width, g.height, g.format, g.seed,
   g.generation_params, g.is_model_fixed, g.fallbacks, g.attempts, g.max_attempts, g.worker_id, g.claims, g.rescues,
   g.task_id, g.sent_at, g.sent_release_id, g.provider_mode, g.resent_blind, a.answer, a.sha256 as stored_sha256,
   g.estimate_usd, g.error_class, g.requested_by, g.correlation_id`,
)

/**
 * The queue side of generations. Every write is fenced and answers whether the row was still ours;
 * false means that the lease ran out and somebody else has it: stop, and throw the work away.
 */
export function createGenerationQueue(db: Db) {
  const owned = (fence: Fence, on: Db | Trx = db) =>
    on
      .updateTable('generations')
      .where('id', '=', fence.id)
      .where('workerId', '=', fence.workerId)
      .where('claims', '=', fence.claims)
      .where('status', '=', 'running')
  const wasOurs = (result: { numUpdatedRows: bigint }): boolean => result.numUpdatedRows > 0n

  /** Providers with something to do now, in no order: a worker must not always begin with the same one. */
  const providersWithWork = async (unserved: string[]): Promise<string[]> => {
    const { rows } = await sql<{ id: string }>`
      select id from providers p where id <> all(${unserved}::text[]) and (
        exists (select from generations where provider_id = p.id and status = 'queued' and run_at <= now())
        or exists (select from generations where provider_id = p.id and status = 'running' and lease_until < now()))
      order by random()`.execute(db)
    return rows.map((row) => row.id)
  }

  const claimFrom = async (
    providerId: string,
    workerId: string,
    slots: number,
    leaseSeconds: number,
    hand: Hand,
  ): Promise<ClaimedGeneration[]> => {
    await sql`select requeue_unsent(${providerId}, ${hand.ids}::bigint[])`.execute(db)
    const { rows } = await sql<ClaimedGeneration>`
      select ${claimedColumns}
      from claim_from_provider(${providerId}, ${workerId}, ${slots}, ${leaseSeconds}, ${hand.ids}::bigint[], ${hand.hasSuspect}) g
      join images i on i.id = g.image_id left join generation_attempts a on a.id = g.task_id`.execute(db)
    return rows
  }

  /** Ends a claim in one transaction, with the call that was open where it ended too. */
  const endClaim = (
    fence: Fence,
    end: CallEnd | null,
    error: ProviderError | null,
    write: (trx: Trx, booked: object) => Promise<unknown>,
  ): Promise<boolean> =>
    transact(db, async (trx) => {
      const held = await lockHeld(trx, fence)
      if (!held) return false
      // The answer came by another way, from a worker that was taken for dead: the call is not to be given up.
      if (end && end.outcome !== 'failed' && (await isAnswered(trx, held))) {
        await owned(fence, trx)
          .set({ status: 'queued', workerId: null, leaseUntil: null, runAt: sql<Date>`now()` })
          .execute()
        return true
      }
      const booked = end && held.taskId !== null ? await settleCall(trx, held, end, error) : {}
      await write(trx, booked)
      return true
    })

  return {
    ...createCallLedger(db),
    ...createLateAnswers(db),

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
      for (const providerId of await providersWithWork(hand.unserved)) {
        if (claimed.length >= slots) break
        const hasSuspect = hand.hasSuspect || claimed.some((each) => each.rescues >= suspectRescues)
        try {
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

    /** The address of the picture is dead: the next attempt asks the provider for the task again. */
    forgetAnswer: (fence: Fence): Promise<boolean> =>
      endClaim(fence, null, null, async (trx) => {
        await trx
          .updateTable('generationAttempts')
          .set({ step: 'sending', answer: null, answeredAt: null })
          .where('generationId', '=', fence.id)
          .where('step', 'in', ['answered', 'stored'])
          .execute()
        await owned(fence, trx).set({ answeredAt: null }).execute()
      }),

    /** The end for this generation, until a person retries it. */
    fail: (fence: Fence, error: ProviderError, end: CallEnd | null): Promise<boolean> =>
      endClaim(fence, end, error, (trx, booked) =>
        owned(fence, trx)
          .set({
            ...errorColumns(error),
            ...booked,
            status: 'failed',
            finishedAt: sql<Date>`now()`,
            leaseUntil: null,
          })
          .execute(),
      ),

    /** Back into the queue, with what went wrong so far. A call that ended is let go; one that is open stays. */
    requeue: (fence: Fence, { delayMs, error, end, countsAsTry, isBlind = false }: Requeue): Promise<boolean> =>
      endClaim(fence, end, error, (trx, booked) =>
        owned(fence, trx)
          .set((eb) => ({
            ...(error ? errorColumns(error) : {}),
            ...booked,
            ...(end ? { taskId: null, sentAt: null, answeredAt: null } : {}),
            ...(isBlind ? { resentBlind: true } : {}),
            ...(countsAsTry ? {} : { attempts: eb('attempts', '-', 1) }),
            status: 'queued' as const,
            workerId: null,
            leaseUntil: null,
            runAt: sql<Date>`now() + make_interval(secs => ${delayMs / 1000})`,
          }))
          .execute(),
      ),

    /** Back into the queue for another model, which the next claim calls. */
    changeModel: (
      fence: Fence,
      change: ModelChange,
      fallbacks: readonly Fallback[],
      error: ProviderError,
      end: CallEnd | null,
    ): Promise<boolean> =>
      endClaim(fence, end, error, async (trx, booked) => {
        const { notes, generationParams, ...made } = change
        // First on its own: what is reserved is given back by the estimate of the model it was reserved for.
        await owned(fence, trx)
          .set({ ...booked, taskId: null, sentAt: null, answeredAt: null, status: 'queued', workerId: null })
          .execute()
        await trx
          .updateTable('generations')
          .set({
            ...errorColumns(error),
            ...made,
            generationParams: JSON.stringify(generationParams),
            notes: jsonText(notes),
            fallbacks: jsonText(fallbacks),
            resentBlind: false,
            leaseUntil: null,
            runAt: sql<Date>`now()`,
          })
          .where('id', '=', fence.id)
          .execute()
        await sql`select pg_notify('atelier_queue', '')`.execute(trx)
      }),

    /** Hands back what was claimed but not finished, at once; a claim that never called costs no attempt. */
    async handBack(fence: Fence): Promise<boolean> {
      return wasOurs(
        await owned(fence)
          .set((eb) => ({
            status: 'queued' as const,
            workerId: null,
            leaseUntil: null,
            runAt: sql<Date>`now()`,
            attempts: sql<number>`case when ${eb.ref('taskId')} is null then ${eb.ref('attempts')} - 1 else ${eb.ref('attempts')} end`,
          }))
          .executeTakeFirstOrThrow(),
      )
    },
  }
}

export type GenerationQueue = ReturnType<typeof createGenerationQueue>
