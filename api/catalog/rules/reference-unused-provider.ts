import { mayBeDeclared } from '../known-values.ts'
import type { Rule } from './rule.ts'

export const referenceUnusedProvider: Rule = {
  id: 'reference/unused-provider',
  severity: 'warning',
  summary: 'Every provider has a model.',
  why: 'A provider without models asks for a key that nothing uses.',
  fix: 'Add a model of the provider, or take it out of providers.yaml.',
  *check(context) {
    for (const provider of context.providers) {
      const id = provider.spec.id
      if (id === undefined || mayBeDeclared(context.models, 'provider', id)) continue
      yield {
        place: provider.place(['id']),
        message: `No model uses provider "${id}".`,
        hint: 'Take it out, or add a model.',
      }
    }
  },
}
