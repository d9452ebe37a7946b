import { checkSource } from '../article/check-source.ts'
import { cleanHtml } from '../article/clean-html.ts'
import { readFrontMatter } from '../article/front-matter.ts'
import { detectFormat } from '../article/format.ts'
import { attribute, parsePage } from '../article/html-source.ts'
import { type ContentStatus, contentStatuses } from '../domain/content-status.ts'
import { AppError } from '../domain/error.ts'
import { externalIdProblem } from '../domain/external-id.ts'
import type { ImportedArticle } from '../domain/imported-article.ts'

/** Other systems' words for ours. */
const statusWords: Record<string, ContentStatus> = {
  publish: 'ready',
  published: 'ready',
  live: 'ready',
  pending: 'draft',
}

/** What people write for yes and no where YAML itself has only true and false. */
const draftWords: Record<string, boolean> = { true: true, yes: true, on: true, false: false, no: false, off: false }

function wordOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return (typeof value === 'string' ? value : JSON.stringify(value)).trim().toLowerCase()
}

/** A draft that is taken for ready would be paid for, so that what is not understood is refused. */
function statusOf({ status, draft }: Record<string, unknown>, name: string): ContentStatus | null {
  const draftWord = wordOf(draft)
  const isDraft =
    draftWord === undefined ? undefined : Object.hasOwn(draftWords, draftWord) ? draftWords[draftWord] : null
  if (isDraft === null)
    throw new AppError('invalid', `${name} has "draft: ${draftWord}" in its front matter; it must be true or false.`)
  if (isDraft) return 'draft'
  const word = wordOf(status)
  if (word === undefined) return isDraft === false ? 'ready' : null
  const known =
    contentStatuses.find((one) => one === word) ?? (Object.hasOwn(statusWords, word) ? statusWords[word] : undefined)
  if (known === undefined)
    throw new AppError(
      'invalid',
      `${name} has the status "${word}" in its front matter; it must be one of ${contentStatuses.join(', ')}.`,
    )
  return known
}

/** The article's own name in its front matter, else its path: in one spelling, as systems differ in that of accents. */
function externalIdOf(fields: Record<string, unknown>, path: string): string {
  const own = fields['external_id'] ?? fields['externalId']
  if (own === undefined || own === null) return `file:${path.normalize('NFC')}`
  if (typeof own === 'string') return own.trim()
  // A longer number has lost its last digits, and would be the name of another article too.
  if (typeof own === 'bigint' || (typeof own === 'number' && Number.isSafeInteger(own))) return String(own)
  throw new AppError(
    'invalid',
    `${path} has an external_id in its front matter that is not text. Put it in quotes: external_id: "post-1".`,
  )
}

/** The first of what may be a list, or words with commas between. */
function firstOf(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : typeof value === 'string' ? value.split(',')[0] : value
  const word = typeof first === 'number' ? String(first) : first
  return typeof word === 'string' && word.trim() !== '' ? word.trim() : null
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
export function readArticleFile(text: string, path: string): ImportedArticle {
  const format = detectFormat(path, text)
  const { article } = checkSource(new TextEncoder().encode(text), path)
  const fields = format === 'markdown' ? (readFrontMatter(text, text.startsWith('\uFEFF') ? 1 : 0)?.fields ?? {}) : {}
  const externalId = externalIdOf(fields, path)
  const problem = externalIdProblem(externalId)
  if (problem !== undefined) throw new AppError('invalid', `${path} cannot be found again. ${problem}`)
  return {
    externalId,
    title: article.title,
    source: format === 'html' ? cleanHtml(text) : text,
    format,
    status: statusOf(fields, path),
    keyword:
      format === 'html' ? keywordOfPage(text) : firstOf(fields['keyword'] ?? fields['keywords'] ?? fields['tags']),
    language: article.language,
  }
}
