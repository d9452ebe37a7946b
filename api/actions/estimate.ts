import { AppError } from '../domain/error.ts'
import { effectiveSettings } from '../domain/effective-settings.ts'
import { slotsOf } from '../domain/image-slot.ts'
import { utcDate } from '../domain/tier.ts'
import { type GenerationWish, chooseForTarget } from './plan-generation.ts'
import type { CostEstimate, WhichImages } from '../routes/actions-port.ts'
import { reasonToSkip } from './queue-generations.ts'
import type { Studio } from './studio.ts'

/** What queueing would make and cost. Writes nothing. Throws AppError `refused` where queueing would. */
export async function estimate(
  studio: Studio,
  contentId: number,
  which: WhichImages,
  wish: GenerationWish,
): Promise<CostEstimate> {
  const settings = await studio.intake.levelsOf(contentId)
  const content = await studio.contents.get(contentId)
  if (!settings || !content) throw new AppError('not_found', `There is no content ${contentId}.`)
  const catalog = await studio.catalogs.current()
  const modes = studio.modes(catalog)
  const targets = await studio.intake.targets({ contentId })
  const count =
    content.promptsWrittenAt === null
      ? slotsOf(effectiveSettings(settings.levels, catalog).imagesPerArticle.value).length
      : targets.filter((target) => reasonToSkip(target, which) === undefined).length
  const asTarget = {
    imageId: 0,
    contentId,
    title: content.title,
    type: 'featured' as const,
    position: 0,
    prompt: '',
    isSetAside: false,
    currentGenerationId: null,
    latestStatus: null,
    ...settings,
  }
  const { model, provider } = chooseForTarget(asTarget, wish, catalog, modes, utcDate(studio.now()))
  const price = model.price.usd_per_image
  return {
    images: count,
    costUsd: price === undefined ? null : Math.round(price * count * 1e6) / 1e6,
    credits: (model.credits_per_image ?? 0) * count,
    modelId: model.model_name,
    providerMode: modes.get(provider.id) === 'live' ? 'live' : 'sandbox',
  }
}
