import { imageModels } from '../context.ts'
import { groupedBy } from '../../domain/grouped.ts'
import type { Rule } from './rule.ts'

export const tierOneProvider: Rule = {
  id: 'tier/one-provider',
  severity: 'hint',
  summary: 'The models of a tier that has several are not all at one provider.',
  why: 'When the provider is down, the fallbacks are down with it.',
  fix: 'Add a model of another provider to the tier.',
  *check(context) {
    const active = groupedBy(imageModels(context), ({ spec }) => (spec.is_active ? spec.quality_tier : undefined))
    for (const tier of context.tiers) {
      const id = tier.spec.id
      const models = id === undefined ? [] : (active.get(id) ?? [])
      const providers = new Set(models.map((model) => model.spec.provider))
      const [only] = providers
      if (id === undefined || models.length < 2 || providers.size > 1 || only === undefined) continue
      yield {
        place: tier.place(['id']),
        message: `All ${models.length} models of tier "${id}" are at ${only}.`,
        hint: 'Add one of another provider, to be independent of it.',
      }
    }
  },
}
