import { expressionBuilder } from 'kysely'
import type { Db } from './database.ts'
import { type ListQuery, type ListRules, idsFrom, patternFrom, planList } from './list-query.ts'
import type { Tables } from './tables.gen.ts'

const eb = expressionBuilder<Tables, 'releases'>()
/** Which release, and where it came from. */
const originColumns = ['id', 'createdAt', 'actor', 'gitCommit', 'gitBranch', 'gitDirty', 'environment'] as const
const columns = [
  ...originColumns,
  'catalogHash',
  'plan',
  'overlay',
  'findings',
  'impact',
  'approvals',
  'skipped',
  'rollbackOf',
  'hasContent',
] as const

const rules: ListRules<'id' | 'createdAt' | 'actor'> = {
  sorts: { id: 'id', createdAt: 'createdAt', actor: 'actor' },
  defaultSort: { by: 'id', order: 'desc' },
  filters: {
    id: (value, field) => eb('id', 'in', idsFrom(value, field)),
    q: (value, field) =>
      eb.or([eb('actor', 'ilike', patternFrom(value, field)), eb('gitCommit', 'ilike', patternFrom(value, field))]),
  },
}

/** Applied states of the catalog. Applying one is `catalog-apply.ts`. */
export function createReleaseStore(db: Db) {
  return {
    async get(id: number) {
      return db.selectFrom('releases').select(columns).where('id', '=', id).executeTakeFirst()
    },

    /** Of a release that something refers to, so it is there. */
    async origin(id: number) {
      return db.selectFrom('releases').select(originColumns).where('id', '=', id).executeTakeFirstOrThrow()
    },

    /** The newest one. Undefined where no catalog was ever applied. */
    async latest() {
      return db
        .selectFrom('releases')
        .select(['id', 'createdAt', 'gitCommit'])
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
    },

    async list(query: ListQuery) {
      const plan = planList(query, rules)
      const matching = db.selectFrom('releases').where((builder) => builder.and(plan.conditions))
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
  }
}

export type ReleaseStore = ReturnType<typeof createReleaseStore>
export type ReleaseRecord = NonNullable<Awaited<ReturnType<ReleaseStore['get']>>>
