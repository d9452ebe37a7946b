import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { retryGeneration } from '../../api/actions/change-generation.ts'
import { remakeImage } from '../../api/actions/queue-generations.ts'
import { readCatalog } from '../../api/catalog/read-catalog.ts'
import type { ClaimedGeneration } from '../../api/domain/claimed-generation.ts'
import { ProviderError } from '../../api/domain/provider-error.ts'
import type { Worker, WorkerOptions } from '../../api/worker/loop.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { applyEntries } from '../support/apply.ts'
import { drawAt, noteSent } from '../support/calls.ts'
import { withFields } from '../support/releases.ts'

/** What happens to money when things go wrong between a call and its picture. */
let test: TestAtelier
let workers: Worker[]
let billsBefore: number

beforeAll(async () => {
  test = await openTestAtelier()
})
beforeEach(() => {
  workers = []
  billsBefore = test.sandbox.bills().length
})
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop(0)))
  await test.clear()
})
afterAll(() => test.close())

const openAiModel = 'gpt-image-2.5-flare'
const bills = () => test.sandbox.bills().slice(billsBefore)
const work = (options: WorkerOptions = {}) => {
  workers.push(test.atelier.startWorker({ pollMs: 50, ...options }))
}
const run = (statement: string) => sql.raw(statement).execute(test.atelier.database.db)
const generation = async (id: number) => {
  const found = await test.atelier.stores.generations.get(id)
  if (!found) throw new Error(`There is no generation ${id}.`)
  return found
}
const queueOne = async (more: object = {}): Promise<number> => {
  const { imageIds } = await test.addArticle()
  return remakeImage(test.atelier.studio, imageIds[0] ?? 0, { requestedBy: 'ada', ...more })
}
const claimAndDie = async (): Promise<ClaimedGeneration> => {
  const [claimed] = await test.atelier.stores.queue.claim(`dead:${randomUUID()}`, 1, -1)
  if (!claimed) throw new Error('Nothing was claimed.')
  return claimed
}
const until = async (isSo: () => boolean | Promise<boolean>) => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** A task that the provider finished for a worker that did not live to hear of it. */
async function drawnFor(claimed: ClaimedGeneration): Promise<string> {
  const taskId = randomUUID()
  await noteSent(test.atelier.stores.queue, claimed, { taskId })
  await drawAt(test.sandbox.url, claimed, taskId)
  return taskId
}

/** Makes one kind of write to generations fail, as a database that is gone for a moment would. */
async function breakWrites(condition: string): Promise<() => Promise<unknown>> {
  await run(`create function break_write() returns trigger language plpgsql as $$
    begin raise exception 'the database is gone for a moment'; end $$`)
  await run(
    `create trigger break_write before update on generations for each row when (${condition}) execute function break_write()`,
  )
  return () => run('drop function break_write cascade')
}

async function withProvider(id: string, changes: object, body: () => Promise<void>): Promise<void> {
  const read = await readCatalog('config')
  if (!read.ok) throw new Error('The shipped catalog is not sound.')
  const changed = read.entries.map((entry) =>
    entry.kind === 'providers' && entry.id === id ? { ...entry, spec: { ...entry.spec, ...changes } } : entry,
  )
  await applyEntries(test.atelier.database.db, changed)
  try {
    await body()
  } finally {
    await applyEntries(test.atelier.database.db, read.entries)
  }
}

describe('a picture that is not where the answer says', () => {
  it('is fetched once more, then asked for, and not bought again', async () => {
    const id = await queueOne()
    const claimed = await claimAndDie()
    const taskId = await drawnFor(claimed)
    await test.atelier.stores.queue.recordAnswer({
      fence: claimed,
      taskId,
      answer: {
        source: { kind: 'url', url: `${test.sandbox.url}/images/nothing.webp` },
        costUsd: 0.04,
        costSource: 'provider',
        seed: null,
        requestId: taskId,
        raw: null,
      },
    })
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'succeeded', taskId, costUsd: 0.04, attempts: 4 })
    expect(bills()).toHaveLength(1)
  })
})

describe('a worker that could not renew its lease in time', () => {
  it('does not take its own work from under itself', async () => {
    const id = await queueOne({ modelId: openAiModel })
    test.sandbox.faults.add({ kind: 'slow', ms: 2500 })
    const heal = await breakWrites('new.lease_until > old.lease_until and new.attempts = old.attempts')
    work({ leaseSeconds: 1 })
    await until(async () => (await generation(id)).sentAt !== null)
    await new Promise((resolve) => setTimeout(resolve, 1800))
    await heal()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'succeeded', attempts: 1 })
    expect(bills()).toHaveLength(1)
  })
})

describe('a call that was written down while the connection broke', () => {
  it('was never made, and is not taken for one of unknown outcome', async () => {
    const id = await queueOne({ modelId: openAiModel })
    const { queue } = test.atelier.stores
    const { recordSent } = queue
    queue.recordSent = async (call) => {
      queue.recordSent = recordSent
      await recordSent(call)
      throw new Error('Connection terminated unexpectedly')
    }
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'succeeded' })
    expect(bills()).toHaveLength(1)
  })
})

describe('a refusal that cannot be written down at once', () => {
  it('is written down when the database is back, and nobody has to look what became of the call', async () => {
    const id = await queueOne({ modelId: openAiModel })
    test.sandbox.faults.add({ kind: 'blocked' })
    let refusals = 0
    const { queue } = test.atelier.stores
    const { fail } = queue
    queue.fail = (...wish) => {
      refusals += 1
      return refusals < 3 ? Promise.reject(new Error('Connection terminated unexpectedly')) : fail(...wish)
    }
    try {
      work()
      await test.settled()
      expect(await generation(id)).toMatchObject({ status: 'failed', errorClass: 'moderation', costUsd: 0 })
    } finally {
      queue.fail = fail
    }
  })
})

