import { sql } from 'kysely'
import type { CallEnd, Fallback, ModelChange } from '../domain/claimed-generation.ts'
import type { ImagePrice } from '../domain/image-price.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import { isAnswered, lockHeld, settleCall } from './call-end.ts'
import { createCallLedger } from './call-ledger.ts'
import { type Db, type Trx, transact } from './database.ts'
import { errorColumns } from './error-columns.ts'
import type { Fence } from './fence.ts'
import { createClaims } from './generation-claims.ts'
import { jsonText } from './json-text.ts'
import { createLateAnswers } from './late-answer.ts'
import { priceProblem } from './run-use.ts'

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

/** `lost`: somebody else has the generation. `too_dear`: its run cannot pay for the other model. */
export type ModelChanged = 'changed' | 'lost' | 'too_dear'

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

  const endClaimIn = async (
    trx: Trx,
    fence: Fence,
    end: CallEnd | null,
    error: ProviderError | null,
    write: (booked: object) => Promise<unknown>,
  ): Promise<boolean> => {
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
    await write(booked)
    return true
  }

  /** Ends a claim in one transaction, with the call that was open where it ended too. */
  const endClaim = (
    fence: Fence,
    end: CallEnd | null,
    error: ProviderError | null,
    write: (trx: Trx, booked: object) => Promise<unknown>,
  ): Promise<boolean> => transact(db, (trx) => endClaimIn(trx, fence, end, error, (booked) => write(trx, booked)))

  return {
    ...createCallLedger(db),
    ...createLateAnswers(db),
    ...createClaims(db),

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

    /** Back into the queue for another model, which the next claim calls. `failed` is the one that is given up. */
    changeModel: (
      fence: Fence,
      change: ModelChange,
      failed: Fallback,
      error: ProviderError,
      end: CallEnd | null,
    ): Promise<ModelChanged> =>
      transact(db, async (trx) => {
        if (!(await lockHeld(trx, fence))) return 'lost'
        if ((await priceProblem(trx, fence.id, change)) !== undefined) return 'too_dear'
        const isOurs = await endClaimIn(trx, fence, end, error, async (booked) => {
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
              fallbacks: sql`fallbacks || (${jsonText(failed)}::jsonb || jsonb_build_object('at', now()))`,
              resentBlind: false,
              leaseUntil: null,
              runAt: sql<Date>`now()`,
            })
            .where('id', '=', fence.id)
            .execute()
          await sql`select pg_notify('atelier_queue', '')`.execute(trx)
        })
        return isOurs ? 'changed' : 'lost'
      }),

    /**
     * Back into the queue at another price than it was asked for at, so that the next claim reserves that. Where its run cannot
     * pay that, it is taken back, and the run asks for it again as far as its limits go. Nothing was sent.
     */
    reprice: (fence: Fence, price: ImagePrice, note: string): Promise<boolean> =>
      endClaim(fence, null, null, async (trx) => {
        const problem = await priceProblem(trx, fence.id, price)
        const taken = { status: 'cancelled', isTakenBack: true, finishedAt: sql<Date>`now()` } as const
        const asked = { ...price, status: 'queued', workerId: null, runAt: sql<Date>`now()` } as const
        await owned(fence, trx)
          .set((eb) => ({
            ...(problem === undefined ? asked : taken),
            notes: sql<string>`notes || ${jsonText([problem === undefined ? note : `${note} ${problem}`])}::jsonb`,
            leaseUntil: null,
            attempts: eb('attempts', '-', 1),
          }))
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
