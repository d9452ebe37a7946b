import { type Expression, type SqlBool, expressionBuilder, sql } from 'kysely'
import type { ArticleFormat } from '../domain/article.ts'
import { type ContentStatus, contentStatuses } from '../domain/content-status.ts'
import type { SettingOverrides } from '../domain/effective-settings.ts'
import { AppError } from '../domain/error.ts'
import type { Db } from './database.ts'
import { expectedImages, isAskedFor } from './expected-images.ts'
import { imageCountsOf } from './image-counts.ts'
import { type ListQuery, type ListRules, choicesFrom, idsFrom, patternFrom, planList } from './list-query.ts'
import type { NarrowOverrides } from './override-columns.ts'
import type { Tables } from './tables.gen.ts'

const eb = expressionBuilder<Tables, 'contents'>()

const columns = [
  'contents.id',
  'contents.accountId',
  'contents.siteId',
  'contents.keywordId',
  'contents.externalId',
  'contents.status',
  'contents.title',
  'contents.sourceFormat',
  'contents.language',
  'contents.words',
  'contents.imagesPerArticle',
  'contents.tierId',
  'contents.styleId',
  'contents.format',
  'contents.negativePrompt',
  'contents.promptWriter',
  'contents.promptsWrittenAt',
  'contents.promptsWriter',
  'contents.promptsCostUsd',
  'contents.promptsNotes',
  'contents.createdAt',
  'contents.updatedAt',
] as const

interface NarrowContent extends NarrowOverrides {
  sourceFormat: ArticleFormat
  status: ContentStatus
  promptsNotes: string[]
}

/** Whether pictures are missing. What the article asks for is reckoned once for it (`offset 0`), and not for each image. */
const isShort = sql<SqlBool>`(
  select count(i.id) < max(asked.count) from (select ${expectedImages} as count offset 0) asked
  left join images i on i.content_id = contents.id and i.current_generation_id is not null
    and (i.type = 'featured' or i.position < asked.count - 1))`

/** Written as a set of articles, so that the planner may begin at the few generations that have the status. */
const hasLatest = (...statuses: string[]) => sql<SqlBool>`contents.id in (
  select g.content_id from generations g join images i on i.id = g.image_id join contents on contents.id = i.content_id
  where g.status in (${sql.join(statuses)}) and ${isAskedFor('i')}
    and not exists (select from generations later where later.image_id = g.image_id and later.id > g.id))`

const conditionOfState = {
  no_prompts: sql<SqlBool>`contents.prompts_written_at is null`,
  images_missing: sql<SqlBool>`contents.prompts_written_at is not null and ${isShort}`,
  complete: sql<SqlBool>`contents.prompts_written_at is not null and not ${isShort}`,
  working: hasLatest('queued', 'running'),
  failed: hasLatest('failed'),
} as const satisfies Record<string, Expression<SqlBool>>

const states = Object.keys(conditionOfState) as (keyof typeof conditionOfState)[]

const rules: ListRules<
  'contents.id' | 'contents.title' | 'contents.words' | 'contents.createdAt' | 'contents.updatedAt'
> = {
  sorts: {
    id: 'contents.id',
    title: 'contents.title',
    words: 'contents.words',
    createdAt: 'contents.createdAt',
    updatedAt: 'contents.updatedAt',
  },
  defaultSort: { by: 'contents.id', order: 'desc' },
  filters: {
    id: (value, field) => eb('contents.id', 'in', idsFrom(value, field)),
    siteId: (value, field) => eb('contents.siteId', 'in', idsFrom(value, field)),
    accountId: (value, field) => eb('contents.accountId', 'in', idsFrom(value, field)),
    keywordId: (value, field) => eb('contents.keywordId', 'in', idsFrom(value, field)),
    q: (value, field) => eb('contents.title', 'ilike', patternFrom(value, field)),
    status: (value, field) => eb('contents.status', 'in', choicesFrom(value, field, contentStatuses)),
    state: (value, field) => eb.or(choicesFrom(value, field, states).map((state) => conditionOfState[state])),
  },
}

export interface ContentInput extends SettingOverrides {
  accountId: number
  siteId: number
  keywordId?: number | null
  /** `ready` where absent. */
  status?: ContentStatus
  externalId?: string | null
  title: string
  sourceFormat: ArticleFormat
  source: string
  language: string | null
  words: number
}

export type ContentPatch = Partial<Omit<ContentInput, 'accountId' | 'siteId' | 'sourceFormat'>>

/** Articles. */
export function createContentStore(db: Db) {
  const selectRecords = () =>
    db
      .selectFrom('contents')
      .select([...columns])
      .select(expectedImages.as('expected'))
      .$narrowType<NarrowContent>()

  /** Adds how far each article's images are: one query for all of them. */
  const withCounts = async <T extends { id: number; expected: number }>(rows: T[]) => {
    const countsById = await imageCountsOf(
      db,
      rows.map((row) => row.id),
    )
    return rows.map(({ expected, ...row }) => ({ ...row, imageCounts: { expected, ...countsById(row.id) } }))
  }

  return {
    /** Answers the new article's id. */
    async create(input: ContentInput): Promise<number> {
      const { id } = await db.insertInto('contents').values(input).returning('id').executeTakeFirstOrThrow()
      return id
    },

    /** @throws AppError `not_found` */
    async update(id: number, patch: ContentPatch): Promise<void> {
      const { numUpdatedRows } = await db
        .updateTable('contents')
        .set({ ...patch, updatedAt: sql<Date>`now()` })
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new AppError('not_found', `There is no article ${id}.`)
    },

    /** The whole row, its source and its account's plan. */
    async get(id: number) {
      return db
        .selectFrom('contents')
        .innerJoin('accounts', 'accounts.id', 'contents.accountId')
        .select([...columns, 'contents.source', 'accounts.planId'])
        .where('contents.id', '=', id)
        .$narrowType<NarrowContent>()
        .executeTakeFirst()
    },

    /** All articles of a site, in the order of their ids. */
    async ofSite(siteId: number) {
      return db
        .selectFrom('contents')
        .select(['id as contentId', 'title'])
        .where('siteId', '=', siteId)
        .orderBy('id')
        .execute()
    },

    /** The article as lists show it: without its source, with how far its images are. */
    async record(id: number) {
      const row = await selectRecords().where('contents.id', '=', id).executeTakeFirst()
      return row ? (await withCounts([row]))[0] : undefined
    },

    /** What is archived is left out, unless it is asked for by its status or its id. */
    async list(query: ListQuery) {
      const plan = planList(query, rules)
      if (query.filter['status'] === undefined && query.filter['id'] === undefined)
        plan.conditions.push(eb('contents.status', '<>', 'archived'))
      const [rows, { total }] = await Promise.all([
        selectRecords()
          .where((builder) => builder.and(plan.conditions))
          .orderBy(plan.sort.by, plan.sort.order)
          .orderBy('contents.id', plan.sort.order)
          .limit(plan.limit)
          .offset(plan.offset)
          .execute(),
        db
          .selectFrom('contents')
          .where((builder) => builder.and(plan.conditions))
          .select((builder) => builder.fn.countAll<number>().as('total'))
          .executeTakeFirstOrThrow(),
      ])
      return { data: await withCounts(rows), total }
    },
  }
}

export type ContentStore = ReturnType<typeof createContentStore>
export type ContentRow = NonNullable<Awaited<ReturnType<ContentStore['get']>>>
export type ContentRecord = NonNullable<Awaited<ReturnType<ContentStore['record']>>>
