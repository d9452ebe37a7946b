import { sql } from 'kysely'
import type { CallEnd } from '../domain/claimed-generation.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import type { Trx } from './database.ts'
import { errorColumns } from './error-columns.ts'
import type { Fence } from './fence.ts'

/** A generation that is locked and still its worker's. */
export interface HeldGeneration {
  id: number
  accountId: number
  providerId: string
  taskId: string | null
  estimateUsd: number
  estimateCredits: number
  reservedFor: string | null
  costUsd: number
}

/** Locks a generation for what ends its claim. Undefined where somebody else has it now. */
export async function lockHeld(trx: Trx, fence: Fence): Promise<HeldGeneration | undefined> {
  return trx
    .selectFrom('generations')
    .select(['id', 'accountId', 'providerId', 'taskId', 'estimateUsd', 'estimateCredits', 'reservedFor', 'costUsd'])
    .where('id', '=', fence.id)
    .where('workerId', '=', fence.workerId)
    .where('claims', '=', fence.claims)
    .where('status', '=', 'running')
    .forUpdate()
    .executeTakeFirst()
}

/** Whether the open call of a generation has its answer. */
export async function isAnswered(trx: Trx, { taskId }: HeldGeneration): Promise<boolean> {
  if (taskId === null) return false
  const call = await trx
    .selectFrom('generationAttempts')
    .select('step')
    .where('id', '=', taskId)
    .forUpdate()
    .executeTakeFirst()
  return call?.step === 'answered' || call?.step === 'stored'
}

/**
 * Settles the open call of a generation that made no picture: what it cost is booked, what was reserved beyond that is given
 * back. Answers the columns of the generation that change with it.
 */
export async function settleCall(
  trx: Trx,
  held: HeldGeneration,
  end: CallEnd,
  error: ProviderError | null,
): Promise<{ costUsd: number; costSource?: string | null; reservedFor: null }> {
  const call = await trx
    .selectFrom('generationAttempts')
    .select(['costUsd', 'chargedUsd', 'step'])
    .where('id', '=', held.taskId ?? '')
    .forUpdate()
    .executeTakeFirst()
  // Settled before, and not opened again: there is nothing left to book but the reservation.
  if (!call || call.step === 'settled') {
    await book(trx, held, 0)
    return { costUsd: held.costUsd, reservedFor: null }
  }
  await trx
    .updateTable('generationAttempts')
    .set({
      step: 'settled',
      outcome: end.outcome,
      costUsd: end.costUsd,
      chargedUsd: end.costUsd,
      costSource: end.costSource,
      settledAt: sql<Date>`now()`,
      ...(error ? errorColumns(error) : {}),
    })
    .where('id', '=', held.taskId ?? '')
    .execute()
  await book(trx, held, end.costUsd - call.chargedUsd)
  return {
    costUsd: roundUsd(held.costUsd + end.costUsd - call.costUsd),
    ...(end.costUsd > 0 ? { costSource: end.costSource } : {}),
    reservedFor: null,
  }
}

/** Six decimals are kept; sums of floats have more. */
const roundUsd = (usd: number): number => Math.round(usd * 1e6) / 1e6

async function book(trx: Trx, held: HeldGeneration, spentUsd: number): Promise<void> {
  const isReserved = held.reservedFor !== null
  if (!isReserved && spentUsd === 0) return
  await trx
    .insertInto('ledgerEntries')
    .values({
      accountId: held.accountId,
      providerId: held.providerId,
      generationId: held.id,
      attemptId: held.taskId,
      kind: spentUsd === 0 ? 'release' : isReserved ? 'settle' : 'correct',
      reservedUsd: isReserved ? -held.estimateUsd : 0,
      reservedCredits: isReserved ? -held.estimateCredits : 0,
      spentUsd: roundUsd(spentUsd),
      bookedFor: held.reservedFor ?? sql<string>`utc_today()`,
    })
    .execute()
}
