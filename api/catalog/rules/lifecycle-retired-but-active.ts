import { daysLeft, replacementWords } from '../lifecycle.ts'
import type { Rule } from './rule.ts'

export const lifecycleRetiredButActive: Rule = {
  id: 'lifecycle/retired-but-active',
  severity: 'error',
  summary: 'A model past its retires_on is not active.',
  why: 'The provider no longer serves it, so every generation with it fails.',
  fix: 'Set is_active: false, and let another model of the tier take over.',
  *check(context) {
    for (const model of context.models) {
      const days = daysLeft(model, context.today)
      if (model.spec.is_active !== true || days === undefined || days > 0) continue
      yield {
        place: model.place(['lifecycle', 'retires_on']),
        message: `${model.spec.model_name ?? 'This model'} was retired on ${model.spec.lifecycle?.retires_on} and is still active.${replacementWords(model)}`,
        hint: 'Set is_active: false.',
      }
    }
  },
}
