import { mayAllow, modelsThatMayBeOfTier } from '../context.ts'
import type { Rule } from './rule.ts'

export const referenceUnusedTier: Rule = {
  id: 'reference/unused-tier',
  severity: 'warning',
  summary: 'Every tier is named by a model or a plan.',
  why: 'It is shown to people and cannot be chosen.',
  fix: 'Give the tier a model and a plan, or take it out of tiers.yaml.',
  *check(context) {
    for (const tier of context.tiers) {
      const id = tier.spec.id
      if (id === undefined) continue
      if (modelsThatMayBeOfTier(id, context).length > 0) continue
      if (context.plans.some((plan) => mayAllow(plan, id, context))) continue
      yield {
        place: tier.place(['id']),
        message: `Neither a model nor a plan names tier "${id}".`,
        hint: 'Take it out, or give it a model and a plan.',
      }
    }
  },
}
