/** `MODEL_LANDSCAPE_SIZES` and `modelLandscapeSizes` as words in small letters. */
export const wordsOf = (identifier: string): string[] =>
  identifier
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')

const sizeWords = new Set(['size', 'sizes', 'dimension', 'dimensions', 'resolution', 'resolutions'])
const shapeWords = new Set(['landscape', 'square', 'portrait', 'default', 'fallback'])
const pictureWords = new Set([
  'image',
  'images',
  'img',
  'picture',
  'pictures',
  'generation',
  'model',
  'models',
  'valid',
  'supported',
  'featured',
])
/** Things that have sizes of their own, which are no model's. */
const otherThings = new Set([
  'icon',
  'icons',
  'favicon',
  'favicons',
  'avatar',
  'logo',
  'thumb',
  'thumbnail',
  'thumbnails',
  'viewport',
  'viewports',
  'window',
  'screen',
  'screens',
  'screenshot',
  'display',
  'texture',
  'sprite',
  'tile',
  'tiles',
  'canvas',
  'video',
  'videos',
  'terminal',
  'font',
  'page',
  'paper',
  'wallpaper',
  'og',
  'twitter',
  'manifest',
  'banner',
  'map',
  'grid',
  'monitor',
])

const has = (words: readonly string[], wanted: ReadonlySet<string>): boolean => words.some((word) => wanted.has(word))

/** How surely a name says that what it names is the size of a made picture. */
export type SizeNaming = 'surely' | 'perhaps' | 'no'

/** By the names around a value, the nearest last. */
export function sizeNaming(names: readonly string[]): SizeNaming {
  const all = names.flatMap(wordsOf)
  if (has(all, otherThings)) return 'no'
  if (!has(all, sizeWords) && !has(wordsOf(names.at(-1) ?? ''), shapeWords)) return 'no'
  const isSure = has(all, sizeWords) && (has(all, shapeWords) || has(all, pictureWords))
  return isSure ? 'surely' : 'perhaps'
}

/** Whether the names are those of something else that has sizes. */
export const namesOtherThing = (names: readonly string[]): boolean => has(names.flatMap(wordsOf), otherThings)

const tierWords = new Set(['tier', 'tiers', 'quality', 'qualities'])
const planWords = new Set(['plan', 'plans', 'subscription', 'subscriptions', 'auth', 'role', 'roles'])

/** Whether the names speak of tiers. */
export const namesTier = (names: readonly string[]): boolean => has(names.flatMap(wordsOf), tierWords)

/** Whether the names speak of something else that is often called basic or premium. */
export const namesPlan = (names: readonly string[]): boolean =>
  !namesTier(names) && has(names.flatMap(wordsOf), planWords)

const pixelWords = new Set(['pixel', 'pixels', 'area', 'megapixels'])
export const namesPixels = (names: readonly string[]): boolean => has(names.flatMap(wordsOf), pixelWords)

const providerWords = new Set(['provider', 'providers', 'vendor', 'backend', 'service', 'engine'])
export const namesProvider = (name: string): boolean => has(wordsOf(name), providerWords)
