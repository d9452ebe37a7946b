import { parameterProblems } from '../parameter-check.ts'
import type { Rule } from './rule.ts'

export const parameterRefused: Rule = {
  id: 'parameter/refused',
  severity: 'error',
  summary: 'Parameters can be sent together, and are not those that Atelier fills itself.',
  why: 'Two that exclude each other are refused by the provider; one that Atelier fills is replaced without a word.',
  fix: 'Take out the parameter that the message names.',
  *check(context) {
    for (const model of context.models) {
      for (const problem of parameterProblems(model, context)) {
        if (problem.rule !== 'parameter/refused') continue
        yield { place: model.place(problem.path, problem.part), message: problem.message, hint: problem.hint }
      }
    }
  },
}
