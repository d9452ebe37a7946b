import { parameterProblems } from '../parameter-check.ts'
import type { Rule } from './rule.ts'

export const parameterOutOfRange: Rule = {
  id: 'parameter/out-of-range',
  severity: 'error',
  summary: 'Every parameter has a value that the provider takes.',
  why: 'The provider refuses the request, each time, after the queue.',
  fix: 'Use a value within the limits that the message names.',
  *check(context) {
    for (const model of context.models) {
      for (const problem of parameterProblems(model, context)) {
        if (problem.rule !== 'parameter/out-of-range') continue
        const { path, part, message, hint, mend } = problem
        yield { place: model.place(path, part), message, hint, mend }
      }
    }
  },
}
