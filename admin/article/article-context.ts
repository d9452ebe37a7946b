import { createContext, useContext } from 'react'
import type { Content, EffectiveSettings, Generation, Image } from '../records.ts'

export interface ArticleScope {
  content: Content
  images: Image[]
  /** Every version of every image of the article, newest first. */
  generations: Generation[]
  settings: EffectiveSettings | undefined
  /** What the catalog says one picture costs now, in US dollars; undefined while that is not known. */
  pictureCostUsd: number | undefined
  /** Sizes the model in use draws the two shapes in, as the catalog writes them. */
  sizeTexts: { landscape: string | undefined; square: string | undefined }
}

export const ArticleContext = createContext<ArticleScope | undefined>(undefined)

export function useArticle(): ArticleScope {
  const scope = useContext(ArticleContext)
  if (!scope) throw new Error('useArticle needs an ArticleContext around it.')
  return scope
}
