import type { Target } from '../../db/intake-store.ts'
import type { LevelsAt } from '../../db/setting-levels.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { ContentStatus } from '../../domain/content-status.ts'
import { effectiveSettings } from '../../domain/effective-settings.ts'
import { AppError } from '../../domain/error.ts'
import { type ImagePrice, priceOfImage } from '../../domain/image-price.ts'
import { slotsOf } from '../../domain/image-slot.ts'
import type { ProviderMode } from '../../domain/tier.ts'
import { chooseForTarget, planGeneration } from '../plan-generation.ts'
import { isAskedFor, reasonToSkip } from '../queue-generations.ts'
import type { Studio } from '../studio.ts'

/** An article of a site, as a run looks at it. */
export interface SiteArticle {
  contentId: number
  title: string
}

/** What one image of a run is estimated to take. */
export interface PlannedImage extends ImagePrice {
  modelId: string
  providerMode: ProviderMode
}

/** What a run would do for an article: something, or nothing and why. */
export interface ArticlePlan extends SiteArticle {
  needsPrompts: boolean
  /** Who would write them. */
  promptsWriter: string
  images: PlannedImage[]
  skipReason: string | null
}

/** Why a run leaves an article of this status alone. A person may make the images of a draft. */
export const statusReasons: Partial<Record<ContentStatus, string>> = {
  draft: 'It is a draft.',
  archived: 'It is archived.',
}

export const madeAlready = 'Its images are being made already.'

/** Whether some slots that the article asks for are not there, so that prompts have to be written first. */
export function unwrittenSlots(levels: LevelsAt, targets: readonly Target[], catalog: Catalog): number {
  const { imagesPerArticle } = effectiveSettings(levels.levels, levels.planId, catalog)
  const present = targets.filter((target) => isAskedFor(target, catalog))
  return Math.max(0, slotsOf(imagesPerArticle.value).length - present.length)
}

/** Plans one article. Pure but for the day and the keys that are set. */
export function planArticle(
  article: SiteArticle,
  { levels, targets, lastStage }: { levels: LevelsAt; targets: Target[]; lastStage: 'prompts' | 'images' },
  catalog: Catalog,
  studio: Pick<Studio, 'modes' | 'now' | 'requestProblem' | 'promptWriter'>,
): ArticlePlan {
  const { promptWriter } = effectiveSettings(levels.levels, levels.planId, catalog)
  const common = { ...article, promptsWriter: studio.promptWriter(catalog, promptWriter.value).name }
  const skipped = (skipReason: string): ArticlePlan => ({ ...common, needsPrompts: false, images: [], skipReason })
  const statusReason = statusReasons[levels.status]
  if (statusReason) return skipped(statusReason)
  const unwritten = unwrittenSlots(levels, targets, catalog)
  const missing = targets.filter((target) => reasonToSkip(target, 'missing', catalog) === undefined)
  const isMade = targets.some(({ latestStatus }) => latestStatus === 'queued' || latestStatus === 'running')
  if (lastStage === 'prompts')
    return unwritten > 0
      ? { ...common, needsPrompts: true, images: [], skipReason: null }
      : skipped('It has its prompts.')
  if (unwritten + missing.length === 0) return skipped(isMade ? madeAlready : 'Nothing is missing.')
  try {
    // The first one stands for all: what only another one is refused for, its own turn says.
    const [first] = missing
    if (first) planGeneration(first, { requestedBy: '' }, catalog, studio)
    const image = priceOf(levels, catalog, studio)
    const images = Array.from({ length: unwritten + missing.length }, () => image)
    return { ...common, needsPrompts: unwritten > 0, images, skipReason: null }
  } catch (error) {
    if (error instanceof AppError && error.code === 'refused') return skipped(error.message)
    throw error
  }
}

function priceOf(levels: LevelsAt, catalog: Catalog, studio: Pick<Studio, 'modes' | 'now'>): PlannedImage {
  const { model, provider } = chooseForTarget(levels, { requestedBy: '' }, catalog, studio)
  return {
    modelId: model.model_name,
    providerMode: studio.modes(catalog).get(provider.id) ?? 'not_configured',
    ...priceOfImage(model, (problem) => new AppError('refused', problem)),
  }
}