describe('an answer that cannot be written down at once', () => {
  it('is written down when the database is back', async () => {
    const id = await queueOne({ modelId: openAiModel })
    const heal = await breakWrites('old.answered_at is null and new.answered_at is not null')
    work()
    await until(() => bills().length === 1)
    await new Promise((resolve) => setTimeout(resolve, 700))
    await heal()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'succeeded', attempts: 1, costUsd: expect.any(Number) })
    expect((await generation(id)).costUsd).toBeGreaterThan(0)
    expect(bills()).toHaveLength(1)
  })

  it('because of its characters is written down all the same', async () => {
    await queueOne()
    const claimed = await claimAndDie()
    const taskId = (await noteSent(test.atelier.stores.queue, claimed)) ?? ''
    const odd = 'NUL \u0000, half a pair \ud83d, a pair \u{1f600}, an escape \\u0000'
    const raw = { [odd]: odd }
    const answer = { costUsd: 0.04, costSource: 'provider', seed: null, requestId: null, raw }
    const source = { kind: 'url' as const, url: 'https://im.runware.ai/a.webp' }
    expect(
      await test.atelier.stores.queue.recordAnswer({
        fence: claimed,
        taskId,
        answer: { ...answer, source },
      }),
    ).toBe(true)
    const error = new ProviderError({ class: 'upstream', code: `c\u0000`, message: odd, requestId: '\u0000', raw })
    expect(await test.atelier.stores.queue.fail(claimed, error, null)).toBe(true)
    const stored = 'NUL \ufffd, half a pair \ufffd, a pair \u{1f600}, an escape \\u0000'
    const kept = await sql<{ errorRaw: unknown }>`select error_raw from generations`.execute(test.atelier.database.db)
    expect(kept.rows).toEqual([{ errorRaw: { [stored]: stored } }])
  })
})

describe('a call of unknown outcome', () => {
  it('is made once more where the provider allows that, and then waits for a person', async () => {
    await withProvider('openai', { unknown_outcome: 'retry_once' }, async () => {
      const id = await queueOne({ modelId: openAiModel })
      test.sandbox.faults.add({ kind: 'drop', times: null })
      work()
      await test.settled()
      expect(await generation(id)).toMatchObject({ status: 'failed', errorCode: 'outcome_unknown' })
      expect(bills()).toHaveLength(2)
    })
  })

  it('is not left behind for another model after it was made once more', async () => {
    const read = await readCatalog('config')
    if (!read.ok) throw new Error('The shipped catalog is not sound.')
    const before = withFields(read.entries, 'models', openAiModel, { priority: 1 })
    const first = withFields(before, 'models', 'bria:10@1', { priority: 2 })
    const openAi = { unknown_outcome: 'retry_once', max_attempts: 2 }
    await applyEntries(
      test.atelier.database.db,
      withFields(withFields(first, 'providers', 'openai', openAi), 'tiers', 'quality', { fallback: true }),
    )
    try {
      const id = await queueOne()
      test.sandbox.faults.add({ kind: 'drop', times: 1, route: 'openai-images' })
      test.sandbox.faults.add({ kind: 'fail', status: 500, times: null, route: 'openai-images' })
      work()
      await test.settled()
      expect(await generation(id)).toMatchObject({ status: 'failed', modelId: openAiModel, errorClass: 'upstream' })
      expect(bills()).toHaveLength(1)
    } finally {
      await applyEntries(test.atelier.database.db, read.entries)
    }
  })

  it.each([
    ['100 seconds', 'waits while the call may still be under way', 'queued', 0],
    ['4 minutes', 'is made again when the provider never heard of it', 'succeeded', 1],
    ['2 hours', 'waits for a person when the provider may have forgotten it', 'failed', 0],
  ])('%s old %s', async (age, _, status, billed) => {
    const id = await queueOne()
    const claimed = await claimAndDie()
    await noteSent(test.atelier.stores.queue, claimed)
    await run(`update generations set sent_at = now() - interval '${age}'`)
    work()
    await until(async () => (await generation(id)).status !== 'running')
    if (status !== 'queued') await test.settled()
    expect((await generation(id)).status).toBe(status)
    expect(bills()).toHaveLength(billed)
  })

  it('that went to the provider itself is not asked for at the sandbox', async () => {
    const id = await queueOne()
    const claimed = await claimAndDie()
    const taskId = randomUUID()
    await noteSent(test.atelier.stores.queue, claimed, { taskId, mode: 'live' })
    await run(`update generations set sent_at = now() - interval '4 minutes'`)
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'failed', errorClass: 'auth', taskId, providerMode: 'live' })
    expect((await generation(id)).errorMessage).toContain('Set RUNWARE_API_KEY')
    expect(bills()).toHaveLength(0)
  })
})

describe('a picture that was paid for and cannot be used', () => {
  it.each([
    ['wrong-size', 'bria:10@1'],
    ['broken', openAiModel],
  ] as const)('(%s, %s) is bought again when a person retries, and both calls are counted', async (kind, modelId) => {
    const id = await queueOne({ modelId })
    test.sandbox.faults.add({ kind })
    work()
    await test.settled()
    const once = await generation(id)
    expect(once.status).toBe('failed')
    await retryGeneration(test.atelier.studio, id)
    await test.settled()
    const twice = await generation(id)
    expect(twice).toMatchObject({ status: 'succeeded' })
    expect(bills()).toHaveLength(2)
    expect(once.costUsd).toBeGreaterThan(0)
    expect(twice.costUsd).toBeCloseTo(once.costUsd * 2, 5)
  })
})
