import type { Rule } from './rule.ts'

export const defaultInactive: Rule = {
  id: 'default/inactive',
  severity: 'error',
  summary: 'The default model is active.',
  why: 'What nobody chose otherwise would be made with a model that may not be used.',
  fix: 'Activate the model, or make another one the default.',
  *check(context) {
    for (const model of context.models) {
      if (model.spec.is_default !== true || model.spec.is_active !== false) continue
      yield {
        place: model.place(['is_default']),
        message: `${model.spec.model_name ?? 'This model'} is the default but not active.`,
        hint: 'Set is_default: true on an active model instead.',
      }
    }
  },
}
