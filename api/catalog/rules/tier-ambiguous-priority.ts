import { imageModels } from '../context.ts'
import type { ModelEntry } from '../context.ts'
import { relatedTo } from '../finding.ts'
import type { Rule } from './rule.ts'

export const tierAmbiguousPriority: Rule = {
  id: 'tier/ambiguous-priority',
  severity: 'error',
  summary: 'The active models of a tier have different priorities.',
  why: 'The model with the lowest priority is used and the others are its fallbacks; with equal ones, chance decides what is paid.',
  fix: 'Give each active model of the tier a priority of its own, 1 first.',
  *check(context) {
    const first = new Map<string, ModelEntry>()
    for (const model of imageModels(context)) {
      const { quality_tier: tier, priority, is_active: isActive, model_name: name } = model.spec
      if (!isActive || tier === undefined || priority === undefined) continue
      const other = first.get(`${priority} ${tier}`)
      if (other) {
        const otherName = other.spec.model_name ?? 'another model'
        yield {
          place: model.place(['priority']),
          message: `${name ?? 'This model'} and ${otherName} both have priority ${priority} in tier "${tier}".`,
          hint: 'Give one of them another priority.',
          related: [relatedTo(other.place(['priority']), `priority of ${otherName}`)],
        }
      } else first.set(`${priority} ${tier}`, model)
    }
  },
}
