import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../api/db/database.ts'
import { createIdempotencyStore } from '../../api/db/idempotency-store.ts'
import { createImageStore } from '../../api/db/image-store.ts'
import { createLoginAttemptStore } from '../../api/db/login-attempt-store.ts'
import { createSessionStore } from '../../api/db/session-store.ts'
import { createUserStore } from '../../api/db/user-store.ts'
import { openTestDatabase, seedCatalog } from '../support/database.ts'
import { promptsFor, seedContent, seedGeneration } from '../support/records.ts'

const hourMs = 3_600_000
const start = new Date('2026-11-22T10:00:00Z')
const later = (ms: number) => new Date(start.getTime() + ms)
let database: Database
let userId: number

beforeAll(async () => {
  database = await openTestDatabase()
  const user = await createUserStore(database.db).create({ name: 'ada', password: 'correct horse', role: 'operator' })
  userId = user.id
})
afterAll(() => database.close())

describe('users', () => {
  it('are known by name and password, however the letters were typed', async () => {
    const users = createUserStore(database.db)
    await users.create({ name: 'zoë', password: 'caf\u00e9 au lait', role: 'editor' })
    expect(await users.authenticate('zoë', 'cafe\u0301 au lait')).toMatchObject({ name: 'zoë', role: 'editor' })
    expect(await users.authenticate('zoë', 'cafe au lait')).toBeUndefined()
    expect(await users.authenticate('nobody', 'correct horse')).toBeUndefined()
    await expect(users.create({ name: 'ada', password: 'other words', role: 'admin' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('leave neither password nor a cheap hash in the database', async () => {
    const { passwordHash } = await database.db
      .selectFrom('users')
      .select('passwordHash')
      .where('id', '=', userId)
      .executeTakeFirstOrThrow()
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})

describe('sessions', () => {
  it('end twelve hours after the last request', async () => {
    const sessions = createSessionStore(database.db)
    const { token } = await sessions.open(userId, start)
    expect(await sessions.find(token, later(11 * hourMs))).toEqual({ id: userId, name: 'ada', role: 'operator' })
    expect(await sessions.find(token, later(22 * hourMs))).toBeDefined()
    expect(await sessions.find(token, later(35 * hourMs))).toBeUndefined()
  })

  it('end thirty days after signing in, however busy', async () => {
    const sessions = createSessionStore(database.db)
    const { token } = await sessions.open(userId, start)
    for (let hours = 10; hours < 30 * 24; hours += 10)
      expect(await sessions.find(token, later(hours * hourMs))).toBeDefined()
    expect(await sessions.find(token, later(30 * 24 * hourMs))).toBeUndefined()
  })

  it('are not kept alive by looking whether they are', async () => {
    const sessions = createSessionStore(database.db)
    const { token } = await sessions.open(userId, start)
    expect(await sessions.isOpen(token, later(11 * hourMs))).toBe(true)
    expect(await sessions.isOpen(token, later(13 * hourMs))).toBe(false)
  })

  it('keep only a hash of their token', async () => {
    const sessions = createSessionStore(database.db)
    const { token } = await sessions.open(userId, start)
    const rows = await database.db.selectFrom('sessions').select('tokenSha256').execute()
    expect(rows.map((row) => row.tokenSha256)).not.toContain(token)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  it('end all but one when asked, and are removed when they ended', async () => {
    const sessions = createSessionStore(database.db)
    const [kept, other] = [await sessions.open(userId, start), await sessions.open(userId, start)]
    await sessions.closeOthers(userId, kept.token)
    expect([await sessions.isOpen(kept.token, start), await sessions.isOpen(other.token, start)]).toEqual([true, false])
    await sessions.prune(later(13 * hourMs))
    expect(await database.db.selectFrom('sessions').select('userId').execute()).toEqual([])
  })
})

describe('login attempts', () => {
  it('are ten in fifteen minutes for a name or an address, and then wait for the first to be forgotten', async () => {
    const attempts = createLoginAttemptStore(database.db)
    for (let minute = 0; minute < 10; minute += 1)
      expect(await attempts.begin(['name ada', `address ${minute}`], later(minute * 60_000))).toMatchObject({
        allowed: true,
      })
    expect(await attempts.begin(['name ada', 'address 99'], later(10 * 60_000))).toEqual({
      allowed: false,
      retryAfterSeconds: 300,
    })
    expect(await attempts.begin(['name bob', 'address 99'], later(10 * 60_000))).toMatchObject({ allowed: true })
    expect(await attempts.begin(['name ada', 'address 99'], later(15 * 60_000 + 1000))).toMatchObject({ allowed: true })
  })

  it('that come at once do not pass together', async () => {
    const attempts = createLoginAttemptStore(database.db)
    const answers = await Promise.all(Array.from({ length: 25 }, () => attempts.begin(['name eve'], start)))
    expect(answers.filter((answer) => answer.allowed).length).toBeLessThanOrEqual(10)
  })

  it('with the right password do not count', async () => {
    const attempts = createLoginAttemptStore(database.db)
    for (let time = 0; time < 20; time += 1) {
      const attempt = await attempts.begin(['name joe'], start)
      expect(attempt.allowed).toBe(true)
      if (attempt.allowed) await attempts.forgive(attempt.ids)
    }
  })
})

describe('idempotency keys', () => {
  it('let one of many equal requests through and replay its answer to the others', async () => {
    const idempotency = createIdempotencyStore(database.db)
    const scope = { owner: { userId }, key: 'one' }
    const states = await Promise.all(Array.from({ length: 5 }, () => idempotency.begin(scope, 'hash', 'request')))
    expect(states.map((found) => found.state).toSorted()).toEqual(['first', 'running', 'running', 'running', 'running'])
    await idempotency.finish(scope, 201, { id: 7, list: [1] })
    expect(await idempotency.begin(scope, 'hash', 'request')).toEqual({
      state: 'done',
      status: 201,
      body: { id: 7, list: [1] },
    })
    expect(await idempotency.begin(scope, 'other', 'request')).toEqual({ state: 'other_request' })
  })

  it('are free again when the request failed, and when its process died', async () => {
    const idempotency = createIdempotencyStore(database.db)
    const scope = { owner: { userId }, key: 'two' }
    await idempotency.begin(scope, 'hash', 'request')
    await idempotency.forget(scope)
    expect(await idempotency.begin(scope, 'hash', 'request')).toEqual({ state: 'first' })
    await database.db
      .updateTable('idempotencyKeys')
      .set({ createdAt: new Date(Date.now() - 16 * 60_000) })
      .where('key', '=', 'two')
      .execute()
    expect(await idempotency.begin(scope, 'hash', 'request')).toEqual({ state: 'first' })
    expect(await idempotency.begin(scope, 'hash', 'request')).toEqual({ state: 'running' })
  })

  it('buy nothing again where a request died after it had asked for generations, and say for which', async () => {
    const { db } = database
    await seedCatalog(db)
    const { contentId } = await seedContent(db)
    await createImageStore(db).savePrompts(
      contentId,
      promptsFor(0),
      { writer: 'extractive', costUsd: 0, notes: [] },
      { overwrite: false },
    )
    const [image] = await createImageStore(db).ofContent(contentId)
    const idempotency = createIdempotencyStore(db)
    const scope = { owner: { userId }, key: 'three' }
    const begin = () => idempotency.begin(scope, 'hash', 'request 3')
    expect(await begin()).toEqual({ state: 'first' })
    const id = await seedGeneration(db, image?.id ?? 0, 'queued')
    await db.updateTable('generations').set({ correlationId: 'request 3' }).where('id', '=', id).execute()
    // It lost the database before it could answer, and tells what it failed for.
    await idempotency.forget(scope)
    expect(await begin()).toEqual({ state: 'running' })
    await db
      .updateTable('idempotencyKeys')
      .set({ createdAt: new Date(Date.now() - 16 * 60_000) })
      .where('key', '=', 'three')
      .execute()
    expect(await begin()).toEqual({ state: 'unanswered', generationIds: [id] })
    expect(await begin()).toEqual({ state: 'unanswered', generationIds: [id] })
  })
})
