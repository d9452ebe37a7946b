import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, transact } from '../../api/db/database.ts'
import { openTestDatabase } from '../support/database.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

it('a listener that comes in the middle of a transaction stays when that is rolled back', async () => {
  let heard = 0
  let listening: Promise<unknown> = Promise.resolve()
  const undone = transact(database.db, async (trx) => {
    await sql`select 1`.execute(trx)
    listening = database.listen('atelier_queue', () => (heard += 1))
    await sql`select 1`.execute(trx)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  await listening
  await sql`select pg_notify('atelier_queue', '')`.execute(database.db)
  await expect.poll(() => heard).toBe(1)
})
