import { expressionBuilder, sql } from 'kysely'
import { AppError } from '../domain/error.ts'
import {
  type RunLimits,
  type RunOperation,
  type RunStatus,
  limitsText,
  runStatuses,
  statusAfter,
} from '../domain/run.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type ListQuery, type ListRules, choicesFrom, idsFrom, planList } from './list-query.ts'
import { settleLeftOver } from './run-item-store.ts'
import { readRunLog, writeRunLog } from './run-log.ts'
import { type RunRecord, readRunRecords } from './run-record.ts'
import { activeSecondsOf } from './run-time.ts'
import type { Tables } from './tables.gen.ts'

const uniqueViolation = '23505'

const eb = expressionBuilder<Tables, 'runs'>()
const rules: ListRules<'id'> = {
  sorts: { id: 'id', createdAt: 'id' },
  defaultSort: { by: 'id', order: 'desc' },
  filters: {
    id: (value, field) => eb('id', 'in', idsFrom(value, field)),
    siteId: (value, field) => eb('siteId', 'in', idsFrom(value, field)),
    accountId: (value, field) => eb('accountId', 'in', idsFrom(value, field)),
    scheduleId: (value, field) => eb('scheduleId', 'in', idsFrom(value, field)),
    status: (value, field) => eb('status', 'in', choicesFrom(value, field, runStatuses)),
  },
}

const itemEb = expressionBuilder<Tables, 'runItems'>()
const itemRules: ListRules<'position'> = {
  sorts: { position: 'position' },
  defaultSort: { by: 'position', order: 'asc' },
  filters: {
    state: (value, field) => itemEb('state', 'in', choicesFrom(value, field, ['waiting', 'done', 'skipped'])),
  },
}

export interface RunInput {
  siteId: number
  accountId: number
  lastStage: 'prompts' | 'images'
  limits: RunLimits
  startedBy: string
  scheduleId: number | null
  correlationId: string | null
}

/** An article within a run. */
export interface RunItem {
  id: number
  runId: number
  title: string
  state: 'waiting' | 'done' | 'skipped'
  reason: string | null
  promptsWritten: boolean
  imagesWanted: number
  made: number
  failed: number
  unfinished: number
  costUsd: number
}

/** Wakes whoever conducts runs. A notification is a hint: they look by themselves too. */
const wakeConductors = (db: Db) => sql`select pg_notify('atelier_runs', '')`.execute(db)

/**
 * Makes a run that a conductor takes up. Use within a transaction where more belongs to it.
 * @throws AppError `conflict` where the site has one that is not over
 */
export async function insertRun(db: Db, input: RunInput): Promise<number> {
  const { limits, ...rest } = input
  try {
    const { id } = await db
      .insertInto('runs')
      .values({ ...rest, ...limits })
      .returning('id')
      .executeTakeFirstOrThrow()
    await writeRunLog(db, id, [{ message: `Started by ${input.startedBy}, with ${limitsText(limits)}.` }])
    await wakeConductors(db)
    return id
  } catch (error) {
    if ((error as { code?: string }).code !== uniqueViolation) throw error
    throw new AppError('conflict', `Site ${input.siteId} has a run that is not over. Resume it, or cancel it.`, {
      cause: error,
    })
  }
}

/**
 * What waits in the queue and was never sent is taken back, unless a person tried it again. What a worker has in hand is
 * finished: it may be paid for. Where it turns out that it was not, a trigger takes it back as it comes to the queue again.
 */
export async function cancelUnsent(trx: Trx, runId: number): Promise<number> {
  const takenBack = await trx
    .updateTable('generations')
    .set({ status: 'cancelled', isTakenBack: true, finishedAt: sql<Date>`now()`, leaseUntil: null })
    .where('runId', '=', runId)
    .where('status', '=', 'queued')
    .where('isRetried', '=', false)
    .where('sentAt', 'is', null)
    .where('taskId', 'is', null)
    .where('reservedFor', 'is', null)
    .returning('id')
    .execute()
  return takenBack.length
}

const runColumns = ['id', 'status', 'endReason'] as const

/** What an operation writes into the run. */
function changesOf(operation: RunOperation, by: string) {
  const stopped = {
    activeSeconds: activeSecondsOf('runs'),
    resumedAt: null,
    conductor: null,
    leaseUntil: null,
    waitReason: null,
  }
  const now = sql<Date>`now()`
  if (operation === 'pause') return { ...stopped, pausedAt: now }
  // Why it was about to end is found out anew: what was taken back at the pause made room again.
  if (operation === 'resume')
    return { resumedAt: now, pausedAt: null, leaseUntil: null, endReason: null, endNote: null }
  return { ...stopped, pausedAt: null, finishedAt: now, endReason: 'cancelled', endNote: `Cancelled by ${by}.` }
}

