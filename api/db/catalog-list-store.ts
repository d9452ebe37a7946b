import { type Expression, type SqlBool, expressionBuilder, sql } from 'kysely'
import type { Db } from './database.ts'
import {
  type CountedPage,
  type FilterRule,
  type ListQuery,
  type ListRules,
  choicesFrom,
  flagFrom,
  patternFrom,
  planList,
  textsFrom,
} from './list-query.ts'
import type { Tables } from './tables.gen.ts'

/** Kinds of catalog record whose rows have nothing but what every kind has. */
type PlainTable = 'tiers' | 'plans' | 'styles' | 'providers' | 'parameterSets' | 'settings'

const columns = ['id', 'position', 'spec', 'sourceFile', 'sourceLine', 'version', 'releaseId', 'archivedAt'] as const
const modelColumns = [
  ...columns,
  'modelType',
  'providerId',
  'tierId',
  'isActive',
  'killedAt',
  'killedBy',
  'killReason',
] as const

const eb = expressionBuilder<Tables, 'models'>()

// All kinds have these columns; the type is that of models only because one has to be named.
const sharedFilters: Record<string, FilterRule> = {
  id: (value, field) => eb('id', 'in', textsFrom(value, field)),
  q: (value, field) => {
    const pattern = patternFrom(value, field)
    return eb.or([eb('id', 'ilike', pattern), eb(sql<string>`${sql.ref('spec')} ->> 'display_name'`, 'ilike', pattern)])
  },
  archived: (value, field) => eb('archivedAt', flagFrom(value, field) ? 'is not' : 'is', null),
}

const sorts = {
  id: 'id',
  position: 'position',
  sourceFile: 'sourceFile',
  version: 'version',
  releaseId: 'releaseId',
} as const

const rules: ListRules<'id' | 'position' | 'sourceFile' | 'version' | 'releaseId'> = {
  sorts,
  defaultSort: { by: 'position', order: 'asc' },
  filters: sharedFilters,
}

const modelRules: ListRules<(typeof rules)['defaultSort']['by'] | 'modelType' | 'providerId' | 'tierId' | 'isActive'> =
  {
    sorts: { ...sorts, modelType: 'modelType', providerId: 'providerId', tierId: 'tierId', isActive: 'isActive' },
    defaultSort: { by: 'position', order: 'asc' },
    filters: {
      ...sharedFilters,
      modelType: (value, field) => eb('modelType', 'in', choicesFrom(value, field, ['image', 'text'])),
      providerId: (value, field) => eb('providerId', 'in', textsFrom(value, field)),
      tierId: (value, field) => eb('tierId', 'in', textsFrom(value, field)),
      isActive: (value, field) => eb('isActive', '=', flagFrom(value, field)),
    },
  }

/** What left the catalog is shown only to those who ask for it, or who name it. */
const withArchiveFilter = (query: ListQuery): ListQuery =>
  'archived' in query.filter || 'id' in query.filter
    ? query
    : { ...query, filter: { ...query.filter, archived: false } }

/** The catalog's rows for reading, archived ones included. */
export function createCatalogListStore(db: Db) {
  // Rows of every plain kind look alike, so one of their tables stands for all in the types.
  const plain = (table: PlainTable, conditions: Expression<SqlBool>[]) =>
    db.selectFrom(table as 'tiers').where((builder) => builder.and(conditions))

  return {
    async list(table: PlainTable, query: ListQuery): Promise<CountedPage<CatalogRow>> {
      const plan = planList(withArchiveFilter(query), rules)
      const matching = plain(table, plan.conditions)
      const [data, { total }] = await Promise.all([
        matching
          .select(columns)
          .orderBy(plan.sort.by, plan.sort.order)
          .orderBy('id', plan.sort.order)
          .limit(plan.limit)
          .offset(plan.offset)
          .execute(),
        matching.select((builder) => builder.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
      ])
      return { data, total }
    },

    async get(table: PlainTable, id: string): Promise<CatalogRow | undefined> {
      return plain(table, []).select(columns).where('id', '=', id).executeTakeFirst()
    },

    async listModels(query: ListQuery): Promise<CountedPage<ModelRow>> {
      const plan = planList(withArchiveFilter(query), modelRules)
      const matching = db.selectFrom('models').where((builder) => builder.and(plan.conditions))
      const [data, { total }] = await Promise.all([
        matching
          .select(modelColumns)
          .orderBy(plan.sort.by, plan.sort.order)
          .orderBy('id', plan.sort.order)
          .limit(plan.limit)
          .offset(plan.offset)
          .execute(),
        matching.select((builder) => builder.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
      ])
      return { data, total }
    },

    async getModel(id: string): Promise<ModelRow | undefined> {
      return db.selectFrom('models').select(modelColumns).where('id', '=', id).executeTakeFirst()
    },

    /** How many accounts are on each plan. Plans without one are left out. */
    async accountCounts(): Promise<ReadonlyMap<string, number>> {
      const rows = await db
        .selectFrom('accounts')
        .select((builder) => ['planId', builder.fn.countAll<number>().as('count')])
        .groupBy('planId')
        .execute()
      return new Map(rows.map((row) => [row.planId, row.count]))
    },
  }
}

/** A row of any kind but models. */
export interface CatalogRow {
  id: string
  position: number
  spec: unknown
  sourceFile: string
  sourceLine: number
  version: number
  releaseId: number
  archivedAt: Date | null
}

export interface ModelRow extends CatalogRow {
  modelType: string
  providerId: string
  tierId: string | null
  isActive: boolean
  killedAt: Date | null
  killedBy: string | null
  killReason: string | null
}

export type CatalogListStore = ReturnType<typeof createCatalogListStore>
