import { idsOf, mayExist } from '../context.ts'
import { suggestion, wordMend } from '../did-you-mean.ts'
import type { Rule } from './rule.ts'

export const referenceUnknownProvider: Rule = {
  id: 'reference/unknown-provider',
  severity: 'error',
  summary: 'A model names a provider that providers.yaml declares.',
  why: 'Without its provider there is no address to call and no key to call it with.',
  fix: 'Correct the name, or declare the provider in providers.yaml.',
  *check(context) {
    for (const model of context.models) {
      const id = model.spec.provider
      if (id === undefined || mayExist(context.providers, id)) continue
      yield {
        place: model.place(['provider']),
        message: `There is no provider "${id}".`,
        hint: suggestion(id, idsOf(context.providers), 'Providers'),
        mend: wordMend(id, idsOf(context.providers)),
      }
    }
  },
}
