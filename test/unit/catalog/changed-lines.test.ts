import { expect, it } from 'vitest'
import { changedLines } from '../../../api/catalog/changed-lines.ts'

const shown = (before: string, after: string) => changedLines(before, after).map(({ mark, text }) => mark + text)

it('shows the lines that differ, and none that only moved along', () => {
  expect(shown('a\nb\nc\n', 'a\nx\ny\nc\n')).toEqual(['-b', '+x', '+y'])
  expect(shown('a\nb\nc\n', 'b\nc\nd\n')).toEqual(['-a', '+d'])
  expect(shown('a\r\nb\r\n', 'a\nb')).toEqual([])
  expect(shown('', 'a\n')).toEqual(['+a'])
  expect(shown('a\n', '')).toEqual(['-a'])
})

it('compares texts that are too long for that as a whole', () => {
  const long = 'a\n'.repeat(3000)
  expect(shown(long, `${long}b\n`)).toHaveLength(6001)
})
