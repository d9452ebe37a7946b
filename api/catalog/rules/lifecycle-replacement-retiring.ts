import { relatedTo } from '../finding.ts'
import { daysLeft, noticeDays } from '../lifecycle.ts'
import type { Rule } from './rule.ts'

export const lifecycleReplacementRetiring: Rule = {
  id: 'lifecycle/replacement-retiring',
  severity: 'warning',
  summary: 'The model that replaces another one can be used itself.',
  why: 'Whoever follows the advice has to move again at once, or cannot follow it at all.',
  fix: 'Name an active model that is not about to retire.',
  *check(context) {
    // Of two with one name the first counts, as for every other rule.
    const byName = new Map(context.models.toReversed().map((model) => [model.spec.model_name, model]))
    for (const model of context.models) {
      const name = model.spec.lifecycle?.replaced_by
      const replacement = name === undefined ? undefined : byName.get(name)
      if (!replacement) continue
      const days = daysLeft(replacement, context.today)
      const isLeaving = days !== undefined && days <= noticeDays
      const why =
        replacement === model
          ? 'is the model itself'
          : isLeaving
            ? `retires on ${replacement.spec.lifecycle?.retires_on} itself`
            : 'is not active'
      if (replacement !== model && !isLeaving && replacement.spec.is_active !== false) continue
      yield {
        place: model.place(['lifecycle', 'replaced_by']),
        message: `The replacement ${name} ${why}.`,
        hint: 'Name an active model that stays.',
        related: [relatedTo(replacement.place(['model_name']), `${name} is declared here`)],
      }
    }
  },
}
