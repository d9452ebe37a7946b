import { type Context, Hono } from 'hono'
import type { CmsArticlePut, CmsArticlesQuery } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import type { ArticleCursor, ArticleName } from '../db/cms-article-store.ts'
import { AppError } from '../domain/error.ts'
import { externalIdProblem } from '../domain/external-id.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { requireScope } from './middleware/token.ts'
import { assertOverrides } from './override-check.ts'
import { found, idFrom } from './request.ts'

const perPageUsual = 50

const refuse = (field: string, message: string): AppError =>
  new AppError('invalid', message, { fields: { [field]: message } })

/** The site in the path, where it is one of the token's account. Another's does not exist for it. */
export async function siteIn(c: Context<ApiEnv>, { stores }: Pick<ApiDeps, 'stores'>) {
  const id = idFrom(c.req.param('siteId') ?? '', 'site')
  const site = await stores.sites.get(id)
  return found(site?.accountId === c.get('token').accountId ? site : undefined, 'site', id)
}

function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== undefined
  } catch {
    return false
  }
}

/** What the CMS calls the article in the path. */
export function externalIdIn(c: Context): string {
  // What is left of a part that cannot be decoded would be another name that means the same article.
  if (!isDecodable(new URL(c.req.url).pathname))
    throw refuse('externalId', 'The external id in the address is not encoded as UTF-8: %E2%82%AC is €, and %25 is %.')
  const externalId = c.req.param('externalId') ?? ''
  const problem = externalIdProblem(externalId)
  if (problem !== undefined) throw refuse('externalId', problem)
  return externalId
}

/** Where "." and ".." lead: whoever sent them, or something on the way, took them for folders. */
const foldedPaths = ['/cms/sites/:siteId/articles/', '/cms/sites/:siteId/']

const encodeCursor = ({ changedAt, id }: ArticleCursor): string =>
  Buffer.from(`${changedAt} ${id}`).toString('base64url')

function decodeCursor(text: string | undefined): ArticleCursor | undefined {
  if (text === undefined) return undefined
  const plain = Buffer.from(text, 'base64url').toString()
  const [, changedAt, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([1-9]\d{0,8})$/.exec(plain) ?? []
  if (changedAt === undefined || !Number.isFinite(Date.parse(changedAt)))
    throw refuse('cursor', 'cursor must be the nextCursor of an answer.')
  return { changedAt, id: Number(id) }
}

/** Articles by the names that a CMS has for them. After `requireToken`. */
export function cmsArticleRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const { stores, catalog, checkArticle, countWords } = deps
  const mayRead = requireScope('contents:read')
  const mayWrite = requireScope('contents:write')
  const recordOf = async (name: ArticleName) => found(await stores.cmsArticles.get(name), 'article', name.externalId)

  return new Hono<ApiEnv>()
    .on('ALL', foldedPaths, () => {
      throw refuse(
        'externalId',
        `There is no external id in this address. "." and ".." cannot be one: URL parsers take them for folders. Give the article another, such as "post-1".`,
      )
    })
    .get('/cms/sites', mayRead, async (c) => {
      const sites = await stores.cmsArticles.sites(c.get('token').accountId)
      return c.json({ data: sites, total: sites.length })
    })
    .get('/cms/sites/:siteId/articles', mayRead, query<CmsArticlesQuery>('cms-articles-query'), async (c) => {
      const site = await siteIn(c, deps)
      const { updatedSince, status, limit, cursor } = c.req.valid('query')
      const { data, next } = await stores.cmsArticles.list({
        siteId: site.id,
        updatedSince,
        status,
        after: decodeCursor(cursor),
        limit: Number(limit ?? perPageUsual),
      })
      return c.json({ data, nextCursor: next && encodeCursor(next) })
    })
    .get('/cms/sites/:siteId/articles/:externalId', mayRead, async (c) => {
      const site = await siteIn(c, deps)
      return c.json(await recordOf({ siteId: site.id, externalId: externalIdIn(c) }))
    })
    .put('/cms/sites/:siteId/articles/:externalId', mayWrite, body<CmsArticlePut>('cms-article-put'), async (c) => {
      const site = await siteIn(c, deps)
      const name = { siteId: site.id, externalId: externalIdIn(c) }
      const input = c.req.valid('json')
      const account = found(await stores.accounts.get(site.accountId), 'account', site.accountId)
      assertOverrides(input, account.planId, await catalog())
      const article = checkArticle(input.source, input.sourceFormat, input.title)
      const title = input.title ?? article.title
      if (title === '') throw refuse('title', 'The article has no title of its own. Give it one.')
      const outcome = await stores.cmsArticles.put(name, site.accountId, {
        ...input,
        title,
        language: article.language,
        words: countWords(article),
      })
      return c.json(await recordOf(name), outcome === 'created' ? 201 : 200)
    })
    .delete('/cms/sites/:siteId/articles/:externalId', mayWrite, async (c) => {
      const site = await siteIn(c, deps)
      const name = { siteId: site.id, externalId: externalIdIn(c) }
      found((await stores.cmsArticles.archive(name)) || undefined, 'article', name.externalId)
      return c.body(null, 204)
    })
}
