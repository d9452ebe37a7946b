import type { Catalog } from '../domain/catalog.ts'
import type { ClaimedGeneration, ModelChange } from '../domain/claimed-generation.ts'
import { AppError } from '../domain/error.ts'
import { planGeneration } from './plan-generation.ts'
import type { Studio } from './studio.ts'

/** A model whose provider is paused would only let it wait again. */
async function modelsAtPause(studio: Studio, catalog: Catalog): Promise<string[]> {
  const paused = new Set(
    (await studio.providerStates.list())
      .filter(({ pausedAt }) => pausedAt !== null)
      .map(({ providerId }) => providerId),
  )
  return catalog.models.filter(({ provider }) => paused.has(provider)).map(({ model_name: name }) => name)
}

/**
 * What the tier's next model would make of a generation: planned like any other, so it has its own size, parameters and price.
 * Undefined where the tier does not fall back, the model was asked for by name, or no other can be used now.
 */
export async function planWithNextModel(
  studio: Studio,
  generation: ClaimedGeneration,
): Promise<ModelChange | undefined> {
  const catalog = await studio.catalogs.current()
  const tier = catalog.tiers.find((candidate) => candidate.id === generation.tierId)
  if (!tier?.fallback || generation.isModelFixed) return undefined
  const [target] = await studio.intake.targets({ imageIds: [generation.imageId] })
  if (!target) return undefined
  const wish = {
    tierId: generation.tierId,
    styleId: generation.styleId,
    requestedBy: generation.requestedBy,
    triedModels: [
      generation.modelId,
      ...generation.fallbacks.map(({ modelId }) => modelId),
      ...(await modelsAtPause(studio, catalog)),
    ],
  }
  try {
    const planned = planGeneration(target, wish, catalog, studio)
    const { modelId, providerId, releaseId, prompt, negativePrompt, width, height, seed, generationParams } = planned
    const { maxAttempts, estimateUsd, estimateCredits } = planned
    return {
      modelId,
      providerId,
      releaseId,
      prompt,
      negativePrompt,
      width,
      height,
      seed,
      generationParams,
      maxAttempts,
      estimateUsd,
      estimateCredits,
      notes: [...planned.notes, `${generation.modelId} could not make it, so the tier fell back to ${modelId}.`],
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'refused') return undefined
    throw error
  }
}
