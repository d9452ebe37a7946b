import type { ModelEntry } from '../context.ts'
import { relatedTo } from '../finding.ts'
import type { Rule } from './rule.ts'

export const defaultTwo: Rule = {
  id: 'default/two',
  severity: 'error',
  summary: 'Only one active model of each model_type is the default.',
  why: 'With two, the order of files would decide which one is used.',
  fix: 'Leave is_default: true on one of them.',
  *check(context) {
    const first = new Map<string, ModelEntry>()
    for (const model of context.models) {
      const { model_type: type, is_default: isDefault, is_active: isActive, model_name: name } = model.spec
      if (!isDefault || !isActive || type === undefined) continue
      const other = first.get(type)
      if (other) {
        const otherName = other.spec.model_name ?? 'another model'
        yield {
          place: model.place(['is_default']),
          message: `${name ?? 'This model'} and ${otherName} are both the default ${type} model.`,
          hint: 'Leave is_default: true on one of them.',
          related: [relatedTo(other.place(['is_default']), `${otherName} is the default`)],
        }
      } else first.set(type, model)
    }
  },
}
