import { Hono } from 'hono'
import type { ImportOrigin } from '../article-import.ts'
import type { ImportArticles } from '../contract/types.gen.ts'
import { body } from '../contract/validate.ts'
import { AppError } from '../domain/error.ts'
import type { ImportOutcome, ImportResult } from '../domain/imported-article.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { found, idIn } from './request.ts'

const refuse = (field: string, message: string): AppError =>
  new AppError('invalid', message, { fields: { [field]: message } })

function bytesOf({ name, text, base64 }: NonNullable<ImportArticles['files']>[number], index: number): Uint8Array {
  const field = `files.${index}`
  if ((text === undefined) === (base64 === undefined))
    throw refuse(field, `${name} needs exactly one of text and base64.`)
  if (text !== undefined) return new TextEncoder().encode(text)
  if (!/^[\w+/\s-]*={0,2}\s*$/.test(base64 ?? '')) throw refuse(`${field}.base64`, `${name} is not in Base64.`)
  return Buffer.from(base64 ?? '', 'base64')
}

function originOf({ url, files }: ImportArticles): ImportOrigin {
  if ((url === undefined) === (files === undefined))
    throw refuse('url', 'Give exactly one of url, for a feed, and files.')
  if (url !== undefined) return { kind: 'feed', url }
  return {
    kind: 'files',
    files: (files ?? []).map((file, index) => ({ name: file.name, bytes: bytesOf(file, index) })),
  }
}

const countsOf = (items: readonly ImportResult[]): Record<ImportOutcome, number> => {
  const counts = { made: 0, updated: 0, unchanged: 0, skipped: 0 }
  for (const { outcome } of items) counts[outcome] += 1
  return counts
}

/** Articles from feeds, exports and files. An import is safe to send again: each article is found by its own id. */
export function importRoutes({ stores: { sites }, importArticles, logger }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>().post('/sites/:id/actions/import', body<ImportArticles>('import-articles'), async (c) => {
    const siteId = idIn(c, 'site')
    found(await sites.get(siteId), 'site', siteId)
    const { status = 'ready', dryRun = false, ...asked } = c.req.valid('json')
    const items = await importArticles(originOf(asked), { siteId, status, isDryRun: dryRun })
    const counts = countsOf(items)
    const by = c.get('user').name
    if (!dryRun) logger.info({ requestId: c.get('requestId'), by, siteId, ...counts }, 'articles imported')
    return c.json({ dryRun, counts, items })
  })
}
