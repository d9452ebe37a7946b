import { randomUUID } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { retryGeneration } from '../../api/actions/change-generation.ts'
import { remakeImage } from '../../api/actions/queue-generations.ts'
import type { ClaimedGeneration, KeptAnswer } from '../../api/domain/claimed-generation.ts'
import { readPicture } from '../../api/storage/picture.ts'
import { drawAt, noteSent } from '../support/calls.ts'
import { useEngine } from '../support/engine.ts'

const engine = useEngine()
const openAiModel = 'gpt-image-2.5-flare'

const queue = () => engine.atelier.stores.queue
const answerAt = (url: string, costUsd = 0.04): KeptAnswer => ({
  source: { kind: 'url', url },
  costUsd,
  costSource: 'provider',
  seed: null,
  requestId: null,
  raw: null,
})

const draw = (claimed: ClaimedGeneration, taskId: string) => drawAt(engine.sandbox.url, claimed, taskId)
const send = async (claimed: ClaimedGeneration) => (await noteSent(queue(), claimed)) ?? ''

describe('a worker that died', () => {
  it('after the answer was committed: the file is fetched, and the provider is not asked', async () => {
    const id = await engine.queueOne()
    const claimed = await engine.claimAndDie()
    const taskId = await send(claimed)
    const answer = answerAt(await draw(claimed, taskId))
    expect(await queue().recordAnswer({ fence: claimed, taskId, answer })).toBe(true)
    const callsBefore = JSON.stringify(engine.sandbox.calls())
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'succeeded', taskId, costUsd: 0.04 })
    expect(JSON.stringify(engine.sandbox.calls())).toBe(callsBefore)
    expect(engine.bills()).toHaveLength(1)
  })

  it('after the file was stored: it is not even fetched again', async () => {
    const id = await engine.queueOne()
    const claimed = await engine.claimAndDie()
    const taskId = await send(claimed)
    const url = await draw(claimed, taskId)
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
    const picture = await readPicture(bytes, { format: 'webp' })
    await engine.atelier.pictures.put(picture)
    const gone = answerAt(`${engine.sandbox.url}/images/gone.webp`)
    await queue().recordAnswer({ fence: claimed, taskId, answer: gone })
    expect(await queue().recordStored({ fence: claimed, taskId, picture })).toBe(true)
    expect(await engine.calls(id)).toMatchObject([{ step: 'stored', outcome: null }])
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'succeeded', picture: { sha256: picture.sha256 } })
    expect(engine.bills()).toHaveLength(1)
  })

  it('after it wrote the file that came with the answer, before it could say so: the file is found', async () => {
    const id = await engine.queueOne({ modelId: openAiModel })
    const { pictures } = engine.atelier
    const put = pictures.put.bind(pictures)
    let wake = () => {}
    let isWritten = false
    pictures.put = async (picture) => {
      await put(picture)
      isWritten = true
      await new Promise<void>((resolve) => (wake = resolve))
    }
    try {
      // One of them has it in hand, and the other one takes over.
      engine.work()
      engine.work()
      await engine.until(() => isWritten)
      pictures.put = put
      await engine.run(
        "update generations set worker_id = 'dead', claims = claims + 1, lease_until = now() - interval '1 second'",
      )
      await engine.settled()
      expect(await engine.generation(id)).toMatchObject({ status: 'succeeded' })
      expect(engine.bills()).toHaveLength(1)
    } finally {
      pictures.put = put
      wake()
    }
  })

  it('before it wrote the file that came with the answer: its cost is known, and a person decides', async () => {
    await engine.change('providers', { openai: { max_attempts: 2 } })
    const id = await engine.queueOne({ modelId: openAiModel })
    const claimed = await engine.claimAndDie()
    const taskId = await send(claimed)
    const answer: KeptAnswer = { ...answerAt('', 0.03), source: { kind: 'stored', sha256: 'a'.repeat(64) } }
    expect(await queue().recordAnswer({ fence: claimed, taskId, answer })).toBe(true)
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'failed', errorCode: 'picture_lost', costUsd: 0.03 })
    expect(engine.bills()).toHaveLength(0)
    await retryGeneration(engine.atelier.studio, id)
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'succeeded' })
    expect(engine.bills()).toHaveLength(1)
  })

  it('has its calls on record, one row each, with what was asked', async () => {
    const id = await engine.queueOne()
    engine.sandbox.faults.add({ kind: 'fail', status: 503, times: 2 })
    engine.work()
    await engine.settled()
    const calls = await engine.atelier.database.db
      .selectFrom('generationAttempts')
      .selectAll()
      .where('generationId', '=', id)
      .orderBy('sentAt')
      .execute()
    expect(calls.map(({ step, outcome, errorClass }) => [step, outcome, errorClass])).toEqual([
      ['settled', 'failed', 'upstream'],
      ['settled', 'failed', 'upstream'],
      ['settled', 'succeeded', null],
    ])
    expect(new Set(calls.map((call) => call.id)).size).toBe(3)
    expect(new Set(calls.map((call) => call.requestSha256)).size).toBe(1)
    expect(calls[0]?.requestSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(calls[2]).toMatchObject({ costUsd: 0.04, chargedUsd: 0.04, storedAt: expect.any(Date) })
  })

  it('can never have two calls of one generation open: the database refuses the second', async () => {
    await engine.queueOne()
    const claimed = await engine.claimAndDie()
    await send(claimed)
    await expect(noteSent(queue(), claimed)).rejects.toThrow('generation_attempts_one_open')
  })
})

