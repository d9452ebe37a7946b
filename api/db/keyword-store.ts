import { expressionBuilder, sql } from 'kysely'
import { AppError } from '../domain/error.ts'
import type { SettingOverrides } from '../domain/effective-settings.ts'
import { refuseDuplicate } from './constraint.ts'
import type { Db } from './database.ts'
import { type ListQuery, type ListRules, idsFrom, patternFrom, planList } from './list-query.ts'
import { type NarrowOverrides, overrideColumns } from './override-columns.ts'
import type { Tables } from './tables.gen.ts'

const eb = expressionBuilder<Tables, 'keywords'>()
const columns = ['id', 'siteId', 'term', ...overrideColumns, 'createdAt', 'updatedAt'] as const

const rules: ListRules<'id' | 'siteId' | 'term' | 'createdAt' | 'updatedAt'> = {
  sorts: { id: 'id', siteId: 'siteId', term: 'term', createdAt: 'createdAt', updatedAt: 'updatedAt' },
  defaultSort: { by: 'id', order: 'desc' },
  filters: {
    id: (value, field) => eb('id', 'in', idsFrom(value, field)),
    siteId: (value, field) => eb('siteId', 'in', idsFrom(value, field)),
    q: (value, field) => eb('term', 'ilike', patternFrom(value, field)),
  },
}

export interface KeywordInput extends SettingOverrides {
  siteId: number
  term: string
}

const duplicateMessage = (term: string | undefined): string => `The site already has the keyword "${term}".`

/** Keywords that articles target. */
export function createKeywordStore(db: Db) {
  return {
    async create(input: KeywordInput) {
      const write = db
        .insertInto('keywords')
        .values(input)
        .returning(columns)
        .$narrowType<NarrowOverrides>()
        .executeTakeFirstOrThrow()
      return refuseDuplicate(write, 'term', duplicateMessage(input.term))
    },

    /** @throws AppError `not_found` */
    async update(id: number, patch: Partial<Omit<KeywordInput, 'siteId'>>) {
      const write = db
        .updateTable('keywords')
        .set({ ...patch, updatedAt: sql<Date>`now()` })
        .where('id', '=', id)
        .returning(columns)
        .$narrowType<NarrowOverrides>()
        .executeTakeFirst()
      const updated = await refuseDuplicate(write, 'term', duplicateMessage(patch.term))
      if (!updated) throw new AppError('not_found', `There is no keyword ${id}.`)
      return updated
    },

    async get(id: number) {
      return db
        .selectFrom('keywords')
        .select(columns)
        .where('id', '=', id)
        .$narrowType<NarrowOverrides>()
        .executeTakeFirst()
    },

    async list(query: ListQuery) {
      const plan = planList(query, rules)
      const matching = db.selectFrom('keywords').where((builder) => builder.and(plan.conditions))
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

export type KeywordStore = ReturnType<typeof createKeywordStore>
export type KeywordRecord = NonNullable<Awaited<ReturnType<KeywordStore['get']>>>
