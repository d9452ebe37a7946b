import { modelsThatMayBeOfTier } from '../context.ts'
import { relatedTo } from '../finding.ts'
import type { Rule } from './rule.ts'

export const tierNoActiveModel: Rule = {
  id: 'tier/no-active-model',
  severity: 'error',
  summary: 'A tier has at least one active model.',
  why: 'A site on the tier would ask for pictures that nothing can make.',
  fix: 'Activate a model of the tier, add one, or take the tier out of tiers.yaml and of the plans.',
  *check(context) {
    for (const tier of context.tiers) {
      const id = tier.spec.id
      if (id === undefined) continue
      const candidates = modelsThatMayBeOfTier(id, context)
      if (candidates.some((model) => model.mayBe('is_active', true))) continue
      const inactive = candidates.map((model) =>
        relatedTo(model.place(['is_active']), `${model.spec.model_name ?? 'a model'} is not active`),
      )
      yield {
        place: tier.place(['id']),
        message: `Tier "${id}" has no active model.`,
        hint: `Activate or add a model with quality_tier: ${id}.`,
        related: inactive,
      }
    }
  },
}
