import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { settingsAt } from '../../api/actions/effective-settings.ts'
import { estimate } from '../../api/actions/estimate.ts'
import { queueForContent, remakeImage } from '../../api/actions/queue-generations.ts'
import { createOverviewStore } from '../../api/db/overview-store.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { seedContent } from '../support/records.ts'

let test: TestAtelier
beforeAll(async () => {
  test = await openTestAtelier()
})
afterEach(() => test.clear())
afterAll(() => test.close())

const wish = { requestedBy: 'ada' }
const content = async (planId: string, imagesPerArticle: number | null, name = planId) => {
  const seeded = await seedContent(test.atelier.database.db, { planId, name })
  await test.atelier.stores.contents.update(seeded.contentId, { imagesPerArticle, tierId: 'basic' })
  return seeded.contentId
}
const queue = (contentId: number) => queueForContent(test.atelier.studio, contentId, 'missing', wish)
const setCount = (contentId: number, imagesPerArticle: number) =>
  test.atelier.stores.contents.update(contentId, { imagesPerArticle })

describe('the number of images', () => {
  it('is what the plan allows where the settings say more: in the estimate, in the queue and in what is told', async () => {
    const contentId = await content('free', null)
    const { imagesPerArticle, chain, problem } = await settingsAt(test.atelier.studio, 'content', contentId)
    expect(imagesPerArticle).toEqual({ value: 2, origin: 'plan' })
    expect(chain[0]).toMatchObject({ origin: 'plan', values: { imagesPerArticle: 2, tierId: null } })
    expect(problem).toBeNull()
    expect((await estimate(test.atelier.studio, { contentId, which: 'missing' }, wish)).images).toBe(3)
    expect((await queue(contentId)).generations).toHaveLength(3)
    const { data } = await test.atelier.stores.contents.list({ page: 1, perPage: 5, filter: {} })
    expect(data[0]?.imageCounts).toMatchObject({ expected: 3, queued: 3 })
  })

  it('lowered leaves the surplus alone; raised, the new slots get prompts and pictures', async () => {
    const contentId = await content('studio', 4)
    await test.atelier.stores.images.savePrompts(
      contentId,
      [],
      { writer: 'none', costUsd: 0, notes: [] },
      { overwrite: true },
    )
    await setCount(contentId, 3)
    expect((await estimate(test.atelier.studio, { contentId, which: 'missing' }, wish)).images).toBe(4)
    expect((await queue(contentId)).generations).toHaveLength(4)
    await setCount(contentId, 1)
    const images = await test.atelier.stores.images.ofContent(contentId)
    const surplus = images.find((image) => image.type === 'in_article' && image.position === 2)
    await expect(remakeImage(test.atelier.studio, surplus?.id ?? 0, wish)).rejects.toThrow('asks for fewer images')
    const counted = await test.atelier.stores.contents.record(contentId)
    expect(counted?.imageCounts).toMatchObject({ expected: 2, slots: 2, queued: 2 })
    const overview = createOverviewStore(test.atelier.database.db)
    expect((await overview.counts(new Date())).imagesMissing).toBe(2)
    await setCount(contentId, 5)
    const { generations, skipped } = await queue(contentId)
    expect(generations).toHaveLength(2)
    expect(skipped.map(({ reason }) => reason)).toEqual(Array.from({ length: 4 }, () => 'It is already being made.'))
  })
})

describe('what the plan does not allow', () => {
  it('is refused before a text model is paid for its prompts', async () => {
    const contentId = await content('free', null)
    const refused = queueForContent(test.atelier.studio, contentId, 'missing', { ...wish, tierId: 'premium' })
    await expect(refused).rejects.toThrow('Plan "free" does not allow tier "premium".')
    expect((await test.atelier.stores.contents.get(contentId))?.promptsWrittenAt).toBeNull()
  })

  it('is not to be had by naming a tier beside a model of another', async () => {
    const contentId = await content('free', null)
    await queue(contentId)
    const { imageIds } = await test.addArticle('other')
    const remake = (more: object) => remakeImage(test.atelier.studio, imageIds[0] ?? 0, { ...wish, ...more })
    await expect(remake({ modelId: 'google:4@2', tierId: 'basic' })).rejects.toThrow(
      'google:4@2 is in tier "premium", not in "basic". Leave one of the two out.',
    )
  })
})

it('a parameter that the provider would refuse is refused before it is queued', async () => {
  const { imageIds } = await test.addArticle()
  const remake = remakeImage(test.atelier.studio, imageIds[0] ?? 0, { ...wish, modelId: 'google:4@2', seed: 2 ** 40 })
  await expect(remake).rejects.toThrow(/The request would be refused: seed must be <= 2147483647/)
})
