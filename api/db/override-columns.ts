import type { WriterChoice } from '../domain/effective-settings.ts'
import type { PictureFormat } from '../domain/image-provider.ts'

/** What accounts, sites, keywords and articles may each say. Null: this level says nothing. */
export const overrideColumns = [
  'imagesPerArticle',
  'tierId',
  'styleId',
  'format',
  'negativePrompt',
  'promptWriter',
] as const

/** Narrows what the database's types do not say. */
export interface NarrowOverrides {
  format: PictureFormat | null
  promptWriter: WriterChoice | null
}
