import type { ArticleFormat } from '../domain/article.ts'
import type { ImageMarkup } from '../article/placement.ts'
import { AppError } from '../domain/error.ts'

/** What a copy of an article with its pictures is written in. */
export interface CopyFormat {
  asFormat: ArticleFormat
  markup: ImageMarkup
}

const refuse = (field: string, message: string, short: string): AppError =>
  new AppError('invalid', message, { fields: { [field]: short } })

/**
 * What a copy is written in where this was asked for: the article's own format, or HTML of Markdown.
 * @throws AppError `invalid` where HTML would have to become Markdown, or have its images
 */
export function copyFormatFor(
  format: ArticleFormat,
  { format: wanted, images }: { format?: ArticleFormat | undefined; images?: ImageMarkup | undefined },
): CopyFormat {
  const asFormat = wanted ?? format
  if (format === 'html' && asFormat === 'markdown')
    throw refuse(
      'format',
      'The article is HTML, which is not turned into Markdown. Leave format out, or ask for html.',
      'Must be html for an article in HTML.',
    )
  if (asFormat === 'html' && images === 'markdown')
    throw refuse(
      'images',
      `The article is ${format === 'html' ? '' : 'to be '}HTML, so its images are too. Leave images out, or ask for html.`,
      'Must be html for an article in HTML.',
    )
  return { asFormat, markup: asFormat === 'html' ? 'html' : (images ?? 'markdown') }
}
