import type { Catalog } from './catalog.ts'
import type { PictureFormat } from './image-provider.ts'
import { defaultTierId } from './tier.ts'

/** Where a setting's value comes from: the level that says it, nearest first, or the plan that bounds what they say. */
export type SettingOrigin = 'plan' | 'request' | 'content' | 'keyword' | 'site' | 'account' | 'system'

/** What a level may say. Null or absent: it says nothing. */
export interface SettingOverrides {
  imagesPerArticle?: number | null
  tierId?: string | null
  styleId?: string | null
  format?: PictureFormat | null
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
}

export interface SettingLevels {
  request?: SettingOverrides
  content?: SettingOverrides
  keyword?: SettingOverrides
  site?: SettingOverrides
  account?: SettingOverrides
}

const order = ['request', 'content', 'keyword', 'site', 'account'] as const

/**
 * The setting that holds: the nearest level that says anything, else the system's. Always with its origin.
 * The plan bounds the count; a tier that it does not allow is refused, see `overrideProblems`, and never replaced.
 */
export function effectiveSettings(levels: SettingLevels, planId: string, catalog: Catalog): EffectiveSettings {
  const resolve = <K extends keyof SettingOverrides, T extends NonNullable<SettingOverrides[K]>>(
    key: K,
    system: T,
  ): Effective<T> => {
    for (const origin of order) {
      const value = levels[origin]?.[key]
      if (value !== null && value !== undefined) return { value: value as T, origin }
    }
    return { value: system, origin: 'system' }
  }
  return {
    imagesPerArticle: boundByPlan(resolve('imagesPerArticle', catalog.settings.images_per_article), planId, catalog),
    tierId: resolve('tierId', defaultTierId(catalog)),
    styleId: resolve('styleId', catalog.settings.style),
    format: resolve('format', catalog.settings.format),
  }
}

function boundByPlan(count: Effective<number>, planId: string, catalog: Catalog): Effective<number> {
  const max = catalog.plans.find((plan) => plan.id === planId)?.images_per_article_max
  return max !== undefined && count.value > max ? { value: max, origin: 'plan' } : count
}

/** Why these overrides cannot be saved for an account on this plan, by field. Empty: they can. */
export function overrideProblems(
  overrides: SettingOverrides,
  planId: string,
  catalog: Catalog,
): Record<string, string> {
  const problems: Record<string, string> = {}
  const plan = catalog.plans.find((candidate) => candidate.id === planId)
  if (!plan) return { planId: `There is no plan "${planId}". Plans: ${catalog.plans.map((one) => one.id).join(', ')}.` }
  const { imagesPerArticle, tierId, styleId } = overrides
  if (tierId) {
    const tier = catalog.tiers.find((candidate) => candidate.id === tierId)
    const hasModel = catalog.models.some((model) => model.quality_tier === tierId && model.is_active)
    if (!tier)
      problems['tierId'] = `There is no tier "${tierId}". Tiers: ${catalog.tiers.map((one) => one.id).join(', ')}.`
    else if (!hasModel) problems['tierId'] = `Tier "${tierId}" has no active model.`
    else if (!plan.tiers.includes(tierId))
      problems['tierId'] = `Plan "${plan.id}" does not allow tier "${tierId}". It allows: ${plan.tiers.join(', ')}.`
  }
  if (styleId && !catalog.styles.some((style) => style.id === styleId)) {
    problems['styleId'] = `There is no style "${styleId}". Styles: ${catalog.styles.map((one) => one.id).join(', ')}.`
  }
  if (imagesPerArticle !== null && imagesPerArticle !== undefined) {
    if (!Number.isInteger(imagesPerArticle) || imagesPerArticle < 1 || imagesPerArticle > 8)
      problems['imagesPerArticle'] = 'Must be a whole number from 1 to 8.'
    else if (imagesPerArticle > plan.images_per_article_max) {
      problems['imagesPerArticle'] =
        `Plan "${plan.id}" allows at most ${plan.images_per_article_max} in-article images.`
    }
  }
  return problems
}
