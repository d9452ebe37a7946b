import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../api/db/database.ts'
import { plainBox } from '../../api/db/secret-box.ts'
import { type Stores, createStores } from '../../api/db/stores.ts'
import { openTestDatabase, seedCatalog } from '../support/database.ts'
import { promptsFor, seedContent } from '../support/records.ts'

const meta = { writer: 'extractive', costUsd: 0, notes: [] }
const asked = { modelId: 'gpt-6-luna', providerId: 'openai', estimateUsd: 0.01 }
let database: Database
let stores: Stores
let contentId: number
let accountId: number

beforeAll(async () => {
  database = await openTestDatabase()
  await seedCatalog(database.db)
  stores = createStores(database.db, plainBox)
})
afterAll(() => database.close())
beforeEach(async () => {
  ;({ contentId, accountId } = await seedContent(database.db, { name: `Account ${randomUUID()}` }))
})

const firstImage = async () => (await stores.images.ofContent(contentId))[0]?.id ?? 0
const wordsOf = async (imageId: number) =>
  (await stores.images.promptsOf(imageId)).map(({ prompt, altText, writtenBy }) => ({ prompt, altText, writtenBy }))
const begin = (changes: object = {}) =>
  stores.promptWritings.begin({ contentId, accountId, askedBy: 'ada', isRegeneration: false, ...changes }, asked)
const month = async () => (await stores.spending.ofAccounts([accountId]))[0]

describe('the prompts of a slot', () => {
  it('are all kept, whoever changed them and however, newest first', async () => {
    await stores.images.savePrompts(contentId, promptsFor(1), meta, { overwrite: false })
    const id = await firstImage()
    await stores.images.update(id, { prompt: 'Bees on a roof' }, 'ada')
    await stores.images.update(id, { altText: 'Bees' }, 'bo')
    await stores.images.savePrompts(
      contentId,
      promptsFor(1, 'A roof'),
      { ...meta, writer: 'gpt-6-luna' },
      { overwrite: true },
    )
    // A way in that nobody has thought of yet.
    await sql`update images set prompt = 'By hand' where id = ${id}`.execute(database.db)
    expect(await wordsOf(id)).toStrictEqual([
      { prompt: 'By hand', altText: 'A roof.', writtenBy: 'gpt-6-luna' },
      { prompt: 'A roof, featured 0', altText: 'A roof.', writtenBy: 'gpt-6-luna' },
      { prompt: 'Bees on a roof', altText: 'Bees', writtenBy: 'bo' },
      { prompt: 'Bees on a roof', altText: 'A garden.', writtenBy: 'ada' },
      { prompt: 'A garden, featured 0', altText: 'A garden.', writtenBy: 'extractive' },
    ])
  })

  it('are no entry of their own where nothing about the words changed', async () => {
    await stores.images.savePrompts(contentId, promptsFor(1), meta, { overwrite: false })
    await stores.images.savePrompts(contentId, promptsFor(1, 'Other'), meta, { overwrite: false })
    const id = await firstImage()
    await stores.images.update(id, { prompt: 'A garden, featured 0' }, 'ada')
    expect(await wordsOf(id)).toHaveLength(1)
  })

  it('say which writing they came from, and none where a person wrote them', async () => {
    await stores.images.savePrompts(contentId, promptsFor(1), meta, { overwrite: false })
    const id = await firstImage()
    await stores.images.update(id, { prompt: 'Bees' }, 'ada')
    const [writing] = await stores.promptWritings.ofContent(contentId)
    expect((await stores.images.promptsOf(id)).map((entry) => entry.promptWritingId)).toStrictEqual([null, writing?.id])
  })
})

