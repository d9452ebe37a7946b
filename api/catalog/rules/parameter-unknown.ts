import { parameterProblems } from '../parameter-check.ts'
import type { Rule } from './rule.ts'

export const parameterUnknown: Rule = {
  id: 'parameter/unknown',
  severity: 'error',
  summary: 'Every parameter of a model is one that its provider takes for its family.',
  why: 'The provider refuses unknown parameters, or ignores them and nobody notices.',
  fix: 'Use a parameter of the set under config/schema/params/, or correct the set if the provider has changed.',
  *check(context) {
    for (const model of context.models) {
      for (const problem of parameterProblems(model, context)) {
        if (problem.rule !== 'parameter/unknown') continue
        const { path, part, message, hint, mend } = problem
        yield { place: model.place(path, part), message, hint, mend }
      }
    }
  },
}
