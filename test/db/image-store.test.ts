import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createContentStore } from '../../api/db/content-store.ts'
import type { Database } from '../../api/db/database.ts'
import { createGenerationStore } from '../../api/db/generation-store.ts'
import { createImageStore } from '../../api/db/image-store.ts'
import type { ListQuery } from '../../api/db/list-query.ts'
import { createOverviewStore } from '../../api/db/overview-store.ts'
import { openTestDatabase, seedCatalog } from '../support/database.ts'
import { promptsFor, seedContent, seedGeneration } from '../support/records.ts'

const all: ListQuery = { page: 1, perPage: 25, filter: {} }
const meta = { writer: 'extractive', costUsd: 0.01, notes: ['No text model is configured.'] }
let database: Database
let contentId: number
let siteId: number
let accountCount = 0

beforeAll(async () => {
  database = await openTestDatabase()
  await seedCatalog(database.db)
})
afterAll(() => database.close())
beforeEach(async () => {
  accountCount += 1
  ;({ contentId, siteId } = await seedContent(database.db, { name: `Account ${accountCount}` }))
})

const slotsOf = async () =>
  (await createImageStore(database.db).ofContent(contentId)).map((image) => ({
    slot: `${image.type} ${image.position}`,
    prompt: image.prompt,
    isAside: image.isSetAside,
  }))

