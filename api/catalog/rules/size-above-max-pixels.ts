import { illegalSizesBy } from '../size-check.ts'
import type { Rule } from './rule.ts'

export const sizeAboveMaxPixels: Rule = {
  id: 'size/above-max-pixels',
  severity: 'error',
  summary: 'The sizes of a model have no more pixels than it can make.',
  why: 'The provider refuses larger pictures.',
  fix: 'Make both sides smaller, keeping the shape.',
  check: (context) => illegalSizesBy('max_pixels', context),
}
