import type { Article } from './article.ts'
import type { ImageType } from './image-slot.ts'

/** What to draw in one slot of an article. */
export interface ImagePrompt {
  type: ImageType
  position: number
  /** The subject only: style, and what must not show, are added when the picture is asked for. */
  prompt: string
  /** For people who cannot see the picture; in the article's language. At most 160 characters. */
  altText: string
  /** Heading of the section the picture belongs to; null for the top of the article. */
  heading: string | null
  /** Index into the article's sections, for placing the picture. */
  sectionIndex: number
}

export interface WrittenPrompts {
  /** One featured and as many in-article as asked for, in slot order. */
  prompts: ImagePrompt[]
  /** `extractive`, or the model_name of the text model that wrote them. */
  writer: string
  /** US dollars; 0 for the extractive writer. */
  costUsd: number
  /** What a person should know, such as why the text model was not used. */
  notes: string[]
}

export interface PromptRequest {
  article: Article
  /** In-article images; the featured one comes on top. 0 to 8. */
  imagesPerArticle: number
  /** Longest prompt in characters, the template's own words already taken off. */
  promptCharsMax: number
}

/** A text model that a writer asks for money. */
export interface AskedModel {
  modelId: string
  providerId: string
  /** US dollars that one writing may cost at most, a repair turn included. */
  estimateUsd: number
}

/** Writes the prompts of one article. */
export interface PromptWriter {
  /** `extractive`, or the model_name of the text model that is asked first. */
  readonly name: string
  /** What it asks, for a request. Absent: it asks nobody and costs nothing. */
  asks?: (request: PromptRequest) => AskedModel
  /** @throws AppError `invalid` when the article has nothing to illustrate. */
  write(request: PromptRequest, signal?: AbortSignal): Promise<WrittenPrompts>
}
