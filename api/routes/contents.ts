import { Hono } from 'hono'
import type { ContentCreate, ContentUpdate, ListQuery } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import { AppError } from '../domain/error.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { assertOverrides } from './override-check.ts'
import { found, idIn, listQueryFrom } from './request.ts'

function refuse(field: string, message: string): AppError {
  return new AppError('invalid', message, { fields: { [field]: message } })
}

/** Articles. */
export function contentRoutes({
  stores: { accounts, sites, keywords, contents, promptWritings },
  actions,
  catalog,
  readArticle,
  checkArticle,
  countWords,
}: ApiDeps): Hono<ApiEnv> {
  const assertKeyword = async (keywordId: number | null | undefined, siteId: number): Promise<void> => {
    if (keywordId === null || keywordId === undefined) return
    const keyword = await keywords.get(keywordId)
    if (keyword?.siteId !== siteId) throw refuse('keywordId', `Site ${siteId} has no keyword ${keywordId}.`)
  }

  return new Hono<ApiEnv>()
    .get('/contents', query<ListQuery>('list-query'), async (c) =>
      c.json(await contents.list(listQueryFrom(c.req.valid('query')))),
    )
    .get('/contents/:id', async (c) => {
      const id = idIn(c, 'article')
      return c.json(found(await contents.record(id), 'article', id))
    })
    .get('/contents/:id/prompt-writings', async (c) => {
      const id = idIn(c, 'article')
      found(await contents.record(id), 'article', id)
      return c.json({ data: await promptWritings.ofContent(id) })
    })
    .post('/contents', body<ContentCreate>('content-create'), async (c) => {
      const input = c.req.valid('json')
      const site = await sites.get(input.siteId)
      const account = site && (await accounts.get(site.accountId))
      if (!account) throw refuse('siteId', `There is no site ${input.siteId}.`)
      await assertKeyword(input.keywordId, input.siteId)
      assertOverrides(input, account.planId, await catalog())
      const article = checkArticle(input.source, input.sourceFormat, input.title)
      const title = input.title ?? article.title
      if (title === '') throw refuse('title', 'The article has no title of its own. Give it one.')
      const id = await contents.create({
        ...input,
        accountId: account.id,
        title,
        language: article.language,
        words: countWords(article),
      })
      return c.json(found(await contents.record(id), 'article', id), 201)
    })
    .patch('/contents/:id', body<ContentUpdate>('content-update'), async (c) => {
      const id = idIn(c, 'article')
      const patch = c.req.valid('json')
      const before = found(await contents.get(id), 'article', id)
      await assertKeyword(patch.keywordId, before.siteId)
      assertOverrides(patch, before.planId, await catalog())
      const article =
        patch.source === undefined
          ? undefined
          : checkArticle(patch.source, before.sourceFormat, patch.title ?? before.title)
      await contents.update(id, {
        ...patch,
        ...(article ? { language: article.language, words: countWords(article) } : {}),
      })
      return c.json(found(await contents.record(id), 'article', id))
    })
    .get('/contents/:id/article', async (c) => {
      const id = idIn(c, 'article')
      const content = found(await contents.get(id), 'article', id)
      const { summary, language, sections } = readArticle(content.source, content.sourceFormat, content.title)
      const plain = sections.map(({ heading, level, paragraphs }) => ({ heading, level, paragraphs }))
      return c.json({ title: content.title, summary, language, sections: plain, source: content.source })
    })
    .get('/contents/:id/effective-settings', async (c) => {
      const id = idIn(c, 'article')
      found(await contents.get(id), 'article', id)
      return c.json(await actions.effectiveSettings('content', id))
    })
}
