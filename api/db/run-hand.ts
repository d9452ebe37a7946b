import type { RunEnd, RunLimits, RunStage } from '../domain/run.ts'
import { type Db, type Trx, transact } from './database.ts'
import { activeSecondsOf } from './run-time.ts'

/** A run in the hand of a conductor, as it stands now. */
export interface RunInHand extends RunLimits {
  id: number
  siteId: number
  accountId: number
  stage: RunStage
  lastStage: 'prompts' | 'images'
  startedBy: string
  correlationId: string | null
  promptsCostUsd: number
  /** Nothing more is asked for; what is in hand is waited for. */
  endReason: RunEnd | null
  endNote: string | null
  waitReason: string | null
  activeSeconds: number
}

const handColumns = [
  'id',
  'siteId',
  'accountId',
  'stage',
  'lastStage',
  'startedBy',
  'correlationId',
  'promptsCostUsd',
  'imagesMax',
  'creditsMax',
  'usdMax',
  'minutesMax',
  'endReason',
  'endNote',
  'waitReason',
] as const

/** The run as it stands; nothing where it is no longer this conductor's, or no longer runs. */
export const heldRun = (on: Db | Trx, runId: number, conductor: string) =>
  on
    .selectFrom('runs')
    .select(handColumns)
    .select(activeSecondsOf('runs').as('activeSeconds'))
    .where('id', '=', runId)
    .where('conductor', '=', conductor)
    .where('status', '=', 'running')
    .$narrowType<{ stage: RunStage; lastStage: 'prompts' | 'images'; endReason: RunEnd | null }>()

/**
 * Runs a write while the run is held, and cannot be paused or cancelled meanwhile. Undefined where it is no longer this
 * conductor's: then nothing is written.
 */
export function whileHeld<T>(
  db: Db,
  runId: number,
  conductor: string,
  write: (trx: Trx, run: RunInHand) => Promise<T>,
): Promise<T | undefined> {
  return transact(db, async (trx) => {
    const run = await heldRun(trx, runId, conductor).forUpdate().executeTakeFirst()
    return run && write(trx, run)
  })
}

export const setRun = (trx: Trx, runId: number, set: object) =>
  trx.updateTable('runs').set(set).where('id', '=', runId).execute()
