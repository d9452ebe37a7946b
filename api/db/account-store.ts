import { expressionBuilder, sql } from 'kysely'
import { AppError } from '../domain/error.ts'
import type { AccountOverrides } from '../domain/effective-settings.ts'
import { refuseDuplicate } from './constraint.ts'
import type { Db } from './database.ts'
import { type ListQuery, type ListRules, idsFrom, patternFrom, planList, textsFrom } from './list-query.ts'
import { type NarrowOverrides, overrideColumns } from './override-columns.ts'
import type { Tables } from './tables.gen.ts'

const eb = expressionBuilder<Tables, 'accounts'>()
const columns = ['id', 'name', 'planId', ...overrideColumns, 'promptTemplate', 'createdAt', 'updatedAt'] as const

const rules: ListRules<'id' | 'name' | 'planId' | 'createdAt' | 'updatedAt'> = {
  sorts: { id: 'id', name: 'name', planId: 'planId', createdAt: 'createdAt', updatedAt: 'updatedAt' },
  defaultSort: { by: 'id', order: 'desc' },
  filters: {
    id: (value, field) => eb('id', 'in', idsFrom(value, field)),
    planId: (value, field) => eb('planId', 'in', textsFrom(value, field)),
    q: (value, field) => eb('name', 'ilike', patternFrom(value, field)),
  },
}

export interface AccountInput extends AccountOverrides {
  name: string
  planId: string
}

export interface LevelInUse {
  level: 'site' | 'keyword' | 'content'
  tierId: string | null
  imagesPerArticle: number | null
  count: number
}

const duplicateMessage = (name: string | undefined): string => `There is already an account named "${name}".`

/** Tenants. */
export function createAccountStore(db: Db) {
  return {
    async create(input: AccountInput) {
      const write = db
        .insertInto('accounts')
        .values(input)
        .returning(columns)
        .$narrowType<NarrowOverrides>()
        .executeTakeFirstOrThrow()
      return refuseDuplicate(write, 'name', duplicateMessage(input.name))
    },

    /** @throws AppError `not_found` */
    async update(id: number, patch: Partial<AccountInput>) {
      const write = db
        .updateTable('accounts')
        .set({ ...patch, updatedAt: sql<Date>`now()` })
        .where('id', '=', id)
        .returning(columns)
        .$narrowType<NarrowOverrides>()
        .executeTakeFirst()
      const updated = await refuseDuplicate(write, 'name', duplicateMessage(patch.name))
      if (!updated) throw new AppError('not_found', `There is no account ${id}.`)
      return updated
    },

    async get(id: number) {
      return db
        .selectFrom('accounts')
        .select(columns)
        .where('id', '=', id)
        .$narrowType<NarrowOverrides>()
        .executeTakeFirst()
    },

    async list(query: ListQuery) {
      const plan = planList(query, rules)
      const matching = db.selectFrom('accounts').where((builder) => builder.and(plan.conditions))
      const [data, { total }] = await Promise.all([
        matching
          .select(columns)
          .orderBy(plan.sort.by, plan.sort.order)
          .orderBy('id', plan.sort.order)
          .limit(plan.limit)
          .offset(plan.offset)
          .$narrowType<NarrowOverrides>()
          .execute(),
        matching.select((builder) => builder.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
      ])
      return { data, total }
    },

    /** What the account's sites, keywords and articles are set to, each combination once: not all of it need be allowed any more. */
    async levelsInUse(id: number): Promise<LevelInUse[]> {
      const { rows } = await sql<LevelInUse>`
        select 'site' as level, tier_id, images_per_article, count(*) as count from sites
          where account_id = ${id} group by tier_id, images_per_article
        union all
        select 'keyword', keywords.tier_id, keywords.images_per_article, count(*) from keywords
          join sites on sites.id = keywords.site_id
          where sites.account_id = ${id} group by keywords.tier_id, keywords.images_per_article
        union all
        select 'content', tier_id, images_per_article, count(*) from contents
          where account_id = ${id} group by tier_id, images_per_article`.execute(db)
      return rows.filter((row) => row.tierId !== null || row.imagesPerArticle !== null)
    },
  }
}

export type AccountStore = ReturnType<typeof createAccountStore>
export type AccountRecord = NonNullable<Awaited<ReturnType<AccountStore['get']>>>
