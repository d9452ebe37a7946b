import type { Article, ArticleFormat } from '../domain/article.ts'
import { AppError } from '../domain/error.ts'
import { detectFormat } from './format.ts'
import { readArticle } from './read-article.ts'

/** Largest article file, in bytes. Three hundred thousand words. */
export const sourceBytesMax = 2 * 1024 * 1024

export interface CheckedSource {
  /** As it is in the file; a byte order mark stays, so that a copy is the same file. */
  source: string
  format: ArticleFormat
  article: Article
}

/** Decodes an article file and reads it. @throws AppError `invalid` that names the file and what is wrong with it. */
export function checkSource(
  bytes: Uint8Array,
  name: string,
  options: { title?: string; format?: ArticleFormat } = {},
): CheckedSource {
  if (bytes.byteLength > sourceBytesMax) {
    throw new AppError(
      'invalid',
      `${name} is ${megabytes(bytes.byteLength)}; the limit is ${sourceBytesMax / 1024 / 1024} MB. Cut it into several articles.`,
    )
  }
  const source = decode(bytes, name)
  const format = options.format ?? detectFormat(name, source)
  const article = readArticle(source, format, options.title === undefined ? {} : { title: options.title })
  if (!article.sections.some((section) => section.paragraphs.length > 0)) {
    throw new AppError(
      'invalid',
      `${name} has no text to illustrate${source.trim() === '' ? ': it is empty' : ''}. An article needs at least one sentence of prose outside code, tables and lists of links.`,
    )
  }
  return { source, format, article }
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
