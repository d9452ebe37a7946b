import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cancelGeneration, retryGeneration } from '../../api/actions/change-generation.ts'
import { queueForContent, queueImages, remakeImage } from '../../api/actions/queue-generations.ts'
import type { ClaimedGeneration } from '../../api/domain/claimed-generation.ts'
import { ProviderError } from '../../api/domain/provider-error.ts'
import type { Worker } from '../../api/worker/loop.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { drawAt, noteSent } from '../support/calls.ts'

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

/** What the provider charged for in this test. */
const bills = () => test.sandbox.bills().slice(billsBefore)

const wish = { requestedBy: 'ada' }
const work = (count = 1) => {
  for (let index = 0; index < count; index += 1) workers.push(test.atelier.startWorker({ pollMs: 50 }))
}
const images = (contentId: number) => test.atelier.stores.images.ofContent(contentId)
const generation = async (id: number) => {
  const found = await test.atelier.stores.generations.get(id)
  if (!found) throw new Error(`There is no generation ${id}.`)
  return found
}
/** Claims as a worker that then dies: its lease is already over. */
const claimAndDie = async (): Promise<ClaimedGeneration> => {
  const [claimed] = await test.atelier.stores.queue.claim(`dead:${randomUUID()}`, 1, -1)
  if (!claimed) throw new Error('Nothing was claimed.')
  return claimed
}
const sentAgo = (id: number, interval: string) =>
  sql`update generations set sent_at = now() - ${interval}::interval where id = ${id}`.execute(test.atelier.database.db)
const queueOne = async (more: object = {}): Promise<{ id: number; imageId: number }> => {
  const { imageIds } = await test.addArticle()
  const imageId = imageIds[0] ?? 0
  return { id: await remakeImage(test.atelier.studio, imageId, { ...wish, ...more }), imageId }
}

describe('an article', () => {
  it('gets all its images in the sizes of their slots, each paid for once', async () => {
    const { contentId } = await test.addArticle()
    await queueForContent(test.atelier.studio, contentId, 'missing', wish)
    work(3)
    await test.settled()
    const made = await images(contentId)
    expect(
      made.map(
        ({ type, position, current }) => `${type} ${position} ${current?.picture?.width}x${current?.picture?.height}`,
      ),
    ).toEqual([
      'featured 0 1344x768',
      'in_article 0 1024x1024',
      'in_article 1 1344x768',
      'in_article 2 1024x1024',
      'in_article 3 1344x768',
    ])
    expect(
      made.every(
        ({ current }) => current?.costUsd === 0.04 && current.providerMode === 'sandbox' && current.credits === 4,
      ),
    ).toBe(true)
    expect(bills()).toHaveLength(5)
    for (const { current } of made) {
      expect(await test.atelier.pictures.get(current?.picture?.sha256 ?? '', 'webp')).toHaveLength(
        current?.picture?.bytes ?? -1,
      )
    }
  })

  it('is not queued twice by two clicks at once', async () => {
    const { contentId } = await test.addArticle()
    const clicks = await Promise.all([1, 2].map(() => queueForContent(test.atelier.studio, contentId, 'missing', wish)))
    expect(clicks.flatMap((click) => click.generations)).toHaveLength(5)
    expect(clicks.flatMap((click) => click.skipped)).toHaveLength(5)
  })
})

describe('several workers', () => {
  it('never take the same generation', async () => {
    for (const name of ['one', 'two', 'three', 'four']) {
      const { contentId } = await test.addArticle(name)
      await queueForContent(test.atelier.studio, contentId, 'missing', wish)
    }
    work(4)
    await test.settled()
    const tasks = bills().map((bill) => bill.taskId)
    expect(tasks).toHaveLength(20)
    expect(new Set(tasks).size).toBe(20)
  })

  it("together keep to a provider's concurrency", async () => {
    for (const name of ['one', 'two', 'three', 'four']) {
      const { contentId } = await test.addArticle(name)
      await queueForContent(test.atelier.studio, contentId, 'missing', wish)
    }
    const catalog = await test.atelier.stores.catalogs.current()
    const concurrency = catalog.providers.find(({ id }) => id === 'runware')?.concurrency
    const claims = await Promise.all(
      Array.from({ length: 6 }, (_, index) => test.atelier.stores.queue.claim(`worker ${index}`, 5, 60)),
    )
    expect(claims.flat()).toHaveLength(concurrency ?? -1)
  })
})

