import { checkSource } from '../article/check-source.ts'
import { readFrontMatter } from '../article/front-matter.ts'
import { detectFormat } from '../article/format.ts'
import { attribute, parsePage } from '../article/html-source.ts'
import { type ContentStatus, contentStatuses } from '../domain/content-status.ts'
import { AppError } from '../domain/error.ts'
import type { ImportedArticle } from '../domain/imported-article.ts'
import { cleanHtml } from './clean-html.ts'

const externalIdCharsMax = 500

/** Other systems' words for ours. */
const statusWords: Record<string, ContentStatus> = {
  publish: 'ready',
  published: 'ready',
  live: 'ready',
  pending: 'draft',
}

function statusOf(fields: Record<string, unknown>, name: string): ContentStatus | undefined {
  const { status, draft } = fields
  if (draft === true || draft === 'true') return 'draft'
  if (status === undefined || status === null) return undefined
  const word = (typeof status === 'string' ? status : JSON.stringify(status)).trim().toLowerCase()
  const known =
    contentStatuses.find((one) => one === word) ?? (Object.hasOwn(statusWords, word) ? statusWords[word] : undefined)
  if (known === undefined)
    throw new AppError(
      'invalid',
      `${name} has the status "${word}" in its front matter; it must be one of ${contentStatuses.join(', ')}.`,
    )
  return known
}

/** The first of what may be a list, or words with commas between. */
function firstOf(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : typeof value === 'string' ? value.split(',')[0] : value
  return typeof first === 'string' && first.trim() !== '' ? first.trim() : null
}

function keywordOfPage(source: string): string | null {
  const meta = parsePage(source).elements.find(
    (element) => element.tagName === 'meta' && attribute(element, 'name')?.toLowerCase() === 'keywords',
  )
  return firstOf(meta && attribute(meta, 'content'))
}

/**
 * An article that is a file. `path` is how it is found again, so it must be the same the next time.
 * @throws AppError `invalid` that names the file and what is wrong with it
 */
export function readArticleFile(text: string, path: string, status: ContentStatus): ImportedArticle {
  const format = detectFormat(path, text)
  const { article } = checkSource(new TextEncoder().encode(text), path)
  const fields = format === 'markdown' ? (readFrontMatter(text, text.startsWith('\uFEFF') ? 1 : 0)?.fields ?? {}) : {}
  const own = fields['external_id'] ?? fields['externalId']
  const externalId = typeof own === 'string' || typeof own === 'number' ? String(own).trim() : `file:${path}`
  if (externalId === '' || externalId.length > externalIdCharsMax)
    throw new AppError(
      'invalid',
      `${path} has an external id of ${externalId.length} characters; it must have 1 to ${externalIdCharsMax}.`,
    )
  return {
    externalId,
    title: article.title,
    source: format === 'html' ? cleanHtml(text) : text,
    format,
    status: statusOf(fields, path) ?? status,
    keyword:
      format === 'html' ? keywordOfPage(text) : firstOf(fields['keyword'] ?? fields['keywords'] ?? fields['tags']),
    language: article.language,
  }
}
