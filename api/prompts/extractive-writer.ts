import type { Article } from '../domain/article.ts'
import { AppError } from '../domain/error.ts'
import type { ImagePrompt, PromptRequest, PromptWriter, WrittenPrompts } from '../domain/prompt-writer.ts'
import { chooseSpots, sampleOf, type Spot } from './article-spots.ts'
import { PictureComposer } from './picture-composer.ts'

/** Name of the writer that needs no model. */
export const extractiveWriterName = 'extractive'

/** Characters. */
const headingCharsMax = 300
const summaryCharsMax = 2_000

/** Writes prompts from the article's own words and a small lexicon of scenes: no network, no cost, the same every time. */
export const extractiveWriter: PromptWriter = {
  name: extractiveWriterName,
  async write(request: PromptRequest): Promise<WrittenPrompts> {
    return { prompts: extractPrompts(request), writer: extractiveWriterName, costUsd: 0, notes: [] }
  },
}

function extractPrompts({ article, imagesPerArticle, promptCharsMax }: PromptRequest): ImagePrompt[] {
  if (!article.sections.some((section) => section.paragraphs.length > 0)) {
    throw new AppError(
      'invalid',
      `"${article.title.slice(0, headingCharsMax)}" has nothing to illustrate: no section of it has a sentence of prose.`,
    )
  }
  const bounded = withShortHeadings(article)
  const sample = sampleOf(bounded)
  const composer = new PictureComposer(bounded, sample, promptCharsMax)
  const first = article.sections.findIndex((section) => section.paragraphs.length > 0)
  const featured: ImagePrompt = {
    type: 'featured',
    position: 0,
    ...composer.composeFeatured(sample),
    heading: null,
    sectionIndex: first,
  }
  const inArticle = chooseSpots(bounded, imagesPerArticle).map((spot, position): ImagePrompt => ({
    type: 'in_article',
    position,
    ...composer.composeSpot(spot, position),
    heading: headingOf(spot, article),
    sectionIndex: spot.sectionIndex,
  }))
  return [featured, ...inArticle]
}

/** The article's own title is no heading of a section. */
function headingOf(spot: Spot, article: Article): string | null {
  const heading = article.sections[spot.sectionIndex]?.heading ?? null
  return heading === article.title ? null : heading
}

/** A heading longer than any heading is cut, so that it is not studied word by word. */
function withShortHeadings(article: Article): Article {
  const short = (heading: string): string => heading.slice(0, headingCharsMax)
  return {
    ...article,
    title: short(article.title),
    summary: article.summary === null ? null : article.summary.slice(0, summaryCharsMax),
    sections: article.sections.map((section) =>
      section.heading === null ? section : { ...section, heading: short(section.heading) },
    ),
  }
}
