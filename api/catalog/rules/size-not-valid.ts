import { sizeProblem } from '../../domain/size.ts'
import { imageModels } from '../context.ts'
import { relatedTo } from '../finding.ts'
import { declaredSizes, isOnlyTooSmall, sizeLimitsOf } from '../size-check.ts'
import type { Rule } from './rule.ts'

export const sizeNotValid: Rule = {
  id: 'size/not-valid',
  severity: 'error',
  summary: 'The sizes of a model are legal by its valid_sizes, size_rules and min_pixels.',
  why: 'The provider refuses every request in that size.',
  fix: 'Use one of the sizes that the message names.',
  *check(context) {
    for (const model of imageModels(context)) {
      const limits = sizeLimitsOf(model)
      if (!limits) continue
      for (const { field, size } of declaredSizes(model)) {
        const problem = sizeProblem(size, limits)
        if (!problem || isOnlyTooSmall(size, limits)) continue
        const source = limits.valid_sizes ? 'valid_sizes' : 'size_rules'
        yield {
          place: model.place([field]),
          message: problem,
          related: [relatedTo(model.place([source], 'key'), `${source} of ${limits.model_name}`)],
        }
      }
    }
  },
}
