import { illegalSizesBy } from '../size-check.ts'
import type { Rule } from './rule.ts'

export const sizeNotValid: Rule = {
  id: 'size/not-valid',
  severity: 'error',
  summary: 'The sizes of a model are legal by its valid_sizes, size_rules and min_pixels.',
  why: 'The provider refuses every request in that size.',
  fix: 'Use one of the sizes that the message names.',
  check: (context) => illegalSizesBy(undefined, context),
}
