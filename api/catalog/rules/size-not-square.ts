import { formatSize } from '../../domain/size.ts'
import { imageModels } from '../context.ts'
import { declaredSizes } from '../size-check.ts'
import type { Rule } from './rule.ts'

export const sizeNotSquare: Rule = {
  id: 'size/not-square',
  severity: 'error',
  summary: 'square_size is as wide as high.',
  why: 'It is the size of in-article images at even positions, which pages show square.',
  fix: 'Choose a size with equal sides.',
  *check(context) {
    for (const model of imageModels(context)) {
      for (const { field, size } of declaredSizes(model)) {
        if (field !== 'square_size' || size.width === size.height) continue
        yield {
          place: model.place([field]),
          message: `square_size must be as wide as high; ${formatSize(size)} is not.`,
          hint: 'Choose a size with equal sides.',
        }
      }
    }
  },
}
