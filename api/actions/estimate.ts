import type { ModelConfig, ProviderConfig } from '../../config/types.gen.ts'
import type { NewGeneration } from '../db/intake-store.ts'
import { AppError } from '../domain/error.ts'
import { effectiveSettings } from '../domain/effective-settings.ts'
import { sizeForSlot, slotsOf } from '../domain/image-slot.ts'
import type { Size } from '../domain/size.ts'
import type { CostEstimate, EstimatedImages, WhichImages } from '../routes/actions-port.ts'
import { batchProblem, budgetProblem } from './budget.ts'
import { type GenerationWish, chooseForTarget, planGeneration } from './plan-generation.ts'
import { isAskedFor, reasonToSkip, targetsOfImages } from './queue-generations.ts'
import { assertMakes } from './status-check.ts'
import type { Studio } from './studio.ts'

const roundUsd = (usd: number): number => Math.round(usd * 1e6) / 1e6

/** How many of each size, the most first. */
function countSizes(sizes: readonly Size[]): CostEstimate['sizes'] {
  const counted = new Map<string, CostEstimate['sizes'][number]>()
  for (const { width, height } of sizes) {
    const key = `${width}x${height}`
    counted.set(key, { width, height, images: (counted.get(key)?.images ?? 0) + 1 })
  }
  return [...counted.values()].toSorted((one, other) => other.images - one.images)
}

/** What queueing would make, skip and cost. Writes nothing. Throws AppError `refused` where queueing would. */
export function estimate(studio: Studio, what: EstimatedImages, wish: GenerationWish): Promise<CostEstimate> {
  return 'imageIds' in what
    ? estimateImages(studio, what.imageIds, wish)
    : estimateContent(studio, what.contentId, what.which, wish)
}

async function estimateContent(
  studio: Studio,
  contentId: number,
  which: WhichImages,
  wish: GenerationWish,
): Promise<CostEstimate> {
  const levels = await studio.intake.levelsOf(contentId)
  if (!levels) throw new AppError('not_found', `There is no content ${contentId}.`)
  assertMakes(levels)
  const catalog = await studio.catalogs.current()
  const targets = (await studio.intake.targets({ contentId })).filter((target) => isAskedFor(target, catalog))
  const { imagesPerArticle } = effectiveSettings(levels.levels, levels.planId, catalog)
  const skipped = targets.flatMap((target) => {
    const reason = reasonToSkip(target, which, catalog)
    return reason === undefined ? [] : [{ imageId: target.imageId, reason }]
  })
  const left = new Set(skipped.map(({ imageId }) => imageId))
  const present = new Map(targets.map((target) => [`${target.type} ${target.position}`, target.imageId]))
  const slots = slotsOf(imagesPerArticle.value).filter(({ type, position }) => {
    const imageId = present.get(`${type} ${position}`)
    // Slots without a prompt get one first, and are then made like the others.
    return imageId === undefined ? which !== 'failed' : !left.has(imageId)
  })
  const count = slots.length
  const { model, provider } = chooseForTarget(levels, wish, catalog, studio)
  const price = model.price.usd_per_image
  const credits = (model.credits_per_image ?? 0) * count
  const [spending] = await studio.spending.ofAccounts([levels.accountId])
  const used = { modelId: model.model_name, providerMode: modeOf(provider) }
  return {
    images: count,
    costUsd: price === undefined ? null : roundUsd(price * count),
    credits,
    problem: (spending && budgetProblem(spending, count, (price ?? 0) * count, credits)) ?? null,
    ...used,
    models: count === 0 ? [] : [{ ...used, images: count }],
    sizes: countSizes(slots.map(({ type, position }) => sizeForSlot(model, type, position))),
    skipped,
  }

  function modeOf({ id }: ProviderConfig): 'live' | 'sandbox' {
    return studio.modes(catalog).get(id) === 'live' ? 'live' : 'sandbox'
  }
}

async function estimateImages(studio: Studio, imageIds: number[], wish: GenerationWish): Promise<CostEstimate> {
  const targets = await targetsOfImages(studio, imageIds)
  const catalog = await studio.catalogs.current()
  const modes = studio.modes(catalog)
  const skipped: CostEstimate['skipped'] = []
  const planned: NewGeneration[] = []
  for (const target of targets) {
    const reason = reasonToSkip(target, 'all', catalog)
    if (reason) skipped.push({ imageId: target.imageId, reason })
    else planned.push(planGeneration(target, wish, catalog, studio))
  }
  const countByModel = new Map<string, number>()
  for (const { modelId } of planned) countByModel.set(modelId, (countByModel.get(modelId) ?? 0) + 1)
  const models = [...countByModel]
    .toSorted(([, one], [, other]) => other - one)
    .map(([modelId, images]) => ({ modelId, providerMode: modeOf(modelId), images }))
  const [first] = targets
  if (!first) throw new AppError('invalid', 'No image was named.')
  const modelId = models[0]?.modelId ?? chooseForTarget(first, wish, catalog, studio).model.model_name
  return {
    images: planned.length,
    costUsd: roundUsd(planned.reduce((sum, { estimateUsd }) => sum + estimateUsd, 0)),
    credits: planned.reduce((sum, { estimateCredits }) => sum + estimateCredits, 0),
    problem: (await batchProblem(studio, planned)) ?? null,
    modelId,
    providerMode: modeOf(modelId),
    models,
    sizes: countSizes(planned),
    skipped,
  }

  function modeOf(name: ModelConfig['model_name']): 'live' | 'sandbox' {
    const model = catalog.models.find((candidate) => candidate.model_name === name)
    return modes.get(model?.provider ?? '') === 'live' ? 'live' : 'sandbox'
  }
}
