import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Path } from '../../../api/catalog/document.ts'
import { isMapping, isSame, isSupplied, mergedValue, valueAt } from '../../../api/catalog/merged-value.ts'

const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor')
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<unknown>(1, 2, 'x', true, null),
    fc.array(tie('value'), { maxLength: 2 }),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 3 })
      .map((pairs): Record<string, unknown> => Object.fromEntries(pairs)),
  ),
}))
const mapping = value.filter(isMapping)

/** Paths to everything in a value that is no mapping with something in it. */
function* leaves(whole: unknown, path: Path = []): Iterable<Path> {
  if (Array.isArray(whole) && whole.length > 0) {
    for (const [index, inner] of whole.entries()) yield* leaves(inner, [...path, index])
  } else if (isMapping(whole) && Object.keys(whole).length > 0) {
    for (const [name, inner] of Object.entries(whole)) yield* leaves(inner, [...path, name])
  } else yield path
}

describe('a merged value', () => {
  it('has each of its parts from the environment or from the base, wherever it is said to come from', () => {
    fc.assert(
      fc.property(mapping, mapping, (base, over) => {
        const merged = mergedValue(base, over)
        for (const path of leaves(merged)) {
          expect(valueAt(merged, path)).toEqual(valueAt(isSupplied(base, over, path) ? over : base, path))
        }
      }),
      { numRuns: 2000, seed: 20_261_122 },
    )
  })

  it('has everything that the environment says, and all else as it was', () => {
    fc.assert(
      fc.property(mapping, mapping, (base, over) => {
        const merged = mergedValue(base, over)
        expect(isSame(merged, over)).toBe(true)
        for (const path of leaves(base)) {
          const [first] = path
          if (first === undefined || Object.hasOwn(over, first)) continue
          expect(valueAt(merged, path)).toEqual(valueAt(base, path))
        }
      }),
      { numRuns: 2000, seed: 20_261_122 },
    )
  })
})
