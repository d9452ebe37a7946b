import type { ModelConfig } from '../../config/types.gen.ts'
import { type Size, brokenSizeRules, formatSize, parseSize, pixelsOf } from '../domain/size.ts'
import type { ModelEntry } from './context.ts'

export type SizeLimits = Pick<ModelConfig, 'model_name' | 'valid_sizes' | 'size_rules' | 'min_pixels'>

const limitFields = ['valid_sizes', 'size_rules', 'min_pixels'] as const

/** A model's limits for sizes; undefined while one of them cannot be read, since nothing can be said then. */
export function sizeLimitsOf(model: ModelEntry): SizeLimits | undefined {
  const { model_name: name, valid_sizes: sizes, size_rules: rules, min_pixels: pixels } = model.spec
  if (limitFields.some((field) => model.has(field) && model.spec[field] === undefined)) return undefined
  return {
    model_name: name ?? 'this model',
    ...(sizes ? { valid_sizes: sizes } : {}),
    ...(rules ? { size_rules: rules } : {}),
    ...(pixels === undefined ? {} : { min_pixels: pixels }),
  }
}

export interface DeclaredSize {
  field: 'landscape_size' | 'square_size'
  size: Size
}

/** The sizes a model is drawn in. */
export const declaredSizes = (model: ModelEntry): DeclaredSize[] =>
  (['landscape_size', 'square_size'] as const).flatMap((field) => {
    const size = parseSize(model.spec[field] ?? '')
    return size ? [{ field, size }] : []
  })

/** Whether having too few pixels is all that is wrong with a size. */
export function isOnlyTooSmall(size: Size, limits: SizeLimits): boolean {
  const listed = !limits.valid_sizes || limits.valid_sizes.includes(formatSize(size))
  const minPixels = Math.max(limits.size_rules?.min_pixels ?? 0, limits.min_pixels ?? 0)
  return listed && pixelsOf(size) < minPixels && brokenSizeRules(size, limits).length === 1
}
