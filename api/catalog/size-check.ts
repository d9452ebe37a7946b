import type { ModelConfig } from '../../config/types.gen.ts'
import { type Size, brokenSizeRules, formatSize, parseSize, pixelsOf, sizeProblem } from '../domain/size.ts'
import { type CatalogContext, type ModelEntry, imageModels, oncePerContext } from './context.ts'
import { type Problem, relatedTo } from './finding.ts'

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

interface DeclaredSize {
  field: 'landscape_size' | 'square_size'
  size: Size
}

/** The sizes a model is drawn in. */
export const declaredSizes = (model: ModelEntry): DeclaredSize[] =>
  (['landscape_size', 'square_size'] as const).flatMap((field) => {
    const size = parseSize(model.spec[field] ?? '')
    return size ? [{ field, size }] : []
  })

/** The limits with a rule of their own. */
export type SoleLimit = 'min_pixels' | 'max_pixels' | 'step'

/** The one limit that a size breaks; undefined where it is not in a closed list, or breaks something else. */
function soleBrokenLimit(size: Size, limits: SizeLimits): SoleLimit | undefined {
  const isListed = !limits.valid_sizes || limits.valid_sizes.includes(formatSize(size))
  if (!isListed || brokenSizeRules(size, limits).length !== 1) return undefined
  const { min_pixels: fewest = 0, max_pixels: most = Infinity, step = 1 } = limits.size_rules ?? {}
  if (pixelsOf(size) < Math.max(fewest, limits.min_pixels ?? 0)) return 'min_pixels'
  if (pixelsOf(size) > most) return 'max_pixels'
  return size.width % step === 0 && size.height % step === 0 ? undefined : 'step'
}

/** A size that its model cannot have. */
interface IllegalSize {
  /** The one limit that it breaks, where it is one of those with a rule of their own. */
  limit: SoleLimit | undefined
  problem: Problem
}

/** The key that a size breaks, to be pointed at. */
function limitPath(limit: SoleLimit | undefined, model: ModelEntry): string[] {
  if (limit === undefined) return [model.has('valid_sizes') ? 'valid_sizes' : 'size_rules']
  return limit === 'min_pixels' && model.has('min_pixels') ? [limit] : ['size_rules', limit]
}

function* illegalSizesOf(model: ModelEntry): Iterable<IllegalSize> {
  const limits = sizeLimitsOf(model)
  if (!limits) return
  for (const { field, size } of declaredSizes(model)) {
    const message = sizeProblem(size, limits)
    if (message === undefined) continue
    const limit = soleBrokenLimit(size, limits)
    const path = limitPath(limit, model)
    const related = [relatedTo(model.place(path, 'key'), `${path.at(-1)} of ${limits.model_name}`)]
    yield { limit, problem: { place: model.place([field]), message, related } }
  }
}

const illegalSizes = oncePerContext((context) => imageModels(context).flatMap((model) => [...illegalSizesOf(model)]))

/** The sizes of image models that break this one limit; without one, those that are illegal in any other way. */
export const illegalSizesBy = (limit: SoleLimit | undefined, context: CatalogContext): Problem[] =>
  illegalSizes(context).flatMap((size) => (size.limit === limit ? [size.problem] : []))
