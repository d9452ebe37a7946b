import type { Article } from '../domain/article.ts'
import { countTextWords } from './prose.ts'

/** Words of an article's prose, headings included. */
export function countWords(article: Article): number {
  let words = 0
  for (const section of article.sections) {
    if (section.heading !== null) words += countTextWords(section.heading)
    for (const paragraph of section.paragraphs) words += countTextWords(paragraph)
  }
  return words
}
