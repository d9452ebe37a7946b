import type { ModelConfig, ProviderConfig, StyleConfig } from '../../config/types.gen.ts'
import type { NewGeneration, Target } from '../db/intake-store.ts'
import type { Catalog } from '../domain/catalog.ts'
import { type EffectiveSettings, effectiveSettings } from '../domain/effective-settings.ts'
import { AppError } from '../domain/error.ts'
import { priceOfImage } from '../domain/image-price.ts'
import { sizeForSlot } from '../domain/image-slot.ts'
import { promptToSend } from '../domain/prompt-text.ts'
import { refusalOf } from '../domain/refusal.ts'
import { settingsProblem } from '../domain/setting-check.ts'
import { sizeProblem } from '../domain/size.ts'
import { type ProviderModes, chooseModel, modelProblem, utcDate } from '../domain/tier.ts'
import type { Studio } from './studio.ts'

/** What a person may ask for over what the settings say. */
export interface GenerationWish {
  tierId?: string
  modelId?: string
  styleId?: string
  seed?: number
  prompt?: string
  requestedBy: string
  /** A person waiting at the console goes before automation. */
  priority?: number
  /** The request that asks, for the log lines of all that comes of it. */
  correlationId?: string
  /** Models that were tried already, so that the tier's next one is meant. */
  triedModels?: readonly string[]
}

/** What is usable depends on the day and on the keys that are set. */
type Moment = Pick<Studio, 'modes' | 'now'>

interface Chosen {
  settings: EffectiveSettings
  tierId: string
  model: ModelConfig
  provider: ProviderConfig
  notes: string[]
}

/** The model that a slot under these settings would be made with. Throws AppError `refused` naming the reason. */
export function chooseForTarget(
  target: Pick<Target, 'levels' | 'planId'>,
  wish: GenerationWish,
  catalog: Catalog,
  studio: Moment,
): Chosen {
  const modes = studio.modes(catalog)
  const today = utcDate(studio.now())
  const named = wish.modelId === undefined ? undefined : namedModel(wish.modelId, catalog, modes, today)
  const tierId = named?.model.quality_tier ?? wish.tierId
  // The plan is asked about the tier, so it must be the one that the model is in.
  if (wish.tierId !== undefined && wish.tierId !== tierId)
    throw new AppError(
      'refused',
      `${wish.modelId} is in tier "${tierId}", not in "${wish.tierId}". Leave one of the two out.`,
    )
  const request = {
    ...(tierId === undefined ? {} : { tierId }),
    ...(wish.styleId === undefined ? {} : { styleId: wish.styleId }),
  }
  const settings = effectiveSettings({ ...target.levels, request }, target.planId, catalog)
  // A model that was named is all that has to be usable, and of a tier that was tried already something is.
  const asksForAny = named === undefined && wish.triedModels === undefined
  const problem = settingsProblem(settings, target.planId, catalog, asksForAny ? { modes, today } : undefined)
  if (problem) throw refusalOf(problem)
  if (named) return { settings, tierId: settings.tierId.value, ...named, notes: [] }
  const { model, provider, skipped } = chooseModel(settings.tierId.value, catalog, modes, today, wish.triedModels)
  return {
    settings,
    tierId: settings.tierId.value,
    model,
    provider,
    notes: skipped.map((reason) => `Passed over: ${reason}.`),
  }
}

function namedModel(
  modelId: string,
  catalog: Catalog,
  modes: ProviderModes,
  today: string,
): { model: ModelConfig; provider: ProviderConfig } {
  const model = catalog.models.find((candidate) => candidate.model_name === modelId && candidate.model_type === 'image')
  const provider = catalog.providers.find((candidate) => candidate.id === model?.provider)
  if (!model || !provider) throw new AppError('refused', `There is no image model "${modelId}".`)
  const problem = modelProblem(model, catalog, modes, today)
  if (problem) throw new AppError('refused', `${problem}.`)
  return { model, provider }
}

/** The complete generation of a target. Everything that can be checked before paying is checked here. Throws AppError `refused`. */
export function planGeneration(
  target: Target,
  wish: GenerationWish,
  catalog: Catalog,
  studio: Moment & Pick<Studio, 'requestProblem'>,
): NewGeneration {
  if (catalog.releaseId === null)
    throw new AppError('unavailable', 'No catalog was applied yet. Run: npm run sync-config')
  const { settings, tierId, model, provider, notes } = chooseForTarget(target, wish, catalog, studio)
  const size = sizeForSlot(model, target.type, target.position)
  const wrongSize = sizeProblem(size, model)
  if (wrongSize) throw new AppError('refused', wrongSize)
  const style = catalog.styles.find((candidate) => candidate.id === settings.styleId.value)
  if (!style) throw new AppError('refused', `There is no style "${settings.styleId.value}".`)
  const { prompt, negativePrompt } = promptToSend(
    { prompt: wish.prompt ?? target.prompt, title: target.title },
    style,
    { template: settings.promptTemplate.value, negativePrompt: settings.negativePrompt.value },
    model,
  )
  if (wish.seed !== undefined && !model.accepts?.seed)
    throw new AppError('refused', `${model.model_name} takes no seed.`)
  const generation: NewGeneration = {
    imageId: target.imageId,
    contentId: target.contentId,
    accountId: target.accountId,
    releaseId: catalog.releaseId,
    tierId,
    modelId: model.model_name,
    providerId: provider.id,
    styleId: style.id,
    prompt,
    negativePrompt,
    ...size,
    format: settings.format.value,
    generationParams: model.generation_params ?? {},
    notes: [...notes, ...(negativePrompt === null ? unsentNotes(settings, style, model) : [])],
    maxAttempts: provider.max_attempts,
    ...priceOfImage(model, (problem) => new AppError('refused', problem)),
    ...askedBy(wish),
  }
  const problem = studio.requestProblem(generation, model, catalog)
  if (problem) throw new AppError('refused', problem)
  return generation
}

/** What somebody wanted out of the picture and a model takes no notice of. */
function unsentNotes({ negativePrompt }: EffectiveSettings, style: StyleConfig, model: ModelConfig): string[] {
  const isSet = negativePrompt.origin !== 'system' && negativePrompt.value.trim() !== ''
  const whose = [
    ...(isSet ? [`the ${negativePrompt.origin === 'content' ? 'article' : negativePrompt.origin}'s`] : []),
    ...(style.negative_prompt ? ["the style's"] : []),
  ]
  return whose.length > 0 ? [`${model.model_name} takes no negative prompt; ${whose.join(' and ')} was left out.`] : []
}

/** What of a generation is as it was asked for. */
const askedBy = ({ seed, requestedBy, priority, modelId, correlationId }: GenerationWish) => ({
  seed: seed ?? null,
  requestedBy,
  priority: priority ?? 0,
  isModelFixed: modelId !== undefined,
  correlationId: correlationId ?? null,
})
