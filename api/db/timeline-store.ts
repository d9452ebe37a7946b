import type { CallOutcome, CallStep, TimelineCall, TimelineFacts, TimelineGeneration } from '../domain/timeline.ts'
import { sql } from 'kysely'
import type { Db } from './database.ts'
import { createLedgerStore } from './ledger-store.ts'

const generationColumns = [
  'id',
  'accountId',
  'status',
  'requestedBy',
  'correlationId',
  'modelId',
  'providerId',
  'releaseId',
  'estimateUsd',
  'estimateCredits',
  'reservedFor',
  'fallbacks',
  'taskId',
  'answeredAt',
  'runAt',
  'costUsd',
  'credits',
  'errorClass',
  'errorCode',
  'errorMessage',
  'createdAt',
  'startedAt',
  'finishedAt',
] as const

const callColumns = [
  'id',
  'providerId',
  'modelId',
  'providerMode',
  'releaseId',
  'workerId',
  'requestSha256',
  'step',
  'outcome',
  'sentAt',
  'answeredAt',
  'storedAt',
  'settledAt',
  'costUsd',
  'costSource',
  'chargedUsd',
  'sha256',
  'requestId',
  'errorClass',
  'errorCode',
  'errorMessage',
] as const

/** What is written down about a generation, its calls and its money. */
export function createTimelineStore(db: Db) {
  const ledger = createLedgerStore(db)
  return {
    async facts(generationId: number): Promise<TimelineFacts | undefined> {
      const [generation, calls, ledgerEntries] = await Promise.all([
        db
          .selectFrom('generations')
          .select(generationColumns)
          .select(sql<Date>`now()`.as('readAt'))
          .where('id', '=', generationId)
          .$narrowType<Pick<TimelineGeneration, 'status' | 'fallbacks'>>()
          .executeTakeFirst(),
        db
          .selectFrom('generationAttempts')
          .select(callColumns)
          .where('generationId', '=', generationId)
          .orderBy('sentAt')
          .orderBy('id')
          .$narrowType<{ providerMode: TimelineCall['providerMode']; step: CallStep; outcome: CallOutcome | null }>()
          .execute(),
        ledger.ofGeneration(generationId),
      ])
      return generation && { generation, calls, ledgerEntries }
    },
  }
}

export type TimelineStore = ReturnType<typeof createTimelineStore>