describe('an answer that comes after its worker was taken for dead', () => {
  const late = async (claimed: ClaimedGeneration, taskId: string) =>
    queue().adoptLateAnswer({ taskId, answer: answerAt(await draw(claimed, taskId), 0.05), picture: null })

  it('is found by whoever has the generation now', async () => {
    const id = await engine.queueOne()
    const claimed = await engine.claimAndDie()
    const taskId = await send(claimed)
    const [rescuer] = await engine.claim(1)
    expect(rescuer?.id).toBe(id)
    expect(await late(claimed, taskId)).toBe('adopted')
    expect(await queue().recordAnswer({ fence: claimed, taskId, answer: answerAt('x') })).toBe(false)
    if (rescuer) await queue().handBack(rescuer)
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'succeeded', costUsd: 0.05, taskId })
  })

  it('brings a generation back that was given up, and its estimate is corrected', async () => {
    const id = await engine.queueOne()
    const claimed = await engine.claimAndDie()
    const taskId = await send(claimed)
    await engine.run("update generations set sent_at = now() - interval '2 hours'")
    const worker = engine.work()
    await engine.until(async () => (await engine.generation(id)).status === 'failed')
    expect(await engine.generation(id)).toMatchObject({ errorCode: 'outcome_unknown', costUsd: 0.04 })
    await worker.stop()
    expect(await late(claimed, taskId)).toBe('adopted')
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'succeeded', errorClass: null, costUsd: 0.05 })
    expect(await engine.atelier.stores.spending.ofAccounts([claimed.accountId])).toMatchObject([{ spentUsd: 0.05 }])
    expect(engine.bills()).toHaveLength(1)
  })

  it('is only booked where a person had another one made', async () => {
    const id = await engine.queueOne({ modelId: openAiModel })
    const claimed = await engine.claimAndDie()
    const taskId = await send(claimed)
    engine.work()
    await engine.settled()
    await retryGeneration(engine.atelier.studio, id)
    await engine.settled()
    const { costUsd } = await engine.generation(id)
    expect(
      await queue().adoptLateAnswer({ taskId, answer: answerAt('https://x.test/a.webp', 0.05), picture: null }),
    ).toBe('booked')
    expect((await engine.generation(id)).costUsd).toBeCloseTo(costUsd + 0.03, 6)
    expect(await queue().adoptLateAnswer({ taskId: randomUUID(), answer: answerAt('x'), picture: null })).toBe('known')
  })

  it('is not cut off while it is under way, where nobody could ask for it afterwards', async () => {
    const id = await engine.queueOne({ modelId: openAiModel })
    engine.sandbox.faults.add({ kind: 'slow', ms: 1500 })
    engine.work({ leaseSeconds: 1 })
    await engine.until(async () => (await engine.generation(id)).sentAt !== null)
    // Somebody takes it away in the middle of the call, and gives it up.
    await engine.run(
      "update generations set worker_id = 'thief', claims = claims + 1, lease_until = now() - interval '1 second'",
    )
    await engine.settled()
    await engine.until(async () => (await engine.generation(id)).status === 'succeeded')
    expect(engine.bills()).toHaveLength(1)
    expect(await engine.calls(id)).toHaveLength(1)
  })
})

