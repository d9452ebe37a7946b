import { sizeProblem } from '../../domain/size.ts'
import { imageModels } from '../context.ts'
import { relatedTo } from '../finding.ts'
import { declaredSizes, isOnlyTooSmall, sizeLimitsOf } from '../size-check.ts'
import type { Rule } from './rule.ts'

export const sizeBelowMinPixels: Rule = {
  id: 'size/below-min-pixels',
  severity: 'error',
  summary: 'The sizes of a model have as many pixels as it needs at least.',
  why: 'The provider refuses smaller pictures.',
  fix: 'Make both sides larger, keeping the shape.',
  *check(context) {
    for (const model of imageModels(context)) {
      const limits = sizeLimitsOf(model)
      if (!limits) continue
      for (const { field, size } of declaredSizes(model)) {
        if (!isOnlyTooSmall(size, limits)) continue
        const path = model.has('min_pixels') ? ['min_pixels'] : ['size_rules', 'min_pixels']
        yield {
          place: model.place([field]),
          message: sizeProblem(size, limits) ?? '',
          related: [relatedTo(model.place(path, 'key'), `min_pixels of ${limits.model_name}`)],
        }
      }
    }
  },
}
