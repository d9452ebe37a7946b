import type { SettingsConfig } from '../../config/types.gen.ts'
import type { Catalog } from './catalog.ts'
import type { PictureFormat } from './image-provider.ts'
import { defaultTierId } from './tier.ts'

/** Where a setting's value comes from: the level that says it, nearest first, or the plan that bounds what they say. */
export type SettingOrigin = 'plan' | 'request' | 'content' | 'keyword' | 'site' | 'account' | 'system'

/** The levels that are records: people set something for them. Nearest first. */
export const settingLevels = ['content', 'keyword', 'site', 'account'] as const
export type SettingLevel = (typeof settingLevels)[number]

/** `model`: the default text model where its provider is live, else the extractive writer; `extractive`: always that one. */
export type WriterChoice = NonNullable<SettingsConfig['prompt_writer']>

/** What a level may say. Null or absent: it says nothing. */
export interface SettingOverrides {
  imagesPerArticle?: number | null
  tierId?: string | null
  styleId?: string | null
  format?: PictureFormat | null
  /** What no picture should show. Empty: nothing is ruled out but what the style rules out. */
  negativePrompt?: string | null
  promptWriter?: WriterChoice | null
}

/** An account may also say how prompts become what is sent. */
export interface AccountOverrides extends SettingOverrides {
  promptTemplate?: string | null
}

export interface Effective<T> {
  value: T
  origin: SettingOrigin
}

export interface EffectiveSettings {
  imagesPerArticle: Effective<number>
  tierId: Effective<string>
  styleId: Effective<string>
  format: Effective<PictureFormat>
  /** Empty: nothing. The style's own is added to it. */
  negativePrompt: Effective<string>
  promptWriter: Effective<WriterChoice>
  promptTemplate: Effective<string>
}

export interface SettingLevels {
  request?: SettingOverrides
  content?: SettingOverrides
  keyword?: SettingOverrides
  site?: SettingOverrides
  account?: AccountOverrides
}

const order = ['request', ...settingLevels] as const

/** What holds where no level says anything. */
export function systemSettings(
  catalog: Catalog,
): Required<{ [K in keyof EffectiveSettings]: EffectiveSettings[K]['value'] }> {
  const { settings } = catalog
  return {
    imagesPerArticle: settings.images_per_article,
    tierId: defaultTierId(catalog),
    styleId: settings.style,
    format: settings.format,
    negativePrompt: settings.negative_prompt ?? '',
    promptWriter: settings.prompt_writer ?? 'model',
    promptTemplate: settings.prompt_template,
  }
}

/**
 * The setting that holds: the nearest level that says anything, else the system's. Always with its origin.
 * The plan bounds the count; a tier that it does not allow is refused, see `settingsProblem`, and never replaced.
 */
export function effectiveSettings(levels: SettingLevels, planId: string, catalog: Catalog): EffectiveSettings {
  const system = systemSettings(catalog)
  const resolve = <K extends keyof EffectiveSettings>(key: K): Effective<EffectiveSettings[K]['value']> => {
    for (const origin of order) {
      const level: AccountOverrides | undefined = levels[origin]
      const value = level?.[key]
      if (value !== null && value !== undefined) return { value, origin }
    }
    return { value: system[key], origin: 'system' }
  }
  return {
    imagesPerArticle: boundByPlan(resolve('imagesPerArticle'), planId, catalog),
    tierId: resolve('tierId'),
    styleId: resolve('styleId'),
    format: resolve('format'),
    negativePrompt: resolve('negativePrompt'),
    promptWriter: resolve('promptWriter'),
    promptTemplate: resolve('promptTemplate'),
  }
}

function boundByPlan(count: Effective<number>, planId: string, catalog: Catalog): Effective<number> {
  const max = catalog.plans.find((plan) => plan.id === planId)?.images_per_article_max
  return max !== undefined && count.value > max ? { value: max, origin: 'plan' } : count
}