describe('saving prompts', () => {
  it('makes the slots, in order, and says who wrote them', async () => {
    const images = createImageStore(database.db)
    await images.savePrompts(contentId, promptsFor(2), meta, { overwrite: false })
    expect(await images.ofContent(contentId)).toMatchObject([
      { type: 'featured', position: 0, shape: 'landscape', latest: null, current: null },
      { type: 'in_article', position: 0, shape: 'square' },
      { type: 'in_article', position: 1, shape: 'landscape' },
    ])
    expect(await createContentStore(database.db).record(contentId)).toMatchObject({
      promptsWriter: 'extractive',
      promptsCostUsd: 0.01,
      promptsNotes: ['No text model is configured.'],
      promptsWrittenAt: expect.any(Date),
    })
  })

  it('keeps prompts that are there, unless told to overwrite', async () => {
    const images = createImageStore(database.db)
    await images.savePrompts(contentId, promptsFor(1, 'First'), meta, { overwrite: false })
    await images.savePrompts(contentId, promptsFor(2, 'Second'), meta, { overwrite: false })
    expect((await slotsOf()).map((slot) => slot.prompt)).toEqual([
      'First, featured 0',
      'First, in_article 0',
      'Second, in_article 1',
    ])
    await images.savePrompts(contentId, promptsFor(2, 'Third'), meta, { overwrite: true })
    expect((await slotsOf()).map((slot) => slot.prompt)).toEqual([
      'Third, featured 0',
      'Third, in_article 0',
      'Third, in_article 1',
    ])
  })

  it('sets surplus slots aside with their pictures, and takes them back', async () => {
    const images = createImageStore(database.db)
    await images.savePrompts(contentId, promptsFor(3), meta, { overwrite: false })
    const third = (await images.ofContent(contentId))[3]
    const generationId = await seedGeneration(database.db, third?.id ?? 0, 'succeeded')
    await createContentStore(database.db).update(contentId, { imagesPerArticle: 2 })
    await images.savePrompts(contentId, promptsFor(2, 'New'), meta, { overwrite: true })
    expect((await slotsOf()).map((slot) => slot.isAside)).toEqual([false, false, false, true])
    expect(await images.get(third?.id ?? 0)).toMatchObject({
      currentGenerationId: generationId,
      prompt: 'A garden, in_article 2',
    })
    await createContentStore(database.db).update(contentId, { imagesPerArticle: 3 })
    expect((await slotsOf())[3]).toEqual({ slot: 'in_article 2', prompt: 'A garden, in_article 2', isAside: false })
  })

  it('writes nothing at all where the article is gone', async () => {
    await expect(
      createImageStore(database.db).savePrompts(999_999, promptsFor(1), meta, { overwrite: true }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('tells nobody about slots that did not change', async () => {
    const images = createImageStore(database.db)
    await images.savePrompts(contentId, promptsFor(2), meta, { overwrite: false })
    const eventCount = async () =>
      (await database.db.selectFrom('events').select('id').where('topic', '=', 'images').execute()).length
    const before = await eventCount()
    await images.savePrompts(contentId, promptsFor(2, 'Other'), meta, { overwrite: false })
    expect(await eventCount()).toBe(before)
  })
})

describe('images', () => {
  const firstImage = async () => {
    await createImageStore(database.db).savePrompts(contentId, promptsFor(1), meta, { overwrite: false })
    return (await createImageStore(database.db).ofContent(contentId))[0]?.id ?? 0
  }

  it('show the current picture and the newest generation, which may be another one', async () => {
    const id = await firstImage()
    const good = await seedGeneration(database.db, id, 'succeeded')
    const bad = await seedGeneration(database.db, id, 'failed')
    expect(await createImageStore(database.db).get(id)).toMatchObject({
      current: {
        id: good,
        picture: {
          url: `/api/files/${'a'.repeat(64)}.webp`,
          thumbnails: { '320': `/api/files/${'a'.repeat(64)}.webp/thumbnails/320` },
        },
        costUsd: 0.04,
      },
      latest: {
        id: bad,
        status: 'failed',
        errorClass: 'moderation',
        picture: null,
        imageType: 'featured',
        contentTitle: 'Rooftop gardens',
      },
    })
  })

  it('take another version as their picture, but only a succeeded one of their own', async () => {
    const images = createImageStore(database.db)
    const id = await firstImage()
    const [, other] = await images.ofContent(contentId)
    const first = await seedGeneration(database.db, id, 'succeeded')
    await seedGeneration(database.db, id, 'succeeded', { sha256: 'b'.repeat(64) })
    const failed = await seedGeneration(database.db, id, 'failed')
    const foreign = await seedGeneration(database.db, other?.id ?? 0, 'succeeded')
    await images.update(id, { currentGenerationId: first, altText: 'Beds' }, 'ada')
    expect(await images.get(id)).toMatchObject({ currentGenerationId: first, altText: 'Beds' })
    for (const generationId of [failed, foreign, 999_999]) {
      await expect(images.update(id, { currentGenerationId: generationId }, 'ada')).rejects.toMatchObject({
        code: 'invalid',
        fields: { currentGenerationId: expect.any(String) },
      })
    }
    await expect(images.update(999_999, { altText: 'x' }, 'ada')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('are found by the status of their newest generation', async () => {
    const images = createImageStore(database.db)
    const id = await firstImage()
    const idsWith = async (status: unknown) =>
      (await images.list({ ...all, filter: { contentId, status } })).data.map((image) => image.id)
    expect(await idsWith('none')).toHaveLength(2)
    await seedGeneration(database.db, id, 'failed')
    expect(await idsWith('failed')).toEqual([id])
    await seedGeneration(database.db, id, 'queued')
    expect([await idsWith('failed'), await idsWith(['queued', 'running'])]).toEqual([[], [id]])
    expect(await idsWith(['none', 'queued'])).toHaveLength(2)
    await expect(idsWith('lost')).rejects.toThrow('takes: none, queued, running, succeeded, failed, cancelled')
  })

  it('come in pages that say whether there is another', async () => {
    const images = createImageStore(database.db)
    await images.savePrompts(contentId, promptsFor(4), meta, { overwrite: false })
    const first = await images.list({ page: 1, perPage: 3, filter: { contentId } })
    const second = await images.list({ page: 2, perPage: 3, filter: { contentId } })
    expect([first.pageInfo, second.pageInfo]).toEqual([
      { hasNextPage: true, hasPreviousPage: false },
      { hasNextPage: false, hasPreviousPage: true },
    ])
    const ids = [...first.data, ...second.data].map((image) => image.id)
    expect(ids).toEqual(ids.toSorted((one, other) => other - one))
    expect(new Set(ids).size).toBe(5)
    await expect(images.list({ page: 102, perPage: 100, filter: {} })).rejects.toThrow('first 10000 records only')
  })
})

describe('generations', () => {
  it('are filtered, paged and never counted', async () => {
    const images = createImageStore(database.db)
    await images.savePrompts(contentId, promptsFor(2), meta, { overwrite: false })
    for (const image of await images.ofContent(contentId)) {
      await seedGeneration(database.db, image.id, 'succeeded')
      await seedGeneration(database.db, image.id, 'failed')
    }
    const generations = createGenerationStore(database.db)
    const page = await generations.list({
      page: 1,
      perPage: 2,
      filter: { contentId, status: ['failed'], errorClass: 'moderation' },
    })
    expect(page).toMatchObject({ data: [{ status: 'failed' }, { status: 'failed' }], pageInfo: { hasNextPage: true } })
    expect(page).not.toHaveProperty('total')
    const [one, other] = page.data
    expect(
      (await generations.byIds([one?.id ?? 0, 999_999, other?.id ?? 0])).map((generation) => generation.id),
    ).toEqual([one?.id, other?.id])
    expect(await generations.get(999_999)).toBeUndefined()
  })
})

describe('contents', () => {
  it('say how far their images are, and are found by it', async () => {
    const contents = createContentStore(database.db)
    const images = createImageStore(database.db)
    const statesOf = async () => {
      const states = ['no_prompts', 'images_missing', 'complete', 'working', 'failed']
      const found = await Promise.all(
        states.map(async (state) =>
          (await contents.list({ ...all, filter: { siteId, state } })).total === 1 ? state : [],
        ),
      )
      return found.flat()
    }
    expect(await statesOf()).toEqual(['no_prompts'])
    await contents.update(contentId, { imagesPerArticle: 1 })
    await images.savePrompts(contentId, promptsFor(2), meta, { overwrite: false })
    await images.savePrompts(contentId, promptsFor(1), meta, { overwrite: false })
    expect(await statesOf()).toEqual(['images_missing'])
    const [featured, second] = await images.ofContent(contentId)
    await seedGeneration(database.db, featured?.id ?? 0, 'succeeded')
    await seedGeneration(database.db, second?.id ?? 0, 'failed')
    expect(await statesOf()).toEqual(['images_missing', 'failed'])
    expect(await contents.record(contentId)).toMatchObject({
      imageCounts: { expected: 2, slots: 2, current: 1, queued: 0, running: 0, failed: 1 },
    })
    await seedGeneration(database.db, second?.id ?? 0, 'running')
    expect(await statesOf()).toEqual(['images_missing', 'working'])
    await database.db
      .updateTable('generations')
      .set({ status: 'cancelled', finishedAt: new Date() })
      .where('status', '=', 'running')
      .execute()
    await seedGeneration(database.db, second?.id ?? 0, 'succeeded')
    expect(await statesOf()).toEqual(['complete'])
  })

  it('expect as many images as the nearest level says', async () => {
    const contents = createContentStore(database.db)
    const expected = async () => (await contents.record(contentId))?.imageCounts.expected
    expect(await expected()).toBe(5)
    await database.db.updateTable('sites').set({ imagesPerArticle: 2 }).where('id', '=', siteId).execute()
    expect(await expected()).toBe(3)
    const keyword = await database.db
      .insertInto('keywords')
      .values({ siteId, term: 'gardens', imagesPerArticle: 6 })
      .returning('id')
      .executeTakeFirstOrThrow()
    await contents.update(contentId, { keywordId: keyword.id })
    expect(await expected()).toBe(7)
    expect(await contents.get(contentId)).toMatchObject({
      source: '# Rooftop gardens\n\nThey grow.',
      planId: 'studio',
      keywordId: keyword.id,
    })
  })
})

describe('the overview', () => {
  it('counts the last day, with one query for all who ask within five seconds', async () => {
    await createImageStore(database.db).savePrompts(contentId, promptsFor(1), meta, { overwrite: false })
    const [image] = await createImageStore(database.db).ofContent(contentId)
    const overview = createOverviewStore(database.db)
    const now = new Date()
    const before = await overview.counts(now)
    await seedGeneration(database.db, image?.id ?? 0, 'succeeded')
    expect(await overview.counts(new Date(now.getTime() + 4000))).toBe(before)
    const after = await overview.counts(new Date(now.getTime() + 6000))
    expect(after.succeeded24h - before.succeeded24h).toBe(1)
    expect(after.costUsd24h - before.costUsd24h).toBeCloseTo(0.04)
    expect(before.imagesMissing - after.imagesMissing).toBe(1)
  })
})
