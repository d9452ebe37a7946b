import { describe, expect, it } from 'vitest'
import { brokenSizeRules, formatSize, nearestSizes, parseSize, sizeProblem } from '../../../api/domain/size.ts'

type Limits = Parameters<typeof sizeProblem>[1]

const bria: Limits = {
  model_name: 'bria:10@1',
  valid_sizes: ['1024x1024', '832x1216', '1216x832', '768x1344', '1344x768'],
}
const seedream: Limits = {
  model_name: 'bytedance:seedream@4.5',
  size_rules: { min_side: 256, max_side: 16383, min_pixels: 3_686_400, max_pixels: 16_777_216, max_ratio: 16 },
}
const flare: Limits = {
  model_name: 'gpt-image-2.5-flare',
  size_rules: { min_side: 16, max_side: 3840, step: 16, min_pixels: 655_360, max_pixels: 8_294_400, max_ratio: 3 },
}

describe('a size as text', () => {
  it('is read as width and height', () => {
    expect(parseSize('1344x768')).toEqual({ width: 1344, height: 768 })
  })

  it.each(['1344×768', '1344X768', '1344 x 768', '0x768', '01344x768', '1344', 'x', '', '-1x1', '1e3x10', '999999x1'])(
    'is not "%s"',
    (text) => {
      expect(parseSize(text)).toBeUndefined()
    },
  )
})

describe('a size a model does not take', () => {
  it('is refused with the nearest that are valid, for a closed list', () => {
    expect(sizeProblem({ width: 1792, height: 1024 }, bria)).toBe(
      'Size 1792x1024 is not valid for bria:10@1. Nearest valid: 1344x768, 1216x832.',
    )
  })

  it('is refused with the rule it breaks', () => {
    expect(sizeProblem({ width: 1024, height: 1024 }, seedream)).toMatch(/1048576 pixels are fewer than 3686400/)
    expect(sizeProblem({ width: 1792, height: 936 }, flare)).toMatch(/sides must be multiples of 16/)
    expect(sizeProblem({ width: 3840, height: 1024 }, flare)).toMatch(/at most 3 times the shorter/)
  })

  it('is offered sizes of its own shape, never a square in place of a landscape', () => {
    const [nearest] = nearestSizes({ width: 1792, height: 1024 }, seedream)
    expect(nearest && nearest.width / nearest.height).toBeCloseTo(1.75, 1)
  })

  it('is never offered a size that is itself refused', () => {
    for (const size of [
      { width: 100, height: 100 },
      { width: 5000, height: 200 },
      { width: 1, height: 9999 },
    ]) {
      for (const model of [bria, seedream, flare]) {
        for (const nearest of nearestSizes(size, model))
          expect(sizeProblem(nearest, model), formatSize(nearest)).toBeUndefined()
      }
    }
  })

  it('keeps min_pixels beside a closed list', () => {
    expect(brokenSizeRules({ width: 1024, height: 1024 }, { ...bria, min_pixels: 3_686_400 })).toHaveLength(1)
  })
})

it('takes the smallest legal area exactly', () => {
  expect(sizeProblem({ width: 2560, height: 1440 }, seedream)).toBeUndefined()
})
