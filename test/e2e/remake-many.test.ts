import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Estimate, GenerateAnswer, Image, WritePromptsAnswer } from '../../api/contract/types.gen.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { type SignedIn, signIn } from '../support/signed-in.ts'

let test: TestAtelier
let api: SignedIn
beforeAll(async () => {
  test = await openTestAtelier({ ATELIER_PORT: '0' })
  api = await signIn(test)
})
afterEach(() => test.clear())
afterAll(async () => {
  await api.server.close()
  await test.close()
})

const generate = (body: object, status?: number) =>
  api.ask<GenerateAnswer & { detail: string }>('POST', '/api/images/actions/generate', body, status)
const estimate = (body: object, status?: number) =>
  api.ask<Estimate & { detail: string }>('POST', '/api/estimate', body, status)
const rewrite = (contentId: number, body: object, status?: number) =>
  api.ask<WritePromptsAnswer & { detail: string }>(
    'POST',
    `/api/contents/${contentId}/actions/write-prompts`,
    body,
    status,
  )
const generationsOf = async (contentId: number) =>
  (await api.ask<{ data: unknown[] }>('GET', `/api/generations?filter={"contentId":${contentId}}`)).data.length

describe('remaking many images', () => {
  it('of several articles takes the model, style and seed asked for, and costs what the estimate said', async () => {
    const one = await test.addArticle('Northwind')
    const other = await test.addArticle('Southwind')
    const imageIds = [...one.imageIds.slice(0, 2), ...other.imageIds.slice(0, 2)]
    const wish = { imageIds, modelId: 'runware:97@1', styleId: 'photorealistic', seed: 42 }
    // One of them is under way already.
    await generate({ imageIds: imageIds.slice(0, 1) })
    const expected = await estimate(wish)
    expect(expected).toMatchObject({
      images: 3,
      problem: null,
      modelId: 'runware:97@1',
      models: [{ modelId: 'runware:97@1', providerMode: 'sandbox', images: 3 }],
      sizes: [
        { width: 1024, height: 1024, images: 2 },
        { width: 1280, height: 768, images: 1 },
      ],
      skipped: [{ imageId: imageIds[0], reason: 'It is already being made.' }],
    })
    const { generations, skipped } = await generate(wish)
    expect(skipped).toStrictEqual(expected.skipped)
    expect(generations.map(({ modelId, seed, styleId }) => ({ modelId, seed, styleId }))).toStrictEqual(
      Array.from({ length: 3 }, () => ({ modelId: 'runware:97@1', seed: 42, styleId: 'photorealistic' })),
    )
    expect(generations.reduce((sum, { estimateUsd }) => sum + estimateUsd, 0)).toBeCloseTo(expected.costUsd ?? NaN)
  })

  it('is refused whole, in the estimate as in the queue, where one could not be made', async () => {
    const { imageIds, contentId } = await test.addArticle()
    for (const wish of [
      { modelId: 'dall-e-3' },
      { modelId: 'no-such-model' },
      { tierId: 'premium', modelId: 'runware:97@1' },
    ]) {
      const told = await estimate({ imageIds, ...wish }, 409)
      expect((await generate({ imageIds, ...wish }, 409)).detail).toBe(told.detail)
    }
    const prompt = 'Rain. '.repeat(1_000)
    const [imageId = 0] = imageIds
    const tooLong = await estimate({ imageIds: [imageId], prompt }, 409)
    const remade = await api.ask<{ detail: string }>('POST', `/api/images/${imageId}/actions/remake`, { prompt }, 409)
    expect(remade.detail).toBe(tooLong.detail)
    await estimate({ imageIds: [999_999] }, 404)
    await estimate({ imageIds, prompt: 'A tram' }, 422)
    await estimate({ contentId, prompt: 'A tram' }, 422)
    await estimate({ imageIds, contentId, which: 'all' }, 422)
    await estimate({}, 422)
    expect(await generationsOf(contentId)).toBe(0)
  })
})

describe('writing prompts anew', () => {
  it('never touches a picture unless that is asked for, and then makes each of them again', async () => {
    const { contentId, imageIds } = await test.addArticle()
    const before = await generationsOf(contentId)
    const written = await rewrite(contentId, { regenerate: true })
    expect(written).toMatchObject({ generations: [], skipped: [] })
    expect(await generationsOf(contentId)).toBe(before)
    await rewrite(contentId, { remake: true }, 422)
    expect(await generationsOf(contentId)).toBe(before)
    const { generations } = await rewrite(contentId, { regenerate: true, remake: true })
    expect(generations.map(({ imageId }) => imageId)).toStrictEqual(imageIds)
  })

  it('of some images leaves the words of the others, edited ones too', async () => {
    const { contentId, imageIds } = await test.addArticle()
    const [first = 0, second = 0] = imageIds
    for (const id of [first, second]) await api.ask('PATCH', `/api/images/${id}`, { prompt: `By hand ${id}` })
    const { images, generations } = await rewrite(contentId, { imageIds: [first], remake: true })
    const promptOf = (id: number) => images.find((image: Image) => image.id === id)?.prompt
    expect(promptOf(first)).not.toBe(`By hand ${first}`)
    expect(promptOf(second)).toBe(`By hand ${second}`)
    expect(generations.map(({ imageId }) => imageId)).toStrictEqual([first])
    await rewrite(contentId, { imageIds: [999_999] }, 422)
  })
})
