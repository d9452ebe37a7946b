import { AppError } from '../domain/error.ts'
import { effectiveSettings } from '../domain/effective-settings.ts'
import { slotsOf } from '../domain/image-slot.ts'
import { budgetProblem } from './budget.ts'
import { type GenerationWish, chooseForTarget } from './plan-generation.ts'
import type { CostEstimate, WhichImages } from '../routes/actions-port.ts'
import { isAskedFor, reasonToSkip } from './queue-generations.ts'
import { assertMakes } from './status-check.ts'
import type { Studio } from './studio.ts'

/** What queueing would make and cost. Writes nothing. Throws AppError `refused` where queueing would. */
export async function estimate(
  studio: Studio,
  contentId: number,
  which: WhichImages,
  wish: GenerationWish,
): Promise<CostEstimate> {
  const levels = await studio.intake.levelsOf(contentId)
  if (!levels) throw new AppError('not_found', `There is no content ${contentId}.`)
  assertMakes(levels)
  const catalog = await studio.catalogs.current()
  const targets = (await studio.intake.targets({ contentId })).filter(
    (target) => !target.isSetAside && isAskedFor(target, catalog),
  )
  const { imagesPerArticle } = effectiveSettings(levels.levels, levels.planId, catalog)
  // Slots without a prompt get one first, and are then made like the others.
  const unwritten = which === 'failed' ? 0 : slotsOf(imagesPerArticle.value).length - targets.length
  const count = unwritten + targets.filter((target) => reasonToSkip(target, which, catalog) === undefined).length
  const { model, provider } = chooseForTarget(levels, wish, catalog, studio)
  const price = model.price.usd_per_image
  const credits = (model.credits_per_image ?? 0) * count
  const [spending] = await studio.spending.ofAccounts([levels.accountId])
  return {
    images: count,
    costUsd: price === undefined ? null : Math.round(price * count * 1e6) / 1e6,
    credits,
    problem: (spending && budgetProblem(spending, count, (price ?? 0) * count, credits)) ?? null,
    modelId: model.model_name,
    providerMode: studio.modes(catalog).get(provider.id) === 'live' ? 'live' : 'sandbox',
  }
}