describe('after a worker was killed', () => {
  it('before its call: the picture is made and paid for once', async () => {
    const { id } = await queueOne()
    await claimAndDie()
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'succeeded', attempts: 2 })
    expect(bills()).toHaveLength(1)
  })

  it('between noting its call and making it: the provider is asked, and then called', async () => {
    const { id } = await queueOne()
    const claimed = await claimAndDie()
    await noteSent(test.atelier.stores.queue, claimed)
    await sentAgo(id, '4 minutes')
    work()
    await test.settled()
    expect((await generation(id)).status).toBe('succeeded')
    expect(bills()).toHaveLength(1)
  })

  it('a moment after noting its call: a provider that does not know the task yet is not called again', async () => {
    const { id } = await queueOne()
    const claimed = await claimAndDie()
    await noteSent(test.atelier.stores.queue, claimed)
    work()
    while ((await generation(id)).status !== 'queued') await new Promise((resolve) => setTimeout(resolve, 10))
    expect(await generation(id)).toMatchObject({ status: 'queued', attempts: 1, taskId: expect.any(String) })
    expect(bills()).toHaveLength(0)
  })

  it('after the provider had drawn: the picture is fetched, not bought again', async () => {
    const { id } = await queueOne()
    const claimed = await claimAndDie()
    const taskId = randomUUID()
    await noteSent(test.atelier.stores.queue, claimed, { taskId })
    await drawAt(test.sandbox.url, claimed, taskId)
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'succeeded', taskId, costUsd: 0.04 })
    expect(bills()).toHaveLength(1)
  })

  it('in the middle of a call to a provider that cannot be asked: it waits for a person, who may call again', async () => {
    const { id } = await queueOne({ modelId: 'gpt-image-2.5-flare' })
    const claimed = await claimAndDie()
    await noteSent(test.atelier.stores.queue, claimed)
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({
      status: 'failed',
      errorClass: 'timeout',
      errorCode: 'outcome_unknown',
    })
    expect(bills()).toHaveLength(0)
    await retryGeneration(test.atelier.studio, id)
    await test.settled()
    expect((await generation(id)).status).toBe('succeeded')
    expect(bills()).toHaveLength(1)
  })

  it('its late writes change nothing', async () => {
    const { id } = await queueOne()
    const late = await claimAndDie()
    const [current] = await test.atelier.stores.queue.claim('current', 1, 60)
    expect(current?.id).toBe(id)
    const error = new ProviderError({ class: 'upstream', code: null, message: 'late' })
    expect(await noteSent(test.atelier.stores.queue, late)).toBeUndefined()
    expect(await test.atelier.stores.queue.fail(late, error, null)).toBe(false)
    expect(await test.atelier.stores.queue.requeue(late, { delayMs: 0, error, end: null, countsAsTry: true })).toBe(
      false,
    )
    expect(await test.atelier.stores.queue.renew(late.workerId, [id], 60)).toEqual([])
    expect((await generation(id)).status).toBe('running')
  })
})

describe('when the provider fails', () => {
  it('for a moment, it is tried again and paid for once', async () => {
    const { id } = await queueOne()
    test.sandbox.faults.add({ kind: 'rate-limit', times: 2, retryAfterMs: 10 })
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'succeeded', attempts: 3, errorClass: null })
    expect(bills()).toHaveLength(1)
  })

  it('by refusing the prompt, nothing is tried again, and its own words are kept', async () => {
    const { id } = await queueOne({ prompt: 'A street at dawn [blocked]' })
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({
      status: 'failed',
      attempts: 1,
      errorClass: 'moderation',
      errorCode: 'invalidProviderContent',
    })
  })

  it('by losing the connection after it was paid, the task is asked for and not bought again', async () => {
    const { id } = await queueOne()
    test.sandbox.faults.add({ kind: 'drop' })
    work()
    await test.settled()
    expect((await generation(id)).status).toBe('succeeded')
    expect(bills()).toHaveLength(1)
  })

  it('by drawing a broken file, it is fetched again, and never paid for again', async () => {
    const { id } = await queueOne()
    test.sandbox.faults.add({ kind: 'broken' })
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'failed', attempts: 4, errorClass: 'upstream', costUsd: 0.04 })
    expect(bills()).toHaveLength(1)
  })

  it('by drawing another size, it is a failure that is not paid for again', async () => {
    for (const modelId of ['bria:10@1', 'gpt-image-2.5-flare']) {
      test.sandbox.faults.add({ kind: 'wrong-size' })
      const { imageIds } = await test.addArticle(modelId)
      const id = await remakeImage(test.atelier.studio, imageIds[0] ?? 0, { ...wish, modelId })
      if (workers.length === 0) work()
      await test.settled()
      expect(await generation(id)).toMatchObject({ status: 'failed', errorCode: 'wrong_size' })
      expect((await generation(id)).costUsd).toBeGreaterThan(0)
    }
    expect(bills()).toHaveLength(2)
  })

  it("for good, it ends after the provider's attempts and a person can try again", async () => {
    const { id } = await queueOne()
    test.sandbox.faults.add({ kind: 'rate-limit', times: 4, retryAfterMs: 1 })
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'failed', attempts: 4, errorClass: 'rate_limit' })
    await retryGeneration(test.atelier.studio, id)
    await test.settled()
    expect((await generation(id)).status).toBe('succeeded')
  })
})

