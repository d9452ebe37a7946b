import { illegalSizesBy } from '../size-check.ts'
import type { Rule } from './rule.ts'

export const sizeBelowMinPixels: Rule = {
  id: 'size/below-min-pixels',
  severity: 'error',
  summary: 'The sizes of a model have as many pixels as it needs at least.',
  why: 'The provider refuses smaller pictures.',
  fix: 'Make both sides larger, keeping the shape.',
  check: (context) => illegalSizesBy('min_pixels', context),
}
