import { expect, it } from 'vitest'
import { progressLine } from '../../../scripts/progress-bar.ts'

it('shows how much is done, how much failed, and of what', () => {
  expect(progressLine({ done: 6, total: 12, failed: 1, label: 'ferry.md' }, 80)).toBe(
    '[############------------] 6/12  1 failed  ferry.md',
  )
})

it('is never wider than its terminal, where a second line would never be taken back', () => {
  expect(progressLine({ done: 1, total: 2, failed: 0, label: 'x'.repeat(200) }, 60)).toHaveLength(59)
})

it('has an empty bar before anything is known', () => {
  expect(progressLine({ done: 0, total: 0, failed: 0, label: '' }, 80)).toContain('[------------------------] 0/0')
})