describe('a person', () => {
  it('remakes an image as another version, and the older one stays', async () => {
    const { id: first, imageId } = await queueOne()
    work()
    await test.settled()
    const second = await remakeImage(test.atelier.studio, imageId, { ...wish, prompt: 'Bees on a chimney', seed: 7 })
    await test.settled()
    const image = await test.atelier.stores.images.get(imageId)
    expect(image).toMatchObject({ currentGenerationId: second, prompt: 'Bees on a chimney', current: { seed: 7 } })
    expect(await generation(first)).toMatchObject({ status: 'succeeded', prompt: expect.not.stringContaining('Bees') })
  })

  it('cancels what waits, but not what was sent', async () => {
    const { id } = await queueOne()
    await cancelGeneration(test.atelier.studio, id)
    expect((await generation(id)).status).toBe('cancelled')
    await retryGeneration(test.atelier.studio, id)
    const claimed = await claimAndDie()
    await noteSent(test.atelier.stores.queue, claimed)
    await expect(cancelGeneration(test.atelier.studio, id)).rejects.toThrow('already sent to its provider')
  })

  it('is told why an image cannot be made, before anything is queued', async () => {
    const { imageIds } = await test.addArticle()
    const ask = (more: object) => queueImages(test.atelier.studio, imageIds, { ...wish, ...more })
    await expect(ask({ tierId: 'golden' })).rejects.toThrow(
      'There is no tier "golden". Ask for one of: basic, quality, quality_option2, premium.',
    )
    await expect(ask({ modelId: 'dall-e-3' })).rejects.toThrow('dall-e-3 is not active.')
    await expect(ask({ modelId: 'gpt-image-2.5-flare', seed: 1 })).rejects.toThrow('gpt-image-2.5-flare takes no seed.')
    await expect(ask({ prompt: 'long '.repeat(1000) })).rejects.toThrow(
      /The prompt has \d+ characters with its style; bria:10@1 takes at most 3000/,
    )
    expect((await test.atelier.stores.generations.list({ page: 1, perPage: 10, filter: {} })).data).toEqual([])
  })

  it('switches a model off, and its tier goes on with the next', async () => {
    await test.atelier.stores.catalogs.kill('bria:10@1', 'six fingers', 'ada')
    const { id } = await queueOne()
    expect(await generation(id)).toMatchObject({
      modelId: 'gpt-image-2.5-flare',
      notes: [expect.stringContaining('six fingers'), expect.any(String)],
    })
    await test.atelier.stores.catalogs.restore('bria:10@1')
    expect(
      (
        await generation(
          (await queueImages(test.atelier.studio, (await test.addArticle('next')).imageIds, wish)).generations[0] ?? 0,
        )
      ).modelId,
    ).toBe('bria:10@1')
  })
})

it('hands back what it has not sent when it is stopped, at no cost of an attempt', async () => {
  const { id } = await queueOne()
  const [claimed] = await test.atelier.stores.queue.claim('stopping', 1, 60)
  if (!claimed) throw new Error('Nothing was claimed.')
  await test.atelier.stores.queue.handBack(claimed)
  expect(await generation(id)).toMatchObject({ status: 'queued', attempts: 0 })
})

it('finishes a call in hand before it stops', async () => {
  const { id } = await queueOne()
  test.sandbox.faults.add({ kind: 'slow', ms: 400 })
  work()
  while ((await generation(id)).sentAt === null) await new Promise((resolve) => setTimeout(resolve, 10))
  await Promise.all(workers.map((worker) => worker.stop()))
  expect((await generation(id)).status).toBe('succeeded')
})
