import type { ModelConfig } from '../../config/types.gen.ts'

/** Pixels. */
export interface Size {
  width: number
  height: number
}

const sizePattern = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/

/** Reads `WIDTHxHEIGHT`; undefined where the text is no size. */
export function parseSize(text: string): Size | undefined {
  const match = sizePattern.exec(text)
  return match ? { width: Number(match[1]), height: Number(match[2]) } : undefined
}

export const formatSize = (size: Size): string => `${size.width}x${size.height}`
export const pixelsOf = (size: Size): number => size.width * size.height
const ratioOf = (size: Size): number => Math.max(size.width, size.height) / Math.min(size.width, size.height)

type SizeLimits = Pick<ModelConfig, 'model_name' | 'valid_sizes' | 'size_rules' | 'min_pixels'>

/** The rules of `size_rules` and `min_pixels` that a size breaks, each as half a sentence. Empty: legal. */
export function brokenSizeRules(size: Size, model: SizeLimits): string[] {
  const {
    min_side = 1,
    max_side = Infinity,
    step = 1,
    min_pixels = 0,
    max_pixels = Infinity,
    max_ratio = Infinity,
  } = model.size_rules ?? {}
  const pixels = pixelsOf(size)
  const fewest = Math.max(min_pixels, model.min_pixels ?? 0)
  const checks: [boolean, string][] = [
    [Math.min(size.width, size.height) >= min_side, `sides must be at least ${min_side}`],
    [Math.max(size.width, size.height) <= max_side, `sides must be at most ${max_side}`],
    [size.width % step === 0 && size.height % step === 0, `sides must be multiples of ${step}`],
    [pixels >= fewest, `${pixels} pixels are fewer than ${fewest}`],
    [pixels <= max_pixels, `${pixels} pixels are more than ${max_pixels}`],
    [ratioOf(size) <= max_ratio, `the longer side may be at most ${max_ratio} times the shorter`],
  ]
  return checks.filter(([isKept]) => !isKept).map(([, reason]) => reason)
}

/** Legal sizes of nearly the same shape and area, best first. From `valid_sizes`, or made by keeping the rules. */
export function nearestSizes(size: Size, model: SizeLimits, count = 2): Size[] {
  const candidates = model.valid_sizes
    ? model.valid_sizes.flatMap((text) => parseSize(text) ?? [])
    : sizesKeepingRules(size, model)
  const distance = (other: Size) =>
    Math.abs(Math.log(other.width / other.height / (size.width / size.height))) * 2 +
    Math.abs(Math.log(pixelsOf(other) / pixelsOf(size)))
  return candidates
    .filter((candidate) => brokenSizeRules(candidate, model).length === 0)
    .toSorted((one, other) => distance(one) - distance(other))
    .slice(0, count)
}

/** Sizes of the asked shape, scaled to a spread of areas and rounded to the step, that keep the rules. */
function sizesKeepingRules(size: Size, model: SizeLimits): Size[] {
  const rules = model.size_rules
  const step = rules?.step ?? 8
  const found = new Map<string, Size>()
  for (let scale = 0.05; scale <= 20; scale *= 1.02) {
    for (const round of [Math.floor, Math.ceil]) {
      const candidate = {
        width: round((size.width * scale) / step) * step,
        height: round((size.height * scale) / step) * step,
      }
      if (candidate.width > 0 && candidate.height > 0 && brokenSizeRules(candidate, model).length === 0) {
        found.set(formatSize(candidate), candidate)
      }
    }
  }
  return [...found.values()]
}

/** Why a size is not valid for a model, with the nearest that are; undefined where it is valid. */
export function sizeProblem(size: Size, model: SizeLimits): string | undefined {
  const listed = !model.valid_sizes || model.valid_sizes.includes(formatSize(size))
  const broken = brokenSizeRules(size, model)
  if (listed && broken.length === 0) return undefined
  const nearest = nearestSizes(size, model).map(formatSize).join(', ')
  const why = broken.length > 0 ? `: ${broken.join('; ')}` : ''
  return `Size ${formatSize(size)} is not valid for ${model.model_name}${why}.${nearest ? ` Nearest valid: ${nearest}.` : ''}`
}
