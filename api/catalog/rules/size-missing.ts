import { imageModels } from '../context.ts'
import type { Rule } from './rule.ts'

export const sizeMissing: Rule = {
  id: 'size/missing',
  severity: 'error',
  summary: 'An active image model has a landscape_size and a square_size.',
  why: 'Featured images are landscape and every second in-article image is square; a model without one of the sizes can draw only half an article.',
  fix: 'Add the size to the model.',
  *check(context) {
    for (const model of imageModels(context)) {
      if (model.spec.is_active !== true) continue
      for (const field of ['landscape_size', 'square_size'] as const) {
        if (model.has(field)) continue
        yield {
          place: model.place([field], 'key'),
          message: `${model.spec.model_name ?? 'This model'} is active and has no ${field}.`,
          hint: `Add ${field}.`,
        }
      }
    }
  },
}
