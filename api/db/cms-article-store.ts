import { sql } from 'kysely'
import type { ArticleFormat, ArticleStatus } from '../domain/article.ts'
import type { SettingOverrides } from '../domain/effective-settings.ts'
import { type Db, transact } from './database.ts'
import { expectedImages } from './expected-images.ts'
import { imageCountsOf } from './image-counts.ts'
import { keywordIdOf } from './keyword-id.ts'
import { type NarrowOverrides, overrideColumns } from './override-columns.ts'

/** Which article: the site, and what the CMS calls it there. */
export interface ArticleName {
  siteId: number
  externalId: string
}

/** An article as a CMS puts it. What is absent stays as it is, and is nothing in a new one. */
export interface ArticlePut extends SettingOverrides {
  title: string
  sourceFormat: ArticleFormat
  source: string
  language: string | null
  words: number
  keyword?: string | null
  status?: ArticleStatus
}

/** Where a page ended: the exact time of change, and the id where several have the same. */
export interface ArticleCursor {
  changedAt: string
  id: number
}

interface ArticleQuery {
  siteId: number
  updatedSince: string | undefined
  status: ArticleStatus | undefined
  after: ArticleCursor | undefined
  limit: number
}

interface Narrow extends NarrowOverrides {
  externalId: string
  sourceFormat: ArticleFormat
  status: ArticleStatus
}

const columns = [
  'contents.externalId',
  'contents.id as articleId',
  'contents.siteId',
  'contents.title',
  'contents.status',
  'contents.sourceFormat',
  'contents.language',
  'contents.words',
  'contents.imagesPerArticle',
  'contents.tierId',
  'contents.styleId',
  'contents.format',
  'contents.negativePrompt',
  'contents.promptWriter',
  'contents.createdAt',
  'contents.updatedAt',
] as const

/** To the microsecond: a Date has milliseconds only, and would have articles of one page come again on the next. */
const changedAt = sql<string>`to_char(contents.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const written = ['title', 'sourceFormat', 'source', 'language', 'words', ...overrideColumns] as const

/** Reads and writes articles by the names that a CMS has for them. */
export function createCmsArticleStore(db: Db) {
  const selectRecords = () =>
    db
      .selectFrom('contents')
      .leftJoin('keywords', 'keywords.id', 'contents.keywordId')
      .select([...columns, 'keywords.term as keyword', expectedImages.as('expected'), changedAt.as('changedAt')])
      .$narrowType<Narrow>()

  type Row = Awaited<ReturnType<ReturnType<typeof selectRecords>['execute']>>[number]

  const recordsOf = async (rows: Row[]) => {
    const countsById = await imageCountsOf(
      db,
      rows.map((row) => row.articleId),
    )
    return rows.map((row) => {
      const { expected, changedAt: _, ...record } = row
      return { ...record, imageCounts: { expected, ...countsById(row.articleId) } }
    })
  }

  return {
    /** The websites of an account. */
    sites: (accountId: number) =>
      db.selectFrom('sites').select(['id', 'name', 'url']).where('accountId', '=', accountId).orderBy('id').execute(),

    async get({ siteId, externalId }: ArticleName) {
      const row = await selectRecords()
        .where('contents.siteId', '=', siteId)
        .where('contents.externalId', '=', externalId)
        .executeTakeFirst()
      return row ? (await recordsOf([row]))[0] : undefined
    },

    /** Articles of a site in the order in which they were changed, and where to go on. */
    async list({ siteId, updatedSince, status, after, limit }: ArticleQuery) {
      const rows = await selectRecords()
        .where('contents.siteId', '=', siteId)
        .where('contents.externalId', 'is not', null)
        .$if(updatedSince !== undefined, (query) =>
          query.where('contents.updatedAt', '>=', sql<Date>`${updatedSince}::timestamptz`),
        )
        .$if(status !== undefined, (query) => query.where('contents.status', '=', status ?? ''))
        .$if(after !== undefined, (query) =>
          query.where(
            sql<boolean>`(contents.updated_at, contents.id) > (${after?.changedAt}::timestamptz, ${after?.id}::integer)`,
          ),
        )
        .orderBy('contents.updatedAt')
        .orderBy('contents.id')
        .limit(limit + 1)
        .execute()
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      const next: ArticleCursor | null =
        rows.length > limit && last ? { changedAt: last.changedAt, id: last.articleId } : null
      return { data: await recordsOf(page), next }
    },

    /** Makes an article or changes what differs. Nothing that is the same is written, so that nobody is told of it. */
    put({ siteId, externalId }: ArticleName, accountId: number, input: ArticlePut) {
      return transact(db, async (trx): Promise<'created' | 'changed' | 'unchanged'> => {
        const { keyword, status, ...rest } = input
        const keywordId = keyword === null || keyword === undefined ? keyword : await keywordIdOf(trx, siteId, keyword)
        const created = await trx
          .insertInto('contents')
          .values({
            ...rest,
            accountId,
            siteId,
            externalId,
            keywordId: keywordId ?? null,
            status: status ?? 'ready',
          })
          // Of two that put the same new article at once, the second waits here, and then changes it.
          .onConflict((conflict) =>
            conflict.columns(['siteId', 'externalId']).where('externalId', 'is not', null).doNothing(),
          )
          .returning('id')
          .executeTakeFirst()
        if (created) return 'created'
        const before = await trx
          .selectFrom('contents')
          .select(['id', 'keywordId', 'status', ...written])
          .where('siteId', '=', siteId)
          .where('externalId', '=', externalId)
          .forNoKeyUpdate()
          .executeTakeFirstOrThrow()
        const after = {
          ...Object.fromEntries(
            written.flatMap((column) => (rest[column] === undefined ? [] : [[column, rest[column]]])),
          ),
          ...(keywordId === undefined ? {} : { keywordId }),
          status: status ?? (before.status === 'archived' ? 'ready' : before.status),
        }
        const was: Record<string, unknown> = before
        const changes = Object.entries(after).filter(([column, value]) => was[column] !== value)
        if (changes.length === 0) return 'unchanged'
        await trx
          .updateTable('contents')
          .set({ ...Object.fromEntries(changes), updatedAt: sql<Date>`now()` })
          .where('id', '=', before.id)
          .execute()
        return 'changed'
      })
    },

    /** Nothing is made for it from now on; its pictures stay. Answers whether there is such an article. */
    async archive({ siteId, externalId }: ArticleName): Promise<boolean> {
      await db
        .updateTable('contents')
        .set({ status: 'archived', updatedAt: sql<Date>`now()` })
        .where('siteId', '=', siteId)
        .where('externalId', '=', externalId)
        .where('status', '<>', 'archived')
        .execute()
      const found = await db
        .selectFrom('contents')
        .select('id')
        .where('siteId', '=', siteId)
        .where('externalId', '=', externalId)
        .executeTakeFirst()
      return found !== undefined
    },
  }
}

export type CmsArticleStore = ReturnType<typeof createCmsArticleStore>
export type CmsArticleRecord = NonNullable<Awaited<ReturnType<CmsArticleStore['get']>>>
