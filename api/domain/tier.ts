import type { ModelConfig, ProviderConfig } from '../../config/types.gen.ts'
import type { Catalog } from './catalog.ts'
import { AppError } from './error.ts'

/** How a provider is reached: for real, through the sandbox, or not at all for want of a key. */
export type ProviderMode = 'live' | 'sandbox' | 'not_configured'
export type ProviderModes = ReadonlyMap<string, ProviderMode>

/** What to do about a provider whose key is not set. One that names no key is always configured. */
export const notConfigured = ({ display_name: name, key_env: variable }: ProviderConfig): string =>
  `${name} is not configured: set ${variable ?? 'its key'}.`

/** `today` as YYYY-MM-DD, in UTC, which is how providers give their dates. */
export const isRetired = (model: ModelConfig, today: string): boolean =>
  model.lifecycle?.retires_on !== undefined && model.lifecycle.retires_on <= today

export const utcDate = (at: Date): string => at.toISOString().slice(0, 10)

/** Why a model cannot be used now; undefined where it can. */
export function modelProblem(
  model: ModelConfig,
  catalog: Catalog,
  modes: ProviderModes,
  today: string,
): string | undefined {
  const kill = catalog.kills.get(model.model_name)
  if (!model.is_active) return `${model.model_name} is not active`
  if (isRetired(model, today)) {
    const replacement = model.lifecycle?.replaced_by
    return `${model.model_name} was retired on ${model.lifecycle?.retires_on}${replacement ? `; use ${replacement}` : ''}`
  }
  if (kill) return `${model.model_name} was switched off by ${kill.by}: ${kill.reason}`
  if (modes.get(model.provider) === 'not_configured') {
    const provider = catalog.providers.find((candidate) => candidate.id === model.provider)
    return `${model.model_name} needs ${provider?.display_name ?? model.provider}, which is not configured (${provider?.key_env ?? 'its key'} is not set)`
  }
  return undefined
}

/** Models of a tier in the order they are tried. */
export function modelsOfTier(tierId: string, catalog: Catalog): ModelConfig[] {
  return catalog.models
    .filter((model) => model.quality_tier === tierId)
    .toSorted((one, other) => (one.priority ?? 0) - (other.priority ?? 0))
}

export interface ChosenModel {
  model: ModelConfig
  provider: ProviderConfig
  /** Models that come before it in the tier and why each was passed over. */
  skipped: string[]
}

/**
 * The model a tier uses now, or the sentence that names the tier and each model's problem.
 * @param tried names of models that were tried already, and are left out
 */
export function findModel(
  tierId: string,
  catalog: Catalog,
  modes: ProviderModes,
  today: string,
  tried: readonly string[] = [],
): ChosenModel | { problem: string } {
  if (!catalog.tiers.some((tier) => tier.id === tierId))
    return { problem: `There is no tier "${tierId}". Tiers: ${catalog.tiers.map((tier) => tier.id).join(', ')}.` }
  const skipped: string[] = []
  for (const model of modelsOfTier(tierId, catalog)) {
    if (tried.includes(model.model_name)) continue
    const provider = catalog.providers.find((candidate) => candidate.id === model.provider)
    const problem = provider
      ? modelProblem(model, catalog, modes, today)
      : `${model.model_name} names an unknown provider`
    if (provider && !problem) return { model, provider, skipped }
    if (problem && model.is_active) skipped.push(problem)
  }
  const why = skipped.length > 0 ? skipped.join('; ') : 'none is active'
  return { problem: `Tier "${tierId}" has no model that can be used: ${why}.` }
}

/** The same where a tier without a model is the end of it. Throws AppError `refused` that says what would do. */
export function chooseModel(...asked: Parameters<typeof findModel>): ChosenModel {
  const found = findModel(...asked)
  if ('problem' in found) throw new AppError('refused', found.problem)
  return found
}

/** The default tier is the tier of the default image model. */
export function defaultTierId(catalog: Catalog): string {
  const model = catalog.models.find((candidate) => candidate.model_type === 'image' && candidate.is_default)
  if (!model?.quality_tier)
    throw new AppError(
      'refused',
      'The catalog has no default image model, so there is no default tier. Set is_default on one.',
    )
  return model.quality_tier
}
