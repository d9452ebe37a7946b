import type { PictureFormat } from '../domain/image-provider.ts'

/** What accounts, sites, keywords and articles may each say. Null: this level says nothing. */
export const overrideColumns = ['imagesPerArticle', 'tierId', 'styleId', 'format'] as const

/** Narrows what the database's types do not say. */
export interface NarrowFormat {
  format: PictureFormat | null
}
