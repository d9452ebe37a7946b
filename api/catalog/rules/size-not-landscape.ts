import { formatSize } from '../../domain/size.ts'
import { imageModels } from '../context.ts'
import { declaredSizes } from '../size-check.ts'
import type { Rule } from './rule.ts'

export const sizeNotLandscape: Rule = {
  id: 'size/not-landscape',
  severity: 'error',
  summary: 'landscape_size is wider than high.',
  why: 'It is the size of featured images, whose place in a page is wide.',
  fix: 'Swap the sides, or choose a wider size.',
  *check(context) {
    for (const model of imageModels(context)) {
      for (const { field, size } of declaredSizes(model)) {
        if (field !== 'landscape_size' || size.width > size.height) continue
        yield {
          place: model.place([field]),
          message: `landscape_size must be wider than high; ${formatSize(size)} is ${size.width === size.height ? 'square' : 'higher than wide'}.`,
          hint:
            size.width < size.height
              ? `Did you mean ${formatSize({ width: size.height, height: size.width })}?`
              : undefined,
        }
      }
    }
  },
}
