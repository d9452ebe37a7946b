import { daysLeft, noticeDays, replacementWords } from '../lifecycle.ts'
import type { Rule } from './rule.ts'

export const lifecycleRetiringSoon: Rule = {
  id: 'lifecycle/retiring-soon',
  severity: 'warning',
  summary: 'An active model does not retire within 30 days.',
  why: 'Its tier goes on without it from that day, perhaps with nothing left.',
  fix: 'Add its replacement to the tier now, and set is_active: false before the day.',
  *check(context) {
    for (const model of context.models) {
      const days = daysLeft(model, context.today)
      if (model.spec.is_active !== true || days === undefined || days <= 0 || days > noticeDays) continue
      yield {
        place: model.place(['lifecycle', 'retires_on']),
        message: `${model.spec.model_name ?? 'This model'} retires in ${days} ${days === 1 ? 'day' : 'days'}, on ${model.spec.lifecycle?.retires_on}.${replacementWords(model)}`,
        hint: 'Bring its replacement into the tier before that day.',
      }
    }
  },
}
