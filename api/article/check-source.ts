import type { Article, ArticleFormat } from '../domain/article.ts'
import { AppError } from '../domain/error.ts'
import { lengthOf } from '../domain/prompt-text.ts'
import { detectFormat } from './format.ts'
import { readArticle } from './read-article.ts'

/** Largest article, in bytes of UTF-8. Three hundred thousand words. */
export const sourceBytesMax = 2 * 1024 * 1024
const titleCharsMax = 500

export interface CheckedSource {
  /** As it is in the file; a byte order mark stays, so that a copy is the same file. */
  source: string
  format: ArticleFormat
  article: Article
}

/** Decodes an article file and reads it. @throws AppError `invalid` that names the file and what is wrong with it. */
export function checkSource(bytes: Uint8Array, name: string): CheckedSource {
  assertSize(bytes.byteLength, name)
  const source = decode(bytes, name)
  const format = detectFormat(name, source)
  return { source, format, article: checkArticle(source, name, format) }
}

/**
 * Reads an article that came as text. `title` stands in for its own.
 * @throws AppError `invalid` that names the article and what is wrong with it.
 */
export function checkArticle(source: string, name: string, format: ArticleFormat, title?: string): Article {
  assertSize(Buffer.byteLength(source), name)
  const article = readArticle(source, format, title === undefined ? {} : { title })
  if (!article.sections.some((section) => section.paragraphs.length > 0)) {
    throw refuse(
      'source',
      `${name} has no text to illustrate${source.trim() === '' ? ': it is empty' : ''}. An article needs at least one sentence of prose outside code, tables and lists of links.`,
    )
  }
  const titleChars = lengthOf(title ?? article.title)
  if (titleChars > titleCharsMax)
    throw refuse('title', `${name} has a title of ${titleChars} characters; the limit is ${titleCharsMax}. Shorten it.`)
  return article
}

const refuse = (field: string, message: string): AppError =>
  new AppError('invalid', message, { fields: { [field]: message } })

function assertSize(bytes: number, name: string): void {
  if (bytes <= sourceBytesMax) return
  throw refuse(
    'source',
    `${name} is ${megabytes(bytes)}; the limit is ${sourceBytesMax / 1024 / 1024} MB. Cut it into several articles.`,
  )
}

function decode(bytes: Uint8Array, name: string): string {
  const refusal = (reason: string): AppError =>
    new AppError('invalid', `${name} is not a text file: ${reason}. Articles are Markdown or HTML in UTF-8.`)
  const zeroAt = bytes.indexOf(0)
  if (zeroAt !== -1) throw refusal(`byte ${zeroAt + 1} is zero`)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw refusal('it is not valid UTF-8')
  }
}

/** Never rounded down to the limit itself: one byte too many reads as 2.1 MB. */
const megabytes = (bytes: number): string => `${(Math.ceil((bytes / 1024 / 1024) * 10) / 10).toFixed(1)} MB`
