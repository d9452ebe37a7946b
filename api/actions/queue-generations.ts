import type { NewGeneration, Target } from '../db/intake-store.ts'
import type { LevelsAt } from '../db/setting-levels.ts'
import type { Catalog } from '../domain/catalog.ts'
import { makingProblem } from '../domain/content-status.ts'
import { effectiveSettings } from '../domain/effective-settings.ts'
import { AppError } from '../domain/error.ts'
import { isFinal } from '../domain/generation.ts'
import { nameOfSlot, slotsOf } from '../domain/image-slot.ts'
import { assertAffordable } from './budget.ts'
import { type GenerationWish, chooseForTarget, planGeneration } from './plan-generation.ts'
import type { QueuedGenerations, WhichImages } from '../routes/actions-port.ts'
import { assertMakes } from './status-check.ts'
import type { Studio } from './studio.ts'
import { writePrompts } from './write-prompts.ts'

/** Whether the article asks for this slot, by the count that holds now. */
export function isAskedFor(target: Target, catalog: Catalog): boolean {
  const { imagesPerArticle } = effectiveSettings(target.levels, target.planId, catalog)
  return target.type === 'featured' || target.position < imagesPerArticle.value
}

/** Why a slot is left alone; undefined where it is to be made. */
export function reasonToSkip(target: Target, which: WhichImages, catalog: Catalog): string | undefined {
  const archived = makingProblem(target.contentStatus)
  if (archived !== undefined) return archived
  if (!isAskedFor(target, catalog)) return 'This slot is set aside: the article now asks for fewer images.'
  if (target.latestStatus !== null && !isFinal(target.latestStatus)) return 'It is already being made.'
  if (which === 'missing' && target.currentGenerationId !== null) return 'It already has a picture.'
  if (which === 'failed' && target.latestStatus !== 'failed') return 'Its last generation did not fail.'
  return undefined
}

async function queueTargets(
  studio: Studio,
  targets: Target[],
  which: WhichImages,
  wish: GenerationWish,
): Promise<QueuedGenerations> {
  const catalog = await studio.catalogs.current()
  const skipped: QueuedGenerations['skipped'] = []
  const planned: NewGeneration[] = []
  for (const target of targets) {
    const reason = reasonToSkip(target, which, catalog)
    if (reason) skipped.push({ imageId: target.imageId, reason })
    else planned.push(planGeneration(target, wish, catalog, studio))
  }
  await assertAffordable(studio, planned)
  const { intake } = studio
  const queued = await (which === 'missing' ? intake.enqueueMissing(planned) : intake.enqueue(planned))
  const queuedImages = new Set(queued.map((row) => row.imageId))
  for (const { imageId } of planned) {
    if (!queuedImages.has(imageId)) skipped.push({ imageId, reason: 'It is already being made.' })
  }
  return { generations: queued.map((row) => row.id), skipped }
}

/** Whether every slot that the article asks for is there, with its prompt. */
export function hasAllSlots(targets: readonly Target[], levels: LevelsAt, catalog: Catalog): boolean {
  const { imagesPerArticle } = effectiveSettings(levels.levels, levels.planId, catalog)
  const present = targets.filter((target) => isAskedFor(target, catalog))
  return present.length >= slotsOf(imagesPerArticle.value).length
}

/**
 * Queues an article's images; writes the prompts that are missing first. Refuses as a whole when one of them could not be
 * made, and before a text model is paid for prompts that nothing could be made of.
 */
export async function queueForContent(
  studio: Studio,
  contentId: number,
  which: WhichImages,
  wish: GenerationWish,
): Promise<QueuedGenerations> {
  const levels = await studio.intake.levelsOf(contentId)
  if (!levels) throw new AppError('not_found', `There is no content ${contentId}.`)
  assertMakes(levels)
  const catalog = await studio.catalogs.current()
  chooseForTarget(levels, wish, catalog, studio)
  const targets = await studio.intake.targets({ contentId })
  if (which === 'failed' || hasAllSlots(targets, levels, catalog)) return queueTargets(studio, targets, which, wish)
  await writePrompts(studio, contentId, { overwrite: false, requestedBy: wish.requestedBy })
  return queueTargets(studio, await studio.intake.targets({ contentId }), which, wish)
}

/** The slots of images by id. Throws AppError `not_found` naming those that are not there. */
export async function targetsOfImages(studio: Studio, imageIds: number[]): Promise<Target[]> {
  const targets = await studio.intake.targets({ imageIds })
  const found = new Set(targets.map((target) => target.imageId))
  const missing = imageIds.filter((id) => !found.has(id))
  if (missing.length > 0) throw new AppError('not_found', `There is no image ${missing.join(', ')}.`)
  return targets
}

/** Queues the images named, each as another version where it has one. Refuses as a whole when one of them could not be made. */
export async function queueImages(
  studio: Studio,
  imageIds: number[],
  wish: GenerationWish,
): Promise<QueuedGenerations> {
  return queueTargets(studio, await targetsOfImages(studio, imageIds), 'all', wish)
}

/** Makes another version of one image, with another prompt, model, style or seed where asked. Never deletes one. */
export async function remakeImage(studio: Studio, imageId: number, wish: GenerationWish): Promise<number> {
  const [target] = await studio.intake.targets({ imageIds: [imageId] })
  if (!target) throw new AppError('not_found', `There is no image ${imageId}.`)
  const catalog = await studio.catalogs.current()
  const reason = reasonToSkip(target, 'all', catalog)
  if (reason) throw new AppError('conflict', `${nameOfSlot(target)} cannot be made now. ${reason}`)
  const generation = planGeneration(target, { priority: 10, ...wish }, catalog, studio)
  await assertAffordable(studio, [generation])
  const [queued] =
    wish.prompt === undefined
      ? await studio.intake.enqueue([generation])
      : await studio.intake.enqueueWithPrompt(generation, wish.prompt)
  if (!queued) throw new AppError('conflict', `${nameOfSlot(target)} is already being made.`)
  return queued.id
}
