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
  /** Where the picture came with the answer and is stored already. */
  picture: StoredPicture | null
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

const pictureRow = (picture: StoredPicture | null) => ({
  sha256: picture?.sha256 ?? null,
  format: picture?.format ?? null,
  width: picture?.width ?? null,
  height: picture?.height ?? null,
  bytes: picture?.bytes ?? null,
})

const textOrNull = (text: string | null): string | null => (text === null ? null : storable(text))

/** The rows of an update that are still their workers', by the claim they were taken with. */
const isOurs = sql`g.id = i.generation_id and g.worker_id = i.worker_id and g.claims = i.claims and g.status = 'running'`

async function writeBegun(db: Db, calls: NewCall[]): Promise<boolean[]> {
  const items = calls.map(({ fence, taskId, mode, releaseId, requestSha256 }) => ({
    ...fenceRow(fence),
    task_id: taskId,
    mode,
    release_id: releaseId,
    request_sha256: requestSha256,
  }))
  const { rows } = await sql<Written>`
    with i as (select * from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as t(
      generation_id bigint, worker_id text, claims integer, task_id uuid, mode text, release_id integer, request_sha256 text)),
    ours as (
      update generations g set task_id = i.task_id, sent_at = now(), answered_at = null, provider_mode = i.mode,
        sent_release_id = i.release_id
      from i where ${isOurs}
      returning g.id, g.claims, g.account_id, g.provider_id, g.model_id, g.worker_id, i.task_id, i.mode, i.release_id, i.request_sha256),
    call as (
      insert into generation_attempts (id, generation_id, account_id, provider_id, model_id, provider_mode, release_id, worker_id, request_sha256)
      select task_id, id, account_id, provider_id, model_id, mode, release_id, worker_id, request_sha256 from ours)
    select id, claims from ours`.execute(db)
  return whichWereOurs(
    calls.map(({ fence }) => fence),
    rows,
  )
}

async function writeAnswered(db: Db, calls: AnsweredCall[]): Promise<boolean[]> {
  const items = calls.map(({ fence, taskId, answer, picture }) => ({
    ...fenceRow(fence),
    task_id: taskId,
    answer,
    cost_usd: answer.costUsd ?? 0,
    cost_source: answer.costSource,
    request_id: answer.requestId,
    ...pictureRow(picture),
  }))
  const { rows } = await sql<Written>`
    with i as (select * from jsonb_to_recordset(${jsonText(items)}::jsonb) as t(
      generation_id bigint, worker_id text, claims integer, task_id uuid, answer jsonb, cost_usd numeric, cost_source text,
      request_id text, sha256 text, format text, width integer, height integer, bytes integer)),
    ours as (
      update generations g set answered_at = now(), cost_usd = g.cost_usd + i.cost_usd - a.cost_usd, cost_source = i.cost_source
      from i join generation_attempts a on a.id = i.task_id
      where ${isOurs} and g.task_id = i.task_id
      returning g.id, g.claims, g.provider_id, i.task_id),
    well as (
      update provider_states s set failures = 0, opened_at = null, cooldown_until = null, openings = 0, updated_at = now()
      where s.provider_id in (select provider_id from ours) and (s.failures > 0 or s.opened_at is not null)),
    file as (
      insert into pictures (sha256, format, width, height, bytes)
      select distinct on (sha256) sha256, format, width, height, bytes from i where sha256 is not null
      on conflict do nothing),
    call as (
      update generation_attempts a set step = case when i.sha256 is null then 'answered' else 'stored' end,
        answer = i.answer, cost_usd = i.cost_usd, cost_source = i.cost_source, request_id = i.request_id,
        answered_at = now(), sha256 = i.sha256, stored_at = case when i.sha256 is null then null else now() end
      from i join ours on ours.task_id = i.task_id where a.id = i.task_id and a.step <> 'settled')
    select id, claims from ours`.execute(db)
  return whichWereOurs(
    calls.map(({ fence }) => fence),
    rows,
  )
}

async function writeStored(db: Db, calls: StoredCall[]): Promise<boolean[]> {
  const items = calls.map(({ fence, taskId, picture }) => ({
    ...fenceRow(fence),
    task_id: taskId,
    ...pictureRow(picture),
  }))
  const { rows } = await sql<Written>`
    with i as (select * from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as t(
      generation_id bigint, worker_id text, claims integer, task_id uuid, sha256 text, format text, width integer, height integer, bytes integer)),
    file as (
      insert into pictures (sha256, format, width, height, bytes)
      select distinct on (sha256) sha256, format, width, height, bytes from i
      on conflict do nothing)
    update generation_attempts a set step = 'stored', stored_at = now(), sha256 = i.sha256
    from i join generations g on ${isOurs} and g.task_id = i.task_id
    where a.id = i.task_id and a.step <> 'settled'
    returning g.id, g.claims`.execute(db)
  return whichWereOurs(
    calls.map(({ fence }) => fence),
    rows,
  )
}

// The generation is joined with itself for what is reserved: that is as it was before the statement.
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
  const { rows } = await sql<Written>`
    with i as (select * from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as t(
      generation_id bigint, worker_id text, claims integer, task_id uuid, sha256 text, credits integer, seed bigint, request_id text, cost_source text)),
    ours as (
      update generations g set status = 'succeeded', sha256 = i.sha256, credits = g.credits + i.credits, seed = i.seed,
        request_id = i.request_id, cost_source = i.cost_source, finished_at = now(), lease_until = null,
        reserved_for = null, error_class = null, error_code = null, error_message = null, error_raw = null
      from i join generations was on was.id = i.generation_id join generation_attempts a on a.id = i.task_id
      where ${isOurs} and g.task_id = i.task_id
      returning g.id, g.claims, g.image_id, g.account_id, g.provider_id, g.estimate_usd, g.estimate_credits,
        was.reserved_for, i.task_id, i.credits, a.cost_usd, a.charged_usd),
    call as (
      update generation_attempts a set step = 'settled', outcome = 'succeeded', settled_at = now(), charged_usd = a.cost_usd,
        error_class = null, error_code = null, error_message = null, error_raw = null
      from ours where a.id = ours.task_id),
    booked as (
      insert into ledger_entries (account_id, provider_id, generation_id, attempt_id, kind, reserved_usd, spent_usd,
        reserved_credits, spent_credits, booked_for)
      select account_id, provider_id, id, task_id, 'settle',
        case when reserved_for is null then 0 else -estimate_usd end, cost_usd - charged_usd,
        case when reserved_for is null then 0 else -estimate_credits end, credits, coalesce(reserved_for, utc_today())
      from ours),
    shown as (
      update images set current_generation_id = ours.id, updated_at = now() from ours
      where images.id = ours.image_id and (images.current_generation_id is null or images.current_generation_id < ours.id))
    select id, claims from ours`.execute(db)
  return whichWereOurs(
    calls.map(({ fence }) => fence),
    rows,
  )
}

/**
 * The four commits of a provider call: about to be sent, answered, stored, settled. Each answers whether the row was still
 * ours; false means that the lease ran out and somebody else has it: stop, and throw the work away.
 * Each is one statement, and those of calls that go on side by side are written together.
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