const pastTense = { pause: 'Paused', resume: 'Resumed', cancel: 'Cancelled' } as const

function lineOf(operation: RunOperation, by: string, takenBack: number): string {
  const back =
    takenBack === 0
      ? ''
      : ` ${takenBack === 1 ? '1 image that was' : `${takenBack} images that were`} queued and not sent ${takenBack === 1 ? 'was' : 'were'} taken back.`
  return `${pastTense[operation]} by ${by}.${back}`
}

/** Runs over sites, as people see and steer them. */
export function createRunStore(db: Db) {
  const get = async (id: number): Promise<RunRecord | undefined> =>
    (await readRunRecords(db, sql`where r.id = ${id}`))[0]

  return {
    start: (input: RunInput): Promise<number> => transact(db, (trx) => insertRun(trx, input)),

    get,

    /** Id of the site's run that is not over. */
    async activeOf(siteId: number): Promise<number | null> {
      const row = await db
        .selectFrom('runs')
        .select('id')
        .where('siteId', '=', siteId)
        .where('status', 'in', ['running', 'paused'])
        .executeTakeFirst()
      return row?.id ?? null
    },

    async list(query: ListQuery) {
      const plan = planList(query, rules)
      const matching = db.selectFrom('runs').where((builder) => builder.and(plan.conditions))
      const [ids, { total }] = await Promise.all([
        matching.select('id').orderBy('id', plan.sort.order).limit(plan.limit).offset(plan.offset).execute(),
        matching.select((builder) => builder.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
      ])
      const direction = sql.raw(plan.sort.order)
      const chosen = ids.map(({ id }) => id)
      const data = await readRunRecords(db, sql`where r.id = any(${chosen}::integer[]) order by r.id ${direction}`)
      return { data, total }
    },

    /**
     * Pauses, resumes or cancels. It holds from the moment this answers: whoever conducts the run asks under the same lock
     * before each batch of images.
     * @throws AppError `not_found`; `conflict` where a run of this status does not take it
     */
    async operate(id: number, operation: RunOperation, by: string): Promise<void> {
      await transact(db, async (trx) => {
        const run = await trx
          .selectFrom('runs')
          .select(runColumns)
          .where('id', '=', id)
          .forUpdate()
          .$narrowType<{ status: RunStatus }>()
          .executeTakeFirst()
        if (!run) throw new AppError('not_found', `There is no run ${id}.`)
        const status = statusAfter(run.status, operation)
        if (!status)
          throw new AppError(
            'conflict',
            `Run ${id} is ${run.status}, so it cannot be ${pastTense[operation].toLowerCase()}.`,
          )
        await trx
          .updateTable('runs')
          .set({ status, ...changesOf(operation, by) })
          .where('id', '=', id)
          .execute()
        const takenBack = operation === 'resume' ? 0 : await cancelUnsent(trx, id)
        if (operation === 'cancel') await settleLeftOver(trx, id, `Cancelled by ${by}.`)
        await writeRunLog(trx, id, [{ message: lineOf(operation, by, takenBack) }])
        await wakeConductors(trx)
      })
    },

    log: (id: number, page: { before: number | undefined; limit: number }) => readRunLog(db, id, page),

    async items(runId: number, query: ListQuery): Promise<{ data: RunItem[]; total: number }> {
      const plan = planList(query, itemRules)
      const matching = db
        .selectFrom('runItems')
        .where('runId', '=', runId)
        .where((builder) => builder.and(plan.conditions))
      const [page, { total }] = await Promise.all([
        matching
          .select('contentId')
          .orderBy('position', plan.sort.order)
          .limit(plan.limit)
          .offset(plan.offset)
          .execute(),
        matching.select((builder) => builder.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
      ])
      const { rows } = await sql<RunItem>`
        select i.content_id as id, i.run_id, c.title, i.state, i.reason, i.has_prompts as prompts_written, i.images_wanted,
          g.made, g.failed, g.unfinished, g.cost_usd
        from run_items i join contents c on c.id = i.content_id
        cross join lateral (
          select count(*) filter (where status = 'succeeded') as made, count(*) filter (where status = 'failed') as failed,
            count(*) filter (where status in ('queued', 'running')) as unfinished, coalesce(sum(cost_usd), 0) as cost_usd
          from generations where content_id = i.content_id and run_id = i.run_id) g
        where i.run_id = ${runId} and i.content_id = any(${page.map((row) => row.contentId)}::integer[])
        order by i.position ${sql.raw(plan.sort.order)}`.execute(db)
      return { data: rows, total }
    },
  }
}

export type RunStore = ReturnType<typeof createRunStore>
