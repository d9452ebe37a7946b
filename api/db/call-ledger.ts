import { sql } from 'kysely'
import type { KeptAnswer } from '../domain/claimed-generation.ts'
import type { StoredPicture } from '../domain/picture-store.ts'
import type { Db } from './database.ts'
import { type Fence, fenceRow, whichWereOurs } from './fence.ts'
import { jsonText, storable } from './json-text.ts'
import { inBatches } from './write-batch.ts'

/** A call that is about to be made. */
export interface NewCall {
  fence: Fence
  /** UUID v4: what the provider will know it by. */
  taskId: string
  mode: 'live' | 'sandbox'
  releaseId: number | null
  /** SHA-256 of the body without the task id. */
  requestSha256: string
}

export interface AnsweredCall {
  fence: Fence
  taskId: string
  answer: KeptAnswer
}

export interface StoredCall {
  fence: Fence
  taskId: string
  picture: StoredPicture
}

export interface SucceededCall extends StoredCall {
  answer: Pick<KeptAnswer, 'seed' | 'requestId' | 'costSource'>
  credits: number
}

interface Written {
  id: number
  claims: number
}

const textOrNull = (text: string | null): string | null => (text === null ? null : storable(text))

async function writeBegun(db: Db, calls: NewCall[]): Promise<boolean[]> {
  const items = calls.map(({ fence, taskId, mode, releaseId, requestSha256 }) => ({
    ...fenceRow(fence),
    task_id: taskId,
    mode,
    release_id: releaseId,
    request_sha256: requestSha256,
  }))
  const { rows } = await sql<Written>`select id, claims from begin_calls(${JSON.stringify(items)}::jsonb)`.execute(db)
  return whichWereOurs(
    calls.map(({ fence }) => fence),
    rows,
  )
}

async function writeAnswered(db: Db, calls: AnsweredCall[]): Promise<boolean[]> {
  const items = calls.map(({ fence, taskId, answer }) => ({
    ...fenceRow(fence),
    task_id: taskId,
    answer,
    cost_usd: answer.costUsd ?? 0,
    cost_source: answer.costSource,
    request_id: answer.requestId,
  }))
  const { rows } = await sql<Written>`select id, claims from answer_calls(${jsonText(items)}::jsonb)`.execute(db)
  return whichWereOurs(
    calls.map(({ fence }) => fence),
    rows,
  )
}

async function writeStored(db: Db, calls: StoredCall[]): Promise<boolean[]> {
  const items = calls.map(({ fence, taskId, picture: { sha256, format, width, height, bytes } }) => ({
    ...fenceRow(fence),
    task_id: taskId,
    sha256,
    format,
    width,
    height,
    bytes,
  }))
  const { rows } = await sql<Written>`select id, claims from store_calls(${JSON.stringify(items)}::jsonb)`.execute(db)
  return whichWereOurs(
    calls.map(({ fence }) => fence),
    rows,
  )
}

async function writeSucceeded(db: Db, calls: SucceededCall[]): Promise<boolean[]> {
  const items = calls.map(({ fence, taskId, picture, answer, credits }) => ({
    ...fenceRow(fence),
    task_id: taskId,
    sha256: picture.sha256,
    credits,
    seed: answer.seed,
    request_id: textOrNull(answer.requestId),
    cost_source: answer.costSource,
  }))
  const { rows } = await sql<Written>`select id, claims from settle_calls(${JSON.stringify(items)}::jsonb)`.execute(db)
  return whichWereOurs(
    calls.map(({ fence }) => fence),
    rows,
  )
}

/**
 * The four commits of a provider call: about to be sent, answered, stored, settled. Each answers whether the row was still
 * ours; false means that the lease ran out and somebody else has it: stop, and throw the work away.
 * Each is one statement, which the migrations hold, and those of calls that go on side by side are written together.
 */
export const createCallLedger = (db: Db) => ({
  /** Before the call: from here on it may have been made. */
  recordSent: inBatches((calls: NewCall[]) => writeBegun(db, calls)),
  /** Right after the call and before any download: it is paid for, and this is how to get at it. */
  recordAnswer: inBatches((calls: AnsweredCall[]) => writeAnswered(db, calls)),
  /** The file is kept under its hash. */
  recordStored: inBatches((calls: StoredCall[]) => writeStored(db, calls)),
  /** Booked, and the image's current picture unless a later one already is. */
  succeed: inBatches((calls: SucceededCall[]) => writeSucceeded(db, calls)),
})
