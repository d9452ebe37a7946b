import { Hono } from 'hono'
import type { ListQuery, ScheduleCreate, ScheduleTimesQuery, ScheduleUpdate } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import type { ScheduleRow } from '../db/schedule-store.ts'
import { AppError } from '../domain/error.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { found, idIn, listQueryFrom } from './request.ts'

const timesShown = 3
/** Enough to see a rhythm by. */
const timesForeseen = 5

/** Schedules of automation runs. */
export function scheduleRoutes({ stores: { sites, schedules }, scheduleClock, now }: ApiDeps): Hono<ApiEnv> {
  /** None where nobody can read them any more: whoever fires it next switches it off and says why. */
  const timesShownOf = (row: ScheduleRow): Date[] => {
    try {
      return row.isEnabled ? scheduleClock.nextTimes(row, now(), timesShown) : []
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid') return []
      throw error
    }
  }

  const recordOf = (row: ScheduleRow) => {
    const { imagesMax, creditsMax, usdMax, minutesMax, ...own } = row
    const nextTimes = timesShownOf(row)
    return { ...own, limits: { imagesMax, creditsMax, usdMax, minutesMax }, nextTimes }
  }
  const record = async (id: number) => recordOf(found(await schedules.get(id), 'schedule', id))

  /** When it is due next, the first time and as many as asked for. Refuses what never is. */
  const timesOf = (schedule: { cron: string; timeZone: string }, count: number): [Date, ...Date[]] => {
    const [next, ...later] = scheduleClock.nextTimes(schedule, now(), count)
    if (next) return [next, ...later]
    const message = `"${schedule.cron}" never comes. Give a time that does.`
    throw new AppError('invalid', message, { fields: { cron: message } })
  }

  const firstTime = (schedule: { cron: string; timeZone: string }): Date => timesOf(schedule, 1)[0]

  return new Hono<ApiEnv>()
    .get('/schedule-times', query<ScheduleTimesQuery>('schedule-times-query'), (c) =>
      c.json({ times: timesOf(c.req.valid('query'), timesForeseen) }),
    )
    .get('/schedules', query<ListQuery>('list-query'), async (c) => {
      const { data, total } = await schedules.list(listQueryFrom(c.req.valid('query')))
      return c.json({ data: data.map(recordOf), total })
    })
    .get('/schedules/:id', async (c) => c.json(await record(idIn(c, 'schedule'))))
    .post('/schedules', body<ScheduleCreate>('schedule-create'), async (c) => {
      const input = c.req.valid('json')
      if (!(await sites.get(input.siteId))) {
        const message = `There is no site ${input.siteId}.`
        throw new AppError('invalid', message, { fields: { siteId: message } })
      }
      const isEnabled = input.isEnabled ?? true
      const nextAt = firstTime(input)
      const id = await schedules.create({
        siteId: input.siteId,
        cron: input.cron,
        timeZone: input.timeZone,
        lastStage: input.lastStage ?? 'images',
        imagesMax: input.imagesMax ?? null,
        creditsMax: input.creditsMax ?? null,
        usdMax: input.usdMax ?? null,
        minutesMax: input.minutesMax ?? null,
        isEnabled,
        nextAt: isEnabled ? nextAt : null,
        createdBy: c.get('user').name,
      })
      return c.json(await record(id), 201)
    })
    .patch('/schedules/:id', body<ScheduleUpdate>('schedule-update'), async (c) => {
      const id = idIn(c, 'schedule')
      const patch = c.req.valid('json')
      const before = found(await schedules.get(id), 'schedule', id)
      const after = { ...before, ...patch }
      // When it is due is reckoned anew only where that may have changed: a time that is due now stays due.
      const isRead = after.cron !== before.cron || after.timeZone !== before.timeZone
      const isMoved = isRead || after.isEnabled !== before.isEnabled
      // What is switched off has to be readable too; one that became unreadable can still be switched off.
      const first = isRead || (isMoved && after.isEnabled) ? firstTime(after) : null
      await schedules.update(id, isMoved ? { ...patch, nextAt: after.isEnabled ? first : null } : patch)
      return c.json(await record(id))
    })
    .delete('/schedules/:id', async (c) => {
      await schedules.delete(idIn(c, 'schedule'))
      return c.body(null, 204)
    })
}
