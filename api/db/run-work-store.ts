import { sql } from 'kysely'
import { type RunEnd, type RunStage, limitText, withinLimits } from '../domain/run.ts'
import type { Db, Trx } from './database.ts'
import { type NewGeneration, enqueueMissing } from './intake-store.ts'
import { type RunInHand, heldRun, setRun, whileHeld } from './run-hand.ts'
import { settleLeftOver } from './run-item-store.ts'
import { type RunLogEntry, writeRunLog } from './run-log.ts'
import { createRunQueue } from './run-queue.ts'
import { cancelUnsent } from './run-store.ts'
import { activeSecondsOf } from './run-time.ts'
import { resultOf, useOf } from './run-use.ts'

/** The newest generation that a run asked for of an image. */
export interface AskedImage {
  contentId: number
  imageId: number
  status: string
  errorMessage: string | null
}

/** What became of a batch of images. */
export interface Asked {
  images: number
  /** The limit that left some of them out. */
  limit: RunEnd | undefined
}

/**
 * What conductors read and write of a run and its images; its articles are in `run-item-store.ts`. Every write is fenced
 * by the lease: it does nothing once a person paused or cancelled the run, or another conductor has it, and says so with
 * false or undefined.
 */
export function createRunWorkStore(db: Db) {
  return {
    ...createRunQueue(db),

    /** The run as it stands; undefined where it is no longer this conductor's. */
    inHand: (runId: number, conductor: string): Promise<RunInHand | undefined> =>
      heldRun(db, runId, conductor).executeTakeFirst(),

    async setStage(runId: number, conductor: string, stage: RunStage, log: readonly RunLogEntry[]): Promise<void> {
      await whileHeld(db, runId, conductor, async (trx) => {
        await setRun(trx, runId, { stage })
        await writeRunLog(trx, runId, log)
      })
    },

    /** What the run asked for of these articles, what was taken back left out: the newest of each image. */
    async askedOf(runId: number, contentIds: readonly number[]): Promise<AskedImage[]> {
      const { rows } = await sql<AskedImage>`
        select distinct on (image_id) content_id, image_id, status, error_message from generations
        where run_id = ${runId} and content_id = any(${[...contentIds]}::integer[]) and not is_taken_back
        order by image_id, id desc`.execute(db)
      return rows
    },

    /** Queues images, as many as the run's limits allow, under the lock that pausing takes: after a pause there are none. */
    async ask(runId: number, conductor: string, planned: NewGeneration[]): Promise<Asked | undefined> {
      return whileHeld(db, runId, conductor, async (trx, run) => {
        const { allowed, limit } = withinLimits(planned, await useOf(trx, run), run)
        const queued = await enqueueMissing(
          trx,
          allowed.map((one) => ({ ...one, runId })),
        )
        if (limit) await beginEnd(trx, run, limit)
        return { images: queued.length, limit }
      })
    },

    /** Asks for nothing more. What waits unsent is taken back where `takesBack`; the rest is waited for. */
    async end(runId: number, conductor: string, reason: RunEnd, note: string, takesBack: boolean): Promise<void> {
      await whileHeld(db, runId, conductor, async (trx, run) => {
        if (takesBack) await cancelUnsent(trx, runId)
        await beginEnd(trx, run, reason, note)
      })
    },

    /** Notes what keeps it waiting, or null; written only where it changes. */
    async setWait(runId: number, conductor: string, waitReason: string | null): Promise<void> {
      await db
        .updateTable('runs')
        .set({ waitReason })
        .where('id', '=', runId)
        .where('conductor', '=', conductor)
        .where('status', '=', 'running')
        .where(sql<boolean>`wait_reason is distinct from ${waitReason}`)
        .execute()
    },

    /** Ends the run. What it did not get to is skipped, with the reason. */
    async finish(
      runId: number,
      conductor: string,
      status: 'completed' | 'failed',
      reason: RunEnd,
      note: string,
    ): Promise<void> {
      await whileHeld(db, runId, conductor, async (trx) => {
        // Nobody conducts it any more: what is still queued would be bought for a run that is over.
        if (status === 'failed') await cancelUnsent(trx, runId)
        await settleLeftOver(trx, runId, note)
        await setRun(trx, runId, {
          status,
          endReason: reason,
          endNote: note,
          waitReason: null,
          activeSeconds: activeSecondsOf('runs'),
          resumedAt: null,
          finishedAt: sql<Date>`now()`,
          conductor: null,
          leaseUntil: null,
        })
        const { made, failed, usd } = await resultOf(trx, runId)
        await writeRunLog(trx, runId, [
          {
            level: status === 'failed' || failed > 0 ? 'warning' : 'note',
            message: `Ended: ${note} ${made} images made, ${failed} failed, for $${usd.toFixed(2)}.`,
          },
        ])
      })
    },
  }
}

export type RunWorkStore = ReturnType<typeof createRunWorkStore>

async function beginEnd(trx: Trx, run: RunInHand, reason: RunEnd, note = limitText(reason, run)): Promise<void> {
  if (run.endReason !== null) return
  await trx.updateTable('runs').set({ endReason: reason, endNote: note }).where('id', '=', run.id).execute()
  await writeRunLog(trx, run.id, [
    { level: 'warning', message: `${note} Nothing more is asked for; what is in hand is waited for.` },
  ])
}
