import { illegalSizesBy } from '../size-check.ts'
import type { Rule } from './rule.ts'

export const sizeOffStep: Rule = {
  id: 'size/off-step',
  severity: 'error',
  summary: 'The sides of a size are multiples of the step of its model.',
  why: 'The provider refuses sides between two steps.',
  fix: 'Use one of the sizes that the message names.',
  check: (context) => illegalSizesBy('step', context),
}
