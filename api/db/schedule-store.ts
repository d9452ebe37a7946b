import { expressionBuilder, sql } from 'kysely'
import { AppError, messageOf } from '../domain/error.ts'
import type { RunLimits } from '../domain/run.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type ListQuery, type ListRules, idsFrom, planList } from './list-query.ts'
import { insertRun } from './run-store.ts'
import type { Tables } from './tables.gen.ts'

const eb = expressionBuilder<Tables, 'runSchedules'>()
const rules: ListRules<'runSchedules.id' | 'runSchedules.nextAt'> = {
  sorts: { id: 'runSchedules.id', nextAt: 'runSchedules.nextAt' },
  defaultSort: { by: 'runSchedules.id', order: 'desc' },
  filters: {
    id: (value, field) => eb('runSchedules.id', 'in', idsFrom(value, field)),
    siteId: (value, field) => eb('runSchedules.siteId', 'in', idsFrom(value, field)),
  },
}

export interface ScheduleInput extends RunLimits {
  siteId: number
  cron: string
  timeZone: string
  isEnabled: boolean
  lastStage: 'prompts' | 'images'
  createdBy: string
  /** Null where it is switched off. */
  nextAt: Date | null
}

const columns = [
  'runSchedules.id',
  'runSchedules.siteId',
  'sites.name as siteName',
  'cron',
  'timeZone',
  'isEnabled',
  'lastStage',
  'imagesMax',
  'creditsMax',
  'usdMax',
  'minutesMax',
  'nextAt',
  'lastDueAt',
  'lastOutcome',
  'createdBy',
  'runSchedules.createdAt',
  'runSchedules.updatedAt',
] as const

const notFound = (id: number): AppError => new AppError('not_found', `There is no schedule ${id}.`)

/** A schedule that is due, locked by whoever fires it. */
interface DueSchedule extends RunLimits {
  id: number
  siteId: number
  accountId: number
  cron: string
  timeZone: string
  lastStage: 'prompts' | 'images'
  nextAt: Date
}

type NextAfter = (due: DueSchedule, now: Date) => Date | undefined

/** When it is due next; in words where nobody can read that any more, such as a time zone that was taken from the lists. */
function timeAfter(due: DueSchedule, now: Date, nextAfter: NextAfter): Date | string | undefined {
  try {
    return nextAfter(due, now)
  } catch (error) {
    return messageOf(error)
  }
}

const switchedOff = (why: string) => ({
  runId: null,
  outcome: `Nothing was started, and it was switched off: ${why} Mend it and switch it on again.`,
})

/** When runs begin by themselves. */
export function createScheduleStore(db: Db) {
  const select = () =>
    db
      .selectFrom('runSchedules')
      .innerJoin('sites', 'sites.id', 'runSchedules.siteId')
      .select(columns)
      .$narrowType<{ lastStage: 'prompts' | 'images' }>()

  return {
    async create(input: ScheduleInput): Promise<number> {
      const { id } = await db.insertInto('runSchedules').values(input).returning('id').executeTakeFirstOrThrow()
      return id
    },

    /** @throws AppError `not_found` */
    async update(id: number, patch: Partial<Omit<ScheduleInput, 'siteId' | 'createdBy'>>): Promise<void> {
      const { numUpdatedRows } = await db
        .updateTable('runSchedules')
        .set({ ...patch, updatedAt: sql<Date>`now()` })
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw notFound(id)
    },

    /** @throws AppError `not_found` */
    async delete(id: number): Promise<void> {
      const { numDeletedRows } = await db.deleteFrom('runSchedules').where('id', '=', id).executeTakeFirstOrThrow()
      if (numDeletedRows === 0n) throw notFound(id)
    },

    get: (id: number) => select().where('runSchedules.id', '=', id).executeTakeFirst(),

    async list(query: ListQuery) {
      const plan = planList(query, rules)
      const [data, { total }] = await Promise.all([
        select()
          .where((builder) => builder.and(plan.conditions))
          .orderBy(plan.sort.by, plan.sort.order)
          .orderBy('runSchedules.id', plan.sort.order)
          .limit(plan.limit)
          .offset(plan.offset)
          .execute(),
        db
          .selectFrom('runSchedules')
          .where((builder) => builder.and(plan.conditions))
          .select((builder) => builder.fn.countAll<number>().as('total'))
          .executeTakeFirstOrThrow(),
      ])
      return { data, total }
    },

    /**
     * Fires one schedule that is due and moves it on to its next time, in one transaction: of any number of processes one
     * does. Where the site's run of before is not over, paused ones included, no second one begins, and the schedule says so.
     * What was missed while nothing ran is made up for once. One whose times cannot be read is switched off, and says why.
     * @returns the run's id, null where none began, undefined where nothing is due
     */
    async fireDue(nextAfter: NextAfter): Promise<number | null | undefined> {
      // Asked often, and mostly in vain: a transaction is worth it only where there is one.
      const isDue = await db
        .selectFrom('runSchedules')
        .select('id')
        .where('isEnabled', '=', true)
        .where('nextAt', '<=', sql<Date>`now()`)
        .limit(1)
        .executeTakeFirst()
      if (!isDue) return undefined
      return transact(db, async (trx) => {
        const { rows } = await sql<DueSchedule & { now: Date }>`
          select r.id, r.site_id, s.account_id, r.cron, r.time_zone, r.last_stage, r.next_at, r.images_max, r.credits_max,
            r.usd_max, r.minutes_max, now() as now
          from run_schedules r join sites s on s.id = r.site_id
          where r.is_enabled and r.next_at <= now()
          order by r.next_at limit 1 for update of r skip locked`.execute(trx)
        const [due] = rows
        if (!due) return undefined
        const nextAt = timeAfter(due, due.now, nextAfter)
        const { runId, outcome } = typeof nextAt === 'string' ? switchedOff(nextAt) : await startOf(trx, due)
        const isOver = typeof nextAt === 'string' || nextAt === undefined
        await trx
          .updateTable('runSchedules')
          .set({ nextAt: isOver ? null : nextAt, isEnabled: !isOver, lastDueAt: due.nextAt, lastOutcome: outcome })
          .where('id', '=', due.id)
          .execute()
        return runId
      })
    },
  }
}

export type ScheduleStore = ReturnType<typeof createScheduleStore>
export type ScheduleRow = NonNullable<Awaited<ReturnType<ScheduleStore['get']>>>

async function startOf(trx: Trx, due: DueSchedule): Promise<{ runId: number | null; outcome: string }> {
  // The site's row is held, so that a person who starts a run in this moment comes before or after, and not between.
  await trx.selectFrom('sites').select('id').where('id', '=', due.siteId).forUpdate().execute()
  const active = await trx
    .selectFrom('runs')
    .select(['id', 'status'])
    .where('siteId', '=', due.siteId)
    .where('status', 'in', ['running', 'paused'])
    .executeTakeFirst()
  if (active)
    return { runId: null, outcome: `Nothing was started: run ${active.id} of the site is still ${active.status}.` }
  const { imagesMax, creditsMax, usdMax, minutesMax, siteId, accountId, lastStage } = due
  const runId = await insertRun(trx, {
    siteId,
    accountId,
    lastStage,
    limits: { imagesMax, creditsMax, usdMax, minutesMax },
    startedBy: `schedule ${due.id}`,
    scheduleId: due.id,
    correlationId: null,
  })
  return { runId, outcome: `Run ${runId} was started.` }
}
