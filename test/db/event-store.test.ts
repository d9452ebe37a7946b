import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Database, transact } from '../../api/db/database.ts'
import { type EventFeed, createEventFeed } from '../../api/db/event-feed.ts'
import { createEventStore } from '../../api/db/event-store.ts'
import { openTestDatabase } from '../support/database.ts'

let database: Database
let feed: EventFeed | undefined
const problems: string[] = []
const patient = { timeout: 30_000 }

beforeAll(async () => {
  database = await openTestDatabase()
})
afterEach(async () => {
  await feed?.close()
  feed = undefined
})
afterAll(() => database.close())

const publish = async (recordId: string, db = database.db) => {
  await db
    .insertInto('events')
    .values({ topic: 'images', recordId, payload: JSON.stringify({ contentId: 1 }) })
    .execute()
}

const startFeed = () => {
  feed = createEventFeed({
    events: createEventStore(database.db),
    listen: (channel, onNotify) => database.listen(channel, onNotify),
    onError: (message) => void problems.push(message),
  })
  return feed
}

describe('the event store', () => {
  it('reads on from a place, in order, with nothing twice', async () => {
    const events = createEventStore(database.db)
    const head = await events.head()
    for (const recordId of ['a', 'b', 'c']) await publish(recordId)
    // The server may be at work of its own in this database, which holds these back for a moment.
    await vi.waitFor(async () => expect((await events.after(head, 10)).events).toHaveLength(3), patient)
    const first = await events.after(head, 2)
    const second = await events.after(first.cursor, 2)
    expect([...first.events, ...second.events].map((event) => event.recordId)).toEqual(['a', 'b', 'c'])
    expect(await events.after(second.cursor, 2)).toEqual({ events: [], cursor: second.cursor })
    expect(await events.placeOf(second.events[0]?.id ?? 0)).toEqual(second.cursor)
  })

  it('forgets events after a day', async () => {
    const events = createEventStore(database.db)
    await publish('old')
    await publish('young')
    await database.db
      .updateTable('events')
      .set({ createdAt: new Date(Date.now() - 25 * 3_600_000) })
      .where('recordId', '=', 'old')
      .execute()
    await events.prune()
    const left = await database.db
      .selectFrom('events')
      .select('recordId')
      .where('recordId', 'in', ['old', 'young'])
      .execute()
    expect(left).toEqual([{ recordId: 'young' }])
  })

  if (!process.env['TEST_DATABASE_URL'])
    console.log('Skipped: the embedded database never has two transactions at once (set TEST_DATABASE_URL).')
  it.skipIf(!process.env['TEST_DATABASE_URL'])(
    'never steps over an event of a transaction that took its id early and commits late',
    async () => {
      const events = createEventStore(database.db)
      const seen: string[] = []
      let cursor = await events.head()
      let late: Awaited<ReturnType<ReturnType<typeof database.db.startTransaction>['execute']>> | undefined
      const readOn = async () => {
        const found = await events.after(cursor, 100)
        cursor = found.cursor
        seen.push(...found.events.map((event) => event.recordId))
      }
      await transact(database.db, async (older) => {
        // The older transaction has the smaller transaction id, and will take the larger event id.
        await sql`select pg_current_xact_id()`.execute(older)
        const younger = await database.db.startTransaction().execute()
        await publish('younger, smaller id', younger)
        await publish('older, larger id', older)
        late = younger
      })
      await readOn()
      await late?.commit().execute()
      await vi.waitFor(async () => {
        await readOn()
        expect(seen).toHaveLength(2)
      }, patient)
      expect(seen).toEqual(['older, larger id', 'younger, smaller id'])
    },
  )

  it.skipIf(!process.env['TEST_DATABASE_URL'])(
    'is not held back by transactions of other databases of the same server',
    async () => {
      const events = createEventStore(database.db)
      const cursor = await events.head()
      const elsewhere = await openTestDatabase()
      try {
        await transact(elsewhere.db, async (foreign) => {
          await sql`select pg_current_xact_id()`.execute(foreign)
          await publish('while another database is written to')
          await vi.waitFor(async () => expect((await events.after(cursor, 10)).events).toHaveLength(1), patient)
        })
      } finally {
        await elsewhere.close()
      }
    },
  )
})

describe('the event feed', () => {
  it('gives every subscriber what happens after it came, and nothing after it left', async () => {
    const stream = startFeed()
    await publish('before')
    const [one, other]: string[][] = [[], []]
    const { end: leave } = await stream.subscribe(
      undefined,
      (events) => void one?.push(...events.map((event) => event.recordId)),
    )
    await stream.subscribe(undefined, (events) => void other?.push(...events.map((event) => event.recordId)))
    await publish('first')
    await vi.waitFor(() => expect([one, other]).toEqual([['first'], ['first']]), patient)
    leave()
    await publish('second')
    await vi.waitFor(() => expect(other).toEqual(['first', 'second']), patient)
    expect(one).toEqual(['first'])
    expect(problems).toEqual([])
  })

  it('resumes after any event, over any number of batches', async () => {
    const stream = startFeed()
    await publish('start')
    const { id } = await database.db
      .selectFrom('events')
      .select('id')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    const payload = JSON.stringify({})
    await database.db
      .insertInto('events')
      .values(Array.from({ length: 1200 }, (_, index) => ({ topic: 'images', recordId: `bulk ${index}`, payload })))
      .execute()
    const seen: string[] = []
    await stream.subscribe(id, (events) => void seen.push(...events.map((event) => event.recordId)))
    await vi.waitFor(() => expect(seen).toHaveLength(1200), patient)
    expect(seen.at(-1)).toBe('bulk 1199')
  })

  it('still delivers when notifications cannot be had', async () => {
    feed = createEventFeed({
      events: createEventStore(database.db),
      listen: () => Promise.reject(new Error('no session')),
      onError: (message) => void problems.push(message),
    })
    const seen: string[] = []
    await feed.subscribe(undefined, (events) => void seen.push(...events.map((event) => event.recordId)))
    await publish('polled')
    await vi.waitFor(() => expect(seen).toEqual(['polled']), patient)
    expect(problems.at(-1)).toContain('no session')
  })
})
