import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { cronClock } from '../../api/automation/cron-clock.ts'
import { plainBox } from '../../api/db/secret-box.ts'
import { createStores, type Stores } from '../../api/db/stores.ts'
import { noLimits } from '../../api/domain/run.ts'
import { type TestDatabase, openTestDatabase, seedCatalog } from '../support/database.ts'
import { seedContent } from '../support/records.ts'

let database: TestDatabase
let stores: Stores
let siteId = 0

beforeAll(async () => {
  database = await openTestDatabase()
  await seedCatalog(database.db)
  stores = createStores(database.db, plainBox)
})
beforeEach(async () => {
  await sql`truncate accounts restart identity cascade`.execute(database.db)
  siteId = (await seedContent(database.db)).siteId
})
afterAll(() => database.close())

const nextAfter = (due: { cron: string; timeZone: string }, now: Date) => cronClock.nextTimes(due, now, 1)[0]
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)
const fire = () => stores.schedules.fireDue(nextAfter)
const addDue = (dueAt: Date) =>
  stores.schedules.create({
    ...noLimits,
    imagesMax: 10,
    siteId,
    cron: '0 4 * * *',
    timeZone: 'UTC',
    isEnabled: true,
    lastStage: 'images',
    createdBy: 'ada',
    nextAt: dueAt,
  })

describe('a schedule that is due', () => {
  it('is fired once, by however many processes at the same time, with its limits', async () => {
    const id = await addDue(new Date(Date.now() - 1000))
    const fired = await Promise.all(Array.from({ length: 12 }, () => stores.schedules.fireDue(nextAfter)))
    expect(fired.filter((runId) => typeof runId === 'number')).toHaveLength(1)
    const { data } = await stores.runs.list({ page: 1, perPage: 10, filter: {} })
    expect(data).toMatchObject([
      { scheduleId: id, startedBy: `schedule ${id}`, limits: { ...noLimits, imagesMax: 10 } },
    ])
    const after = await stores.schedules.get(id)
    expect(after).toMatchObject({ lastOutcome: `Run ${data[0]?.id} was started.` })
    expect(after?.nextAt?.getTime()).toBeGreaterThan(Date.now())
  })

  it('makes up once for what was missed while nothing ran', async () => {
    await addDue(new Date(Date.now() - 10 * 24 * 3_600_000))
    expect(await stores.schedules.fireDue(nextAfter)).toEqual(expect.any(Number))
    expect(await stores.schedules.fireDue(nextAfter)).toBeUndefined()
  })

  it('starts nothing beside a run that a person starts in the same moment', async () => {
    await addDue(new Date(Date.now() - 1000))
    const { accountId } = (await stores.sites.get(siteId)) ?? { accountId: 0 }
    const byPerson = stores.runs.start({
      siteId,
      accountId,
      lastStage: 'images',
      limits: noLimits,
      startedBy: 'ada',
      scheduleId: null,
      correlationId: null,
    })
    await Promise.allSettled([byPerson, stores.schedules.fireDue(nextAfter)])
    await stores.schedules.fireDue(nextAfter)
    expect((await stores.runs.list({ page: 1, perPage: 10, filter: {} })).total).toBe(1)
  })

  it('of a time zone or cron that nobody can read any more is switched off, says why, and holds up no other', async () => {
    const [gone, garbled, sound] = [await addDue(ago(3)), await addDue(ago(2)), await addDue(ago(1))]
    await sql`update run_schedules set time_zone = 'Europe/Atlantis' where id = ${gone}`.execute(database.db)
    await sql`update run_schedules set cron = 'now and then' where id = ${garbled}`.execute(database.db)
    const fired = [await fire(), await fire(), await fire(), await fire()]
    expect(fired).toEqual([null, null, expect.any(Number), undefined])
    expect(await stores.schedules.get(gone)).toMatchObject({
      isEnabled: false,
      nextAt: null,
      lastOutcome: expect.stringMatching(/^Nothing was started, and it was switched off: There is no time zone/),
    })
    expect(await stores.schedules.get(garbled)).toMatchObject({ isEnabled: false })
    expect(await stores.schedules.get(sound)).toMatchObject({ isEnabled: true })
  })

  it('is left alone while it is switched off', async () => {
    const id = await addDue(new Date(Date.now() - 1000))
    await stores.schedules.update(id, { isEnabled: false, nextAt: null })
    expect(await stores.schedules.fireDue(nextAfter)).toBeUndefined()
  })
})
