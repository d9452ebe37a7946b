import type { PlanConfig } from '../../../config/types.gen.ts'
import { type CatalogContext, type ModelEntry, modelsThatMayBeOfTier } from '../context.ts'
import type { Entry } from '../entry.ts'
import { isDeclared } from '../known-values.ts'
import type { Rule } from './rule.ts'

/** The models that an account of a plan can be drawn with; undefined where one of them, or a tier, is in doubt. */
function modelsOf(plan: Entry<PlanConfig>, context: CatalogContext): ModelEntry[] | undefined {
  const tiers = plan.spec.tiers
  if (!tiers?.every((tier) => isDeclared(context.tiers, 'id', tier))) return undefined
  const models = tiers.flatMap((tier) => modelsThatMayBeOfTier(tier, context))
  const isDoubtful = models.some(
    ({ spec }) => spec.is_active === undefined || spec.credits_per_image === undefined || spec.price === undefined,
  )
  return isDoubtful ? undefined : models.filter(({ spec }) => spec.is_active)
}

const limits = [
  ['credits_per_month', 'credits', (model: ModelEntry) => model.spec.credits_per_image ?? 0],
  ['usd_per_month', 'USD', (model: ModelEntry) => model.spec.price?.usd_per_image ?? 0],
] as const

export const planAffordsNothing: Rule = {
  id: 'plan/affords-nothing',
  severity: 'warning',
  summary: 'A plan allows at least one picture a month.',
  why: 'Its accounts can choose everything and make nothing, and are told so only when they try.',
  fix: 'Raise the limit that the message names, or allow a cheaper tier.',
  *check(context) {
    for (const plan of context.plans) {
      const models = modelsOf(plan, context)
      if (!models || models.length === 0) continue
      for (const [field, unit, costOf] of limits) {
        const limit = plan.spec[field]
        const least = models.reduce((cheapest, model) => Math.min(cheapest, costOf(model)), Infinity)
        if (limit === undefined || limit >= least) continue
        yield {
          place: plan.place([field]),
          message: `Plan ${plan.spec.id ?? 'without an id'} has ${limit} ${unit} a month, but its cheapest picture takes ${least}.`,
          hint: `Write ${least} at least.`,
        }
      }
    }
  },
}
