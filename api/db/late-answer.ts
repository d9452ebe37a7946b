import { sql } from 'kysely'
import type { KeptAnswer } from '../domain/claimed-generation.ts'
import type { StoredPicture } from '../domain/picture-store.ts'
import { type Db, type Trx, transact } from './database.ts'
import { noError } from './error-columns.ts'
import { jsonText } from './json-text.ts'

/** What became of an answer that came when its worker no longer had the generation. */
export type LateAnswer = 'adopted' | 'booked' | 'known'

interface LateCall {
  taskId: string
  answer: KeptAnswer
  /** Where the picture came with the answer and is stored already. */
  picture: StoredPicture | null
}

const readCall = (trx: Trx, taskId: string) =>
  trx
    .selectFrom('generationAttempts')
    .select(['generationId', 'accountId', 'providerId', 'step', 'outcome', 'costUsd', 'chargedUsd', 'sentAt'])
    .where('id', '=', taskId)

type Call = NonNullable<Awaited<ReturnType<ReturnType<typeof readCall>['executeTakeFirst']>>>

async function writeAnswer(trx: Trx, { taskId, answer, picture }: LateCall, more: { chargedUsd?: number }) {
  if (picture) {
    const { sha256, format, width, height, bytes } = picture
    await trx
      .insertInto('pictures')
      .values({ sha256, format, width, height, bytes })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  await trx
    .updateTable('generationAttempts')
    .set({
      answer: jsonText(answer),
      answeredAt: sql<Date>`now()`,
      costUsd: answer.costUsd ?? 0,
      costSource: answer.costSource,
      sha256: picture?.sha256 ?? null,
      storedAt: picture ? sql<Date>`now()` : null,
      ...more,
    })
    .where('id', '=', taskId)
    .execute()
}

/** Opens a call again that was given up as unknown: its picture is there after all, and is only to be kept. */
async function reopen(trx: Trx, call: Call, late: LateCall): Promise<void> {
  await writeAnswer(trx, late, {})
  await trx
    .updateTable('generationAttempts')
    .set({ step: late.picture ? 'stored' : 'answered', outcome: null, settledAt: null, ...noError })
    .where('id', '=', late.taskId)
    .execute()
  await trx
    .updateTable('generations')
    .set((eb) => ({
      ...noError,
      status: 'queued' as const,
      finishedAt: null,
      workerId: null,
      runAt: sql<Date>`now()`,
      answeredAt: sql<Date>`now()`,
      costUsd: eb('costUsd', '+', (late.answer.costUsd ?? 0) - call.costUsd),
      maxAttempts: sql<number>`greatest(max_attempts, attempts + 3)`,
    }))
    .where('id', '=', call.generationId)
    .execute()
}

/** Books what a call cost that was counted by its estimate, or not at all. Its picture has no use: another was asked for. */
async function correct(trx: Trx, call: Call, late: LateCall): Promise<void> {
  const costUsd = late.answer.costUsd ?? 0
  await writeAnswer(trx, late, { chargedUsd: costUsd })
  await trx
    .updateTable('generations')
    .set((eb) => ({ costUsd: eb('costUsd', '+', costUsd - call.costUsd) }))
    .where('id', '=', call.generationId)
    .execute()
  if (costUsd === call.chargedUsd) return
  await trx
    .insertInto('ledgerEntries')
    .values({
      accountId: call.accountId,
      providerId: call.providerId,
      generationId: call.generationId,
      attemptId: late.taskId,
      kind: 'correct',
      spentUsd: costUsd - call.chargedUsd,
      bookedFor: sql<string>`utc_today()`,
    })
    .execute()
}

/** Answers that come after their worker was taken for dead. The picture is paid for all the same. */
export function createLateAnswers(db: Db) {
  return {
    /**
     * Keeps an answer that its worker may no longer write by its fence.
     * `adopted`: whoever has the generation finds the picture. `booked`: the picture has no use any more, its cost is right.
     */
    adoptLateAnswer: (late: LateCall): Promise<LateAnswer> =>
      transact(db, async (trx) => {
        const seen = await readCall(trx, late.taskId).executeTakeFirst()
        if (!seen) return 'known'
        // The generation first, as everything else does.
        const generation = await trx
          .selectFrom('generations')
          .select(['status', 'taskId', 'errorCode', 'imageId'])
          .where('id', '=', seen.generationId)
          .forUpdate()
          .executeTakeFirst()
        const call = await readCall(trx, late.taskId).forUpdate().executeTakeFirst()
        if (!generation || !call || call.step === 'answered' || call.step === 'stored' || call.outcome === 'succeeded')
          return 'known'
        const isStillAsked = generation.taskId === late.taskId
        if (call.step === 'sending') {
          await writeAnswer(trx, late, {})
          await trx
            .updateTable('generationAttempts')
            .set({ step: late.picture ? 'stored' : 'answered' })
            .where('id', '=', late.taskId)
            .execute()
          await trx
            .updateTable('generations')
            .set((eb) => ({
              answeredAt: sql<Date>`now()`,
              costUsd: eb('costUsd', '+', (late.answer.costUsd ?? 0) - call.costUsd),
            }))
            .where('id', '=', call.generationId)
            .execute()
          return 'adopted'
        }
        const isGivenUp = isStillAsked && generation.status === 'failed' && generation.errorCode === 'outcome_unknown'
        const another = await trx
          .selectFrom('generations')
          .select('id')
          .where('imageId', '=', generation.imageId)
          .where('status', 'in', ['queued', 'running'])
          .executeTakeFirst()
        if (!isGivenUp || another) {
          await correct(trx, call, late)
          return 'booked'
        }
        await reopen(trx, call, late)
        await sql`select pg_notify('atelier_queue', '')`.execute(trx)
        return 'adopted'
      }),
  }
}
