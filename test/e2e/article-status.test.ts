import { expect, it } from 'vitest'
import { retryGeneration } from '../../api/actions/change-generation.ts'
import { estimate } from '../../api/actions/estimate.ts'
import { queueForContent, queueImages, remakeImage } from '../../api/actions/queue-generations.ts'
import { writePrompts } from '../../api/actions/write-prompts.ts'
import { useEngine } from '../support/engine.ts'

const engine = useEngine()
const wish = { requestedBy: 'ada' }
const archived = /The article is archived\. Set its status to ready, or to draft/

it('makes no image of an archived article on any path, and pays nothing', async () => {
  const { contentId, imageIds } = await engine.addArticle()
  const { studio, stores } = engine.atelier
  const failed = await remakeImage(studio, imageIds[0] ?? 0, wish)
  await engine.run(`update generations set status = 'cancelled', finished_at = now() where id = ${failed}`)
  await stores.contents.update(contentId, { status: 'archived' })
  await expect(queueForContent(studio, contentId, 'missing', wish)).rejects.toThrow(archived)
  await expect(estimate(studio, { contentId, which: 'all' }, wish)).rejects.toThrow(archived)
  await expect(writePrompts(studio, contentId, { requestedBy: 'ada', overwrite: true })).rejects.toThrow(archived)
  await expect(remakeImage(studio, imageIds[0] ?? 0, wish)).rejects.toThrow(archived)
  await expect(retryGeneration(studio, failed)).rejects.toThrow(archived)
  const { generations, skipped } = await queueImages(studio, imageIds, wish)
  expect(generations).toEqual([])
  expect(skipped.map(({ reason }) => reason)).toEqual(imageIds.map(() => expect.stringMatching(archived)))
})

it('makes the images of a draft when a person asks', async () => {
  const { contentId, imageIds } = await engine.addArticle()
  const { studio, stores } = engine.atelier
  await stores.contents.update(contentId, { status: 'draft' })
  const { generations } = await queueForContent(studio, contentId, 'missing', wish)
  expect(generations).toHaveLength(imageIds.length)
})
