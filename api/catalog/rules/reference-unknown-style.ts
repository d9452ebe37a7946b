import { idsOf, mayExist } from '../context.ts'
import { suggestion, wordMend } from '../did-you-mean.ts'
import type { Rule } from './rule.ts'

export const referenceUnknownStyle: Rule = {
  id: 'reference/unknown-style',
  severity: 'error',
  summary: 'The style in settings.yaml is declared in styles.yaml.',
  why: 'It is the style of every article that does not choose one.',
  fix: 'Correct the name, or declare the style in styles.yaml.',
  *check(context) {
    for (const settings of context.settings) {
      const id = settings.spec.style
      if (id === undefined || mayExist(context.styles, id)) continue
      yield {
        place: settings.place(['style']),
        message: `There is no style "${id}".`,
        hint: suggestion(id, idsOf(context.styles), 'Styles'),
        mend: wordMend(id, idsOf(context.styles)),
      }
    }
  },
}
