import type { ModelConfig } from '../../../config/types.gen.ts'
import type { Rule } from './rule.ts'

const modelTypes: readonly ModelConfig['model_type'][] = ['image', 'text']

export const defaultNone: Rule = {
  id: 'default/none',
  severity: 'error',
  summary: 'One active model of each model_type is the default.',
  why: 'The default image model decides the tier where nobody chose one, and the default text model writes the prompts.',
  fix: 'Set is_default: true on one active model of the type.',
  *check(context) {
    for (const type of modelTypes) {
      const active = context.models.find((model) => model.spec.model_type === type && model.spec.is_active)
      const mayHaveDefault = context.models.some(
        (model) => model.mayBe('model_type', type) && model.mayBe('is_default', true),
      )
      if (!active || mayHaveDefault) continue
      yield {
        place: active.place(['is_default']),
        message: `No ${type} model is the default.`,
        hint: `Set is_default: true on one active ${type} model.`,
      }
    }
  },
}
