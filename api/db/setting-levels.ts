import { sql } from 'kysely'
import type { ContentStatus } from '../domain/content-status.ts'
import type { AccountOverrides, SettingLevel, SettingLevels, SettingOverrides } from '../domain/effective-settings.ts'
import type { Db } from './database.ts'
import { overrideColumns } from './override-columns.ts'

/** What each level says where an article is, or would be. */
export interface LevelsAt {
  accountId: number
  /** Of the article; `ready` where no article is meant. */
  status: ContentStatus
  /** The plan that bounds them. */
  planId: string
  /** The article's; empty where no article is meant. */
  title: string
  levels: SettingLevels
}

const saidBy = <T>(table: string, columns: readonly string[]) => {
  // The keys are jsonb's own: no plugin renames them on the way out.
  const pairs = columns.map((name) => sql`${sql.lit(name)}, ${sql.ref(`${table}.${name}`)}`)
  return sql<T>`jsonb_build_object(${sql.join(pairs)})`
}
const said = (table: 'contents' | 'keywords' | 'sites') => saidBy<SettingOverrides>(table, overrideColumns)
const saidByAccount = saidBy<AccountOverrides>('accounts', [...overrideColumns, 'promptTemplate'])

/** What each level says about the settings of articles, by content id. One query; an article that is not there is left out. */
export async function readSettingLevels(db: Db, contentIds: number[]): Promise<Map<number, LevelsAt>> {
  if (contentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('contents')
    .innerJoin('sites', 'sites.id', 'contents.siteId')
    .innerJoin('accounts', 'accounts.id', 'contents.accountId')
    .leftJoin('keywords', 'keywords.id', 'contents.keywordId')
    .select([
      'contents.id',
      'contents.accountId',
      'contents.status',
      'contents.title',
      'accounts.planId',
      'keywords.id as keywordId',
      said('contents').as('content'),
      said('keywords').as('keyword'),
      said('sites').as('site'),
      saidByAccount.as('account'),
    ])
    .where('contents.id', 'in', contentIds)
    .$narrowType<{ status: ContentStatus }>()
    .execute()
  return new Map(
    rows.map(({ id, accountId, status, planId, title, keyword, keywordId, ...levels }) => [
      id,
      { accountId, status, planId, title, levels: keywordId === null ? levels : { ...levels, keyword } },
    ]),
  )
}

/** What holds for an article at a level that says nothing itself. Undefined where the record is not there. */
export async function readLevelsAt(db: Db, level: SettingLevel, id: number): Promise<LevelsAt | undefined> {
  if (level === 'content') return (await readSettingLevels(db, [id])).get(id)
  const ofAccounts = db
    .selectFrom('accounts')
    .select(['accounts.id as accountId', 'accounts.planId', saidByAccount.as('account')])
  if (level === 'account') {
    const row = await ofAccounts.where('accounts.id', '=', id).executeTakeFirst()
    return row && levelsOf(row)
  }
  const ofSites = ofAccounts.innerJoin('sites', 'sites.accountId', 'accounts.id').select(said('sites').as('site'))
  const row =
    level === 'site'
      ? await ofSites.where('sites.id', '=', id).executeTakeFirst()
      : await ofSites
          .innerJoin('keywords', 'keywords.siteId', 'sites.id')
          .select(said('keywords').as('keyword'))
          .where('keywords.id', '=', id)
          .executeTakeFirst()
  return row && levelsOf(row)
}

const levelsOf = ({
  accountId,
  planId,
  ...levels
}: Pick<LevelsAt, 'accountId' | 'planId'> & SettingLevels): LevelsAt => ({
  accountId,
  status: 'ready',
  planId,
  title: '',
  levels,
})