describe('a writing of prompts', () => {
  it('is not begun twice for what is missing, whoever asks and however many at once', async () => {
    const begun = await Promise.allSettled([begin(), begin(), begin({ askedBy: 'bo' })])
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(begin()).rejects.toThrow(/^Its prompts are being written already, asked for by \w+\. Wait for them\./)
    expect(await begin({ isRegeneration: true })).toMatchObject({ problem: null })
    // Its process is gone.
    await sql`update prompt_writings set created_at = now() - interval '11 minutes'`.execute(database.db)
    expect(await begin()).toMatchObject({ problem: null })
  })

  it('leaves alone what a person wrote while it was in hand, and says so', async () => {
    await stores.images.savePrompts(contentId, promptsFor(2), meta, { overwrite: false })
    const id = await firstImage()
    await stores.images.update(id, { prompt: 'Before' }, 'ada')
    const { id: writingId } = await begin({ isRegeneration: true })
    await stores.images.update(id, { prompt: 'By hand' }, 'ada')
    await stores.images.savePrompts(
      contentId,
      promptsFor(2, 'Anew'),
      { ...meta, writingId, writer: 'gpt-6-luna', notes: ['Other.'] },
      { overwrite: true },
    )
    const images = await stores.images.ofContent(contentId)
    expect(images.map(({ prompt, wordsBy }) => [prompt, wordsBy]).slice(0, 2)).toEqual([
      ['By hand', 'ada'],
      [expect.stringContaining('Anew'), 'gpt-6-luna'],
    ])
    const [writing] = await stores.promptWritings.ofContent(contentId)
    expect(writing?.notes).toEqual(['Other.', 'Kept as a person wrote it meanwhile: the featured image.'])
  })

  it('holds what its model may cost, and books what it came to, as each of several did', async () => {
    const before = await begin()
    expect(before.problem).toBeNull()
    expect(await month()).toMatchObject({ reservedUsd: 0.01, spentUsd: 0 })
    await stores.images.savePrompts(
      contentId,
      promptsFor(1),
      { ...meta, writer: 'gpt-6-luna', costUsd: 0.004, writingId: before.id },
      { overwrite: false },
    )
    const again = await begin({ isRegeneration: true })
    await stores.images.savePrompts(
      contentId,
      promptsFor(1, 'New'),
      { ...meta, costUsd: 0.002, notes: ['Refused.'], writingId: again.id },
      { overwrite: true },
    )
    expect(await month()).toMatchObject({ reservedUsd: 0, spentUsd: 0.006 })
    expect(await stores.promptWritings.ofContent(contentId)).toMatchObject([
      { writer: 'extractive', modelId: 'gpt-6-luna', costUsd: 0.002, notes: ['Refused.'], isRegeneration: true },
      { writer: 'gpt-6-luna', modelId: 'gpt-6-luna', costUsd: 0.004, isRegeneration: false, askedBy: 'ada' },
    ])
    expect((await stores.ledger.ofAccount(accountId, { before: undefined, limit: 9 })).data).toMatchObject([
      { kind: 'settle', generationId: null, promptWritingId: again.id, spentUsd: 0.002, reservedUsd: -0.01 },
      { kind: 'reserve', promptWritingId: again.id, reservedUsd: 0.01 },
      { kind: 'settle', promptWritingId: before.id },
      { kind: 'reserve', promptWritingId: before.id },
    ])
    expect(await stores.spending.imbalances()).toStrictEqual([])
  })

  it('asks no model once the account has spent its month, also when many begin at once', async () => {
    const limitUsd = (await month())?.limitUsd ?? 0
    const fourth = { ...asked, estimateUsd: limitUsd / 4 }
    const begun = await Promise.all(
      Array.from({ length: 6 }, () =>
        stores.promptWritings.begin({ contentId, accountId, askedBy: 'ada', isRegeneration: true }, fourth),
      ),
    )
    expect(begun.filter(({ problem }) => problem === null)).toHaveLength(4)
    expect(begun.find(({ problem }) => problem !== null)?.problem).toMatch(
      /\(plan "studio"\) has \$0\.0000 left this month/,
    )
    expect((await month())?.reservedUsd).toBeCloseTo(limitUsd, 4)
    expect(await stores.spending.imbalances()).toStrictEqual([])
  })

  it('counts as spent when its process or its article is gone before the answer', async () => {
    const lost = await begin()
    await sql`update prompt_writings set created_at = now() - interval '2 hours' where id = ${lost.id}`.execute(
      database.db,
    )
    await stores.promptWritings.settleForgotten()
    expect(await month()).toMatchObject({ reservedUsd: 0, spentUsd: 0.01 })
    expect((await stores.promptWritings.ofContent(contentId))[0]?.notes[0]).toMatch(/^It broke off/)
    await begin()
    await sql`delete from contents where id = ${contentId}`.execute(database.db)
    expect(await month()).toMatchObject({ reservedUsd: 0, spentUsd: 0.02 })
    expect(await stores.spending.imbalances()).toStrictEqual([])
  })
})
