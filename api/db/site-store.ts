import { expressionBuilder, sql } from 'kysely'
import { AppError } from '../domain/error.ts'
import type { SettingOverrides } from '../domain/effective-settings.ts'
import { refuseDuplicate } from './constraint.ts'
import type { Db } from './database.ts'
import { type ListQuery, type ListRules, idsFrom, patternFrom, planList } from './list-query.ts'
import { type NarrowOverrides, overrideColumns } from './override-columns.ts'
import type { Tables } from './tables.gen.ts'

const eb = expressionBuilder<Tables, 'sites'>()
const columns = ['id', 'accountId', 'name', 'url', ...overrideColumns, 'createdAt', 'updatedAt'] as const

const rules: ListRules<'id' | 'accountId' | 'name' | 'createdAt' | 'updatedAt'> = {
  sorts: { id: 'id', accountId: 'accountId', name: 'name', createdAt: 'createdAt', updatedAt: 'updatedAt' },
  defaultSort: { by: 'id', order: 'desc' },
  filters: {
    id: (value, field) => eb('id', 'in', idsFrom(value, field)),
    accountId: (value, field) => eb('accountId', 'in', idsFrom(value, field)),
    q: (value, field) =>
      eb.or([eb('name', 'ilike', patternFrom(value, field)), eb('url', 'ilike', patternFrom(value, field))]),
  },
}

export interface SiteInput extends SettingOverrides {
  accountId: number
  name: string
  url?: string | null
}

const duplicateMessage = (name: string | undefined): string => `The account already has a site named "${name}".`

/** Websites of accounts. */
export function createSiteStore(db: Db) {
  return {
    async create(input: SiteInput) {
      const write = db
        .insertInto('sites')
        .values(input)
        .returning(columns)
        .$narrowType<NarrowOverrides>()
        .executeTakeFirstOrThrow()
      return refuseDuplicate(write, 'name', duplicateMessage(input.name))
    },

    /** @throws AppError `not_found` */
    async update(id: number, patch: Partial<Omit<SiteInput, 'accountId'>>) {
      const write = db
        .updateTable('sites')
        .set({ ...patch, updatedAt: sql<Date>`now()` })
        .where('id', '=', id)
        .returning(columns)
        .$narrowType<NarrowOverrides>()
        .executeTakeFirst()
      const updated = await refuseDuplicate(write, 'name', duplicateMessage(patch.name))
      if (!updated) throw new AppError('not_found', `There is no site ${id}.`)
      return updated
    },

    async get(id: number) {
      return db
        .selectFrom('sites')
        .select(columns)
        .where('id', '=', id)
        .$narrowType<NarrowOverrides>()
        .executeTakeFirst()
    },

    async list(query: ListQuery) {
      const plan = planList(query, rules)
      const matching = db.selectFrom('sites').where((builder) => builder.and(plan.conditions))
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
  }
}

export type SiteStore = ReturnType<typeof createSiteStore>
export type SiteRecord = NonNullable<Awaited<ReturnType<SiteStore['get']>>>
