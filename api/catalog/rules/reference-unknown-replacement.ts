import { suggestion, wordMend } from '../did-you-mean.ts'
import { mayBeDeclared } from '../known-values.ts'
import type { Rule } from './rule.ts'

export const referenceUnknownReplacement: Rule = {
  id: 'reference/unknown-replacement',
  severity: 'error',
  summary: 'The model that replaces a retired one is in the catalog.',
  why: 'People who are told to use it do not find it.',
  fix: 'Correct the name in lifecycle.replaced_by, or add the model.',
  *check(context) {
    const names = context.models.flatMap((model) => model.spec.model_name ?? [])
    for (const model of context.models) {
      const name = model.spec.lifecycle?.replaced_by
      if (name === undefined || mayBeDeclared(context.models, 'model_name', name)) continue
      yield {
        place: model.place(['lifecycle', 'replaced_by']),
        message: `There is no model "${name}".`,
        hint: suggestion(name, names, 'Models'),
        mend: wordMend(name, names),
      }
    }
  },
}
