import { mayAllow, modelsThatMayBeOfTier } from '../context.ts'
import type { Rule } from './rule.ts'

export const tierUnreachable: Rule = {
  id: 'tier/unreachable',
  severity: 'error',
  summary: 'At least one plan allows a tier that has models.',
  why: 'No account may choose the tier, so its models are never used, and nobody is told.',
  fix: 'Add the tier to a plan in plans.yaml, or take it and its models out.',
  *check(context) {
    for (const tier of context.tiers) {
      const id = tier.spec.id
      if (id === undefined || context.plans.some((plan) => mayAllow(plan, id, context))) continue
      if (modelsThatMayBeOfTier(id, context).length === 0) continue
      yield {
        place: tier.place(['id']),
        message: `No plan allows tier "${id}", so nobody can use it.`,
        hint: `Add ${id} to the tiers of a plan in plans.yaml.`,
      }
    }
  },
}
