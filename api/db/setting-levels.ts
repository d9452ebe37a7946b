import { sql } from 'kysely'
import type { ContentStatus } from '../domain/content-status.ts'
import type { SettingLevels, SettingOverrides } from '../domain/effective-settings.ts'
import type { Db } from './database.ts'
import { overrideColumns } from './override-columns.ts'

export interface LevelsOfContent {
  accountId: number
  /** Of the article. */
  status: ContentStatus
  /** The plan that bounds them. */
  planId: string
  levels: SettingLevels
}

/** What each level says about the settings of articles, by content id. One query; an article that is not there is left out. */
export async function readSettingLevels(db: Db, contentIds: number[]): Promise<Map<number, LevelsOfContent>> {
  if (contentIds.length === 0) return new Map()
  const said = (table: 'contents' | 'keywords' | 'sites' | 'accounts') => {
    const [count, tier, style, format] = overrideColumns.map((name) => sql.ref(`${table}.${name}`))
    // The keys are jsonb's own: no plugin renames them on the way out.
    return sql<SettingOverrides>`jsonb_build_object('imagesPerArticle', ${count}, 'tierId', ${tier}, 'styleId', ${style}, 'format', ${format})`
  }
  const rows = await db
    .selectFrom('contents')
    .innerJoin('sites', 'sites.id', 'contents.siteId')
    .innerJoin('accounts', 'accounts.id', 'contents.accountId')
    .leftJoin('keywords', 'keywords.id', 'contents.keywordId')
    .select([
      'contents.id',
      'contents.accountId',
      'contents.status',
      'accounts.planId',
      'keywords.id as keywordId',
      said('contents').as('content'),
      said('keywords').as('keyword'),
      said('sites').as('site'),
      said('accounts').as('account'),
    ])
    .where('contents.id', 'in', contentIds)
    .$narrowType<{ status: ContentStatus }>()
    .execute()
  return new Map(
    rows.map(({ id, accountId, status, planId, keyword, keywordId, ...levels }) => [
      id,
      { accountId, status, planId, levels: keywordId === null ? levels : { ...levels, keyword } },
    ]),
  )
}
