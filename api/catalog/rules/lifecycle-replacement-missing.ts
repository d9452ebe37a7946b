import { daysLeft } from '../lifecycle.ts'
import type { Rule } from './rule.ts'

export const lifecycleReplacementMissing: Rule = {
  id: 'lifecycle/replacement-missing',
  severity: 'warning',
  summary: 'An active model that is going to retire names its replacement.',
  why: 'On the day itself someone has to find out what to use.',
  fix: 'Add lifecycle.replaced_by.',
  *check(context) {
    for (const model of context.models) {
      const days = daysLeft(model, context.today)
      if (
        model.spec.is_active !== true ||
        days === undefined ||
        days <= 0 ||
        model.spec.lifecycle?.replaced_by !== undefined
      )
        continue
      yield {
        place: model.place(['lifecycle'], 'key'),
        message: `${model.spec.model_name ?? 'This model'} retires on ${model.spec.lifecycle?.retires_on} and names no replacement.`,
        hint: 'Add replaced_by with the model_name to use instead.',
      }
    }
  },
}
