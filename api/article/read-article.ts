import type { Article, ArticleFormat } from '../domain/article.ts'
import { readHtml } from './html.ts'
import { languageTag } from './language.ts'
import { readMarkdown } from './markdown.ts'
import type { SourceReading } from './section-draft.ts'

/** Longest title taken from a first sentence, in characters. */
const sentenceTitleChars = 90

/** Reads an article's prose and where pictures can stand in it. Never throws for any text. */
export function readArticle(source: string, format: ArticleFormat, options: { title?: string } = {}): Article {
  const reading = readSource(source, format)
  return {
    title: reading.title ?? reading.mainHeading ?? (options.title?.trim() || titleFrom(reading)),
    summary: reading.summary,
    language: languageTag(reading.language),
    sections: reading.sections.map(({ heading, level, paragraphs, placeAt }) => ({
      heading,
      level,
      paragraphs,
      placeAt,
    })),
  }
}

/** All that a source says, with every place for a picture. */
export function readSource(source: string, format: ArticleFormat): SourceReading {
  return format === 'html' ? readHtml(source) : readMarkdown(source)
}

/** The first heading, or the first sentence where the article has no heading. */
function titleFrom(reading: SourceReading): string {
  const heading = reading.sections.find((section) => section.heading !== null)?.heading
  if (heading) return heading
  const text = reading.sections.flatMap((section) => section.paragraphs.slice(0, 1))[0] ?? ''
  const sentence = /^.{1,400}?[.!?。！？](?=\s|$|[^\s.!?\d])/su.exec(text.slice(0, 500))?.[0] ?? text
  if (sentence.length <= sentenceTitleChars) return sentence.replace(/[.。]$/, '')
  // No half of a character at the end, which no database would keep.
  const cut = sentence.slice(0, sentenceTitleChars).replace(/[\uD800-\uDBFF]$/, '')
  return cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut
}
