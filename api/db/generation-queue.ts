import { sql } from 'kysely'
import type { ClaimedGeneration, KeptAnswer } from '../domain/claimed-generation.ts'
import type { StoredPicture } from '../domain/picture-store.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import type { ProviderMode } from '../domain/tier.ts'
import { type Db, transact } from './database.ts'

/** A claimed generation's identity for writing: the row must still be this worker's, at this attempt. */
export type Fence = Pick<ClaimedGeneration, 'id' | 'workerId' | 'attempts'>

export interface Settlement {
  picture: StoredPicture
  answer: KeptAnswer
  credits: number
}

/**
 * The queue side of generations. Every write is fenced and answers whether the row was still ours;
 * false means that the lease ran out and somebody else has it: stop, and throw the work away.
 */
export function createGenerationQueue(db: Db) {
  const owned = (fence: Fence) =>
    db
      .updateTable('generations')
      .where('id', '=', fence.id)
      .where('workerId', '=', fence.workerId)
      .where('attempts', '=', fence.attempts)
      .where('status', '=', 'running')
  const wasOurs = (result: { numUpdatedRows: bigint }): boolean => result.numUpdatedRows > 0n

  return {
    /**
     * Takes up to `slots` generations. Never more than a provider's concurrency, over all workers.
     * @param inHand what the worker already has, which it is not given again
     */
    async claim(
      workerId: string,
      slots: number,
      leaseSeconds: number,
      inHand: number[] = [],
    ): Promise<ClaimedGeneration[]> {
      const { rows } = await sql<ClaimedGeneration>`
        select g.id, g.image_id, g.content_id, i.type as image_type, i.position as image_position,
               g.model_id, g.provider_id, g.style_id, g.prompt, g.negative_prompt, g.width, g.height, g.format, g.seed,
               g.generation_params, g.attempts, g.max_attempts, g.worker_id, g.task_id, g.sent_at, g.sent_release_id,
               g.provider_mode, g.resent_blind, g.answer, g.error_class, g.requested_by
        from claim_generations(${workerId}, ${slots}, ${leaseSeconds}, ${inHand}::bigint[]) g join images i on i.id = g.image_id`.execute(
        db,
      )
      return rows
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

    /** Before the call: what the provider will know it by. From here on the call may have been made. */
    async recordSent(
      fence: Fence,
      taskId: string,
      providerMode: ProviderMode,
      sentReleaseId: number | null,
    ): Promise<boolean> {
      const mode = providerMode === 'sandbox' ? 'sandbox' : 'live'
      return wasOurs(
        await owned(fence)
          .set((eb) => ({
            taskId,
            sentAt: sql<Date>`now()`,
            providerMode: mode,
            sentReleaseId,
            answer: null,
            answeredAt: null,
            costBeforeUsd: eb.ref('costUsd'),
          }))
          .executeTakeFirstOrThrow(),
      )
    },

    /** Right after the call and before any download: it is paid for, and this is how to get at it. */
    async recordAnswer(fence: Fence, answer: KeptAnswer): Promise<boolean> {
      return wasOurs(
        await owned(fence)
          .set({
            answer: jsonText(answer),
            answeredAt: sql<Date>`now()`,
            costUsd: withCostBefore(answer.costUsd),
            costSource: answer.costSource,
          })
          .executeTakeFirstOrThrow(),
      )
    },

    /**
     * The provider has nothing for us under this task: the next attempt sends anew.
     * @param isBlind nobody knows that; it is sent anew all the same, this once
     */
    async forgetSent(fence: Fence, isBlind = false): Promise<boolean> {
      return wasOurs(
        await owned(fence)
          .set({
            taskId: null,
            sentAt: null,
            answer: null,
            answeredAt: null,
            ...(isBlind ? { resentBlind: true } : {}),
          })
          .executeTakeFirstOrThrow(),
      )
    },

    /** The address of the picture is dead: the next attempt asks the provider for the task again. */
    async forgetAnswer(fence: Fence): Promise<boolean> {
      return wasOurs(await owned(fence).set({ answer: null, answeredAt: null }).executeTakeFirstOrThrow())
    },

    /** The picture is stored: it becomes the image's current one, unless a later one already is. */
    async succeed(fence: Fence & { imageId: number }, settlement: Settlement): Promise<boolean> {
      const { picture, answer } = settlement
      return transact(db, async (trx) => {
        await trx
          .insertInto('pictures')
          .values({
            sha256: picture.sha256,
            format: picture.format,
            width: picture.width,
            height: picture.height,
            bytes: picture.bytes,
          })
          .onConflict((conflict) => conflict.column('sha256').doNothing())
          .execute()
        const updated = await trx
          .updateTable('generations')
          .set({
            status: 'succeeded',
            sha256: picture.sha256,
            costUsd: withCostBefore(answer.costUsd),
            costSource: answer.costSource,
            credits: settlement.credits,
            requestId: answer.requestId,
            seed: answer.seed,
            finishedAt: sql<Date>`now()`,
            leaseUntil: null,
            errorClass: null,
            errorCode: null,
            errorMessage: null,
            errorRaw: null,
          })
          .where('id', '=', fence.id)
          .where('workerId', '=', fence.workerId)
          .where('attempts', '=', fence.attempts)
          .where('status', '=', 'running')
          .executeTakeFirstOrThrow()
        if (!wasOurs(updated)) return false
        await trx
          .updateTable('images')
          .set({ currentGenerationId: fence.id, updatedAt: sql<Date>`now()` })
          .where('id', '=', fence.imageId)
          .where((eb) => eb.or([eb('currentGenerationId', 'is', null), eb('currentGenerationId', '<', fence.id)]))
          .execute()
        return true
      })
    },

    /** The end for this generation, until a person retries it. `paid`: what the provider charged for what cannot be used. */
    async fail(
      fence: Fence,
      error: ProviderError,
      paid: { costUsd: number | null; costSource: string | null } | null,
    ): Promise<boolean> {
      const cost = paid ? { costUsd: withCostBefore(paid.costUsd), costSource: paid.costSource } : {}
      return wasOurs(
        await owned(fence)
          .set({ ...errorColumns(error), ...cost, status: 'failed', finishedAt: sql<Date>`now()`, leaseUntil: null })
          .executeTakeFirstOrThrow(),
      )
    },

    /** Back into the queue for another attempt, with what went wrong so far. Keeps what was sent and answered. */
    async requeue(fence: Fence, delayMs: number, error: ProviderError): Promise<boolean> {
      return wasOurs(
        await owned(fence)
          .set({
            ...errorColumns(error),
            status: 'queued',
            workerId: null,
            leaseUntil: null,
            runAt: sql<Date>`now() + make_interval(secs => ${delayMs / 1000})`,
          })
          .executeTakeFirstOrThrow(),
      )
    },

    /** Back into the queue because the provider still works on it: waiting is no attempt. */
    async wait(fence: Fence, delayMs: number): Promise<boolean> {
      return wasOurs(
        await owned(fence)
          .set((eb) => ({
            status: 'queued' as const,
            workerId: null,
            leaseUntil: null,
            attempts: eb('attempts', '-', 1),
            runAt: sql<Date>`now() + make_interval(secs => ${delayMs / 1000})`,
          }))
          .executeTakeFirstOrThrow(),
      )
    },

    /** Hands back what was claimed but not finished, at once; a claim that never called costs no attempt. */
    async handBack(fence: Fence): Promise<boolean> {
      return wasOurs(
        await owned(fence)
          .set((eb) => ({
            status: 'queued' as const,
            workerId: null,
            leaseUntil: null,
            runAt: sql<Date>`now()`,
            attempts: sql<number>`case when ${eb.ref('sentAt')} is null then ${eb.ref('attempts')} - 1 else ${eb.ref('attempts')} end`,
          }))
          .executeTakeFirstOrThrow(),
      )
    },
  }
}

export type GenerationQueue = ReturnType<typeof createGenerationQueue>

const rawCharsMax = 100_000

/** A generation that was sent more than once has cost all of its calls. */
const withCostBefore = (costUsd: number | null) => sql<number>`cost_before_usd + ${costUsd ?? 0}::numeric`

/** PostgreSQL stores no NUL, and a provider's text may hold one. */
const storable = (text: string): string => text.replaceAll('\u0000', '\uFFFD')

/** JSON that PostgreSQL takes: it stores neither NUL nor half a surrogate pair, which JSON.stringify writes as escapes. */
const jsonText = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/\\(?:u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g, (escape) =>
    /^\\u(0000|d)/i.test(escape) ? '\\ufffd' : escape,
  )

function rawColumn(raw: unknown): string | null {
  if (raw === null || raw === undefined) return null
  const text = jsonText(raw)
  return text.length <= rawCharsMax ? text : jsonText({ truncated: text.slice(0, rawCharsMax) })
}

const errorColumns = (error: ProviderError) => ({
  errorClass: error.class,
  errorCode: error.code === null ? null : storable(error.code),
  errorMessage: storable(error.message).slice(0, 2000),
  errorRaw: rawColumn(error.raw),
  requestId: error.requestId === null ? null : storable(error.requestId),
})
