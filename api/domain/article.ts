/** An article as prompt writers see it: prose only. Code, tables, navigation and link lists are already gone. */
export interface Article {
  title: string
  /** From front matter or the page's description; null where there is none. */
  summary: string | null
  /** BCP 47, from front matter or `<html lang>`; null where the article does not say. */
  language: string | null
  /** In reading order. The first one is what stands before the first heading, where anything does. */
  sections: Section[]
}

export interface Section {
  /** Plain text; null for what stands before the first heading. */
  heading: string | null
  /** 1 to 6, as in h1 to h6; 0 without a heading. */
  level: number
  /** Plain text, one entry a paragraph or list item that reads as prose. May be empty. */
  paragraphs: string[]
  /** Offset in the source text, in UTF-16 units, at which a picture of this section can be put without breaking anything. */
  placeAt: number
}

export type ArticleFormat = 'markdown' | 'html'

/** `draft`: not finished; `archived`: kept, and nothing is made for it. */
export type ArticleStatus = 'draft' | 'ready' | 'archived'