describe('a retry by a person', () => {
  it('fetches what was paid for, and charges it once', async () => {
    const id = await engine.queueOne()
    const claimed = await engine.claimAndDie()
    const taskId = await send(claimed)
    const url = await draw(claimed, taskId)
    await queue().recordAnswer({ fence: claimed, taskId, answer: answerAt(url) })
    await engine.run('update generations set attempts = 4')
    await engine.run(
      "update generation_attempts set answer = jsonb_set(answer, '{source,url}', '\"https://elsewhere.test/a.webp\"')",
    )
    const worker = engine.work()
    await engine.settled()
    await worker.stop()
    expect(await engine.generation(id)).toMatchObject({
      status: 'failed',
      errorCode: 'download_refused',
      costUsd: 0.04,
    })
    await engine.run(`update generation_attempts set answer = jsonb_set(answer, '{source,url}', '"${url}"')`)
    await retryGeneration(engine.atelier.studio, id)
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'succeeded', costUsd: 0.04, taskId })
    expect(engine.bills()).toHaveLength(1)
  })

  it('of what is under way elsewhere is refused', async () => {
    const id = await engine.queueOne({ prompt: 'A street [blocked]' })
    engine.work()
    await engine.settled()
    const { imageId } = await engine.generation(id)
    engine.sandbox.faults.add({ kind: 'slow', ms: 500 })
    await remakeImage(engine.atelier.studio, imageId, { requestedBy: 'ada', prompt: 'A street' })
    await expect(retryGeneration(engine.atelier.studio, id)).rejects.toThrow(
      'Another version of this image is being made',
    )
    await engine.settled()
  })
})

describe('the answer to a last attempt that was lost', () => {
  it('is asked for where the provider can be asked', async () => {
    await engine.change('providers', { runware: { max_attempts: 1 } })
    const id = await engine.queueOne()
    engine.sandbox.faults.add({ kind: 'drop' })
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'succeeded', costUsd: 0.04 })
    expect(engine.bills()).toHaveLength(1)
  })

  it('is left to a person at once where it cannot, and counted as spent', async () => {
    await engine.change('providers', { openai: { max_attempts: 1 } })
    const id = await engine.queueOne({ modelId: openAiModel })
    engine.sandbox.faults.add({ kind: 'drop' })
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'failed', errorCode: 'outcome_unknown', costUsd: 0.02 })
    expect(engine.bills()).toHaveLength(1)
  })
})

const hasServer = process.env['TEST_DATABASE_URL'] !== undefined
if (!hasServer) console.log('Skipped: the embedded database has the clock of its process (set TEST_DATABASE_URL).')

it.runIf(hasServer)(
  'what is written down of calls never waits in a ring with the leases that are renewed',
  async () => {
    await engine.change('providers', { runware: { concurrency: 50 } })
    for (let index = 0; index < 8; index += 1) await engine.queueArticle(`Account ${index}`)
    const claimed = await queue().claim('busy', 40, 60)
    const taskIds = new Map<number, string>()
    for (const each of claimed) taskIds.set(each.id, await send(each))
    const ids = claimed.map(({ id }) => id)
    const answer = answerAt('https://im.runware.ai/x.webp')
    // In another order than that of their ids, as answers come.
    const asTheyCome = claimed.toSorted((one, other) => (one.id % 7) - (other.id % 7))
    for (let round = 0; round < 100; round += 1) {
      const [kept, ...written] = await Promise.all([
        queue().renew('busy', ids, 60),
        ...asTheyCome.map((fence) => queue().recordAnswer({ fence, taskId: taskIds.get(fence.id) ?? '', answer })),
      ])
      expect(kept).toHaveLength(40)
      expect(written).toEqual(claimed.map(() => true))
    }
  },
)

it.runIf(hasServer)('the age of a call is told by the database, whatever the clock of its worker', async () => {
  const id = await engine.queueOne()
  const claimed = await engine.claimAndDie()
  await send(claimed)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 })
  try {
    engine.work()
    await engine.until(async () => (await engine.generation(id)).status === 'queued')
    // Ten minutes later the provider would not be asked once more, but called.
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(engine.bills()).toHaveLength(0)
    expect(await engine.calls(id)).toMatchObject([{ step: 'sending' }])
  } finally {
    vi.useRealTimers()
  }
})
