import type { Expression, SqlBool } from 'kysely'
import { AppError } from '../domain/error.ts'

/** How a list is asked for. Fields and values are not checked yet: each list has its own. */
export interface ListQuery {
  /** From 1. */
  page: number
  perPage: number
  /** Undefined: the list's own order. */
  sort?: string | undefined
  order?: 'asc' | 'desc' | undefined
  filter: Record<string, unknown>
}

/** A page of a list that is small enough to count. */
export interface CountedPage<T> {
  data: T[]
  total: number
}

/** A page of a list that may hold millions, where counting would cost more than everything else. */
export interface OpenPage<T> {
  data: T[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean }
}

/** Makes a condition of a filter's value, or refuses the value, naming the field. */
export type FilterRule = (value: unknown, field: string) => Expression<SqlBool>

/** What one list can be sorted and filtered by. Anything else is refused. */
export interface ListRules<Column extends string> {
  /** Column by the name it has on the wire. */
  sorts: Record<string, Column>
  defaultSort: { by: Column; order: 'asc' | 'desc' }
  filters: Record<string, FilterRule>
  /** Records that may be skipped. The database reads every one of them. */
  offsetMax?: number
}

/** A list query after its rules: ready for the database. */
export interface ListPlan<Column extends string> {
  conditions: Expression<SqlBool>[]
  sort: { by: Column; order: 'asc' | 'desc' }
  limit: number
  offset: number
}

const perPageMax = 100
/** A filter of ids names its records, so more of them can be had at once. */
const idsMax = 1000

const keysOf = (record: object): string => Object.keys(record).join(', ')

function invalid(field: string, message: string): AppError {
  return new AppError('invalid', message, { fields: { [field]: message } })
}

/** Checks a query against a list's rules. Throws AppError `invalid` that names what is allowed. */
export function planList<Column extends string>(query: ListQuery, rules: ListRules<Column>): ListPlan<Column> {
  const isGetMany = Array.isArray(query.filter['id'])
  const longest = isGetMany ? idsMax : perPageMax
  if (query.perPage > longest) throw invalid('perPage', `perPage may be at most ${longest}; it is ${query.perPage}.`)
  const offset = (query.page - 1) * query.perPage
  if (rules.offsetMax !== undefined && offset > rules.offsetMax) {
    throw invalid(
      'page',
      `This list can be paged through its first ${rules.offsetMax} records only; page ${query.page} begins after ${offset}. Narrow it with a filter.`,
    )
  }
  return {
    conditions: conditionsOf(query.filter, rules.filters),
    sort: sortOf(query, rules),
    limit: query.perPage,
    offset,
  }
}

function sortOf<Column extends string>(query: ListQuery, rules: ListRules<Column>): ListPlan<Column>['sort'] {
  if (query.sort === undefined) return { ...rules.defaultSort, ...(query.order ? { order: query.order } : {}) }
  const by = Object.hasOwn(rules.sorts, query.sort) ? rules.sorts[query.sort] : undefined
  if (by === undefined) throw invalid('sort', `Cannot sort by "${query.sort}". Sorts: ${keysOf(rules.sorts)}.`)
  return { by, order: query.order ?? 'asc' }
}

function conditionsOf(filter: Record<string, unknown>, rules: Record<string, FilterRule>): Expression<SqlBool>[] {
  return Object.entries(filter).map(([field, value]) => {
    const rule = Object.hasOwn(rules, field) ? rules[field] : undefined
    if (!rule) throw invalid('filter', `Cannot filter by "${field}". Filters: ${keysOf(rules)}.`)
    return rule(value, field)
  })
}

/** Takes one record more than asked for as the sign that there is a next page. */
export function openPage<T>(rows: T[], plan: ListPlan<string>): OpenPage<T> {
  return {
    data: rows.slice(0, plan.limit),
    pageInfo: { hasNextPage: rows.length > plan.limit, hasPreviousPage: plan.offset > 0 },
  }
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

const integerMax = 2 ** 31 - 1

/** Whole numbers, one or a list; digits as text count. `max` is what the column can hold. */
export function idsFrom(value: unknown, field: string, max = integerMax): number[] {
  const values = asList(value)
  const ids = values.map(Number)
  const areIds = values.every((one) => typeof one === 'number' || (typeof one === 'string' && /^\d+$/.test(one)))
  if (!areIds || !ids.every((id) => Number.isSafeInteger(id) && id >= 0) || ids.length > idsMax) {
    throw invalid('filter', `Filter "${field}" takes a whole number, or a list of at most ${idsMax}.`)
  }
  // What the column cannot hold cannot be in it, and the database would call it an error.
  const holdable = ids.filter((id) => id <= max)
  return holdable.length > 0 ? holdable : [0]
}

/** Like `idsFrom`, for ids of images and generations. */
export const bigIdsFrom = (value: unknown, field: string): number[] => idsFrom(value, field, Number.MAX_SAFE_INTEGER)

/** Texts, one or a list. */
export function textsFrom(value: unknown, field: string): string[] {
  const values = asList(value)
  const areTexts = values.every((one): one is string => typeof one === 'string' && !one.includes('\0'))
  if (!areTexts || values.length === 0 || values.length > idsMax) {
    throw invalid('filter', `Filter "${field}" takes a text, or a list of at most ${idsMax}.`)
  }
  return values
}

/** Texts out of a closed list, one or several. */
export function choicesFrom<T extends string>(value: unknown, field: string, choices: readonly T[]): T[] {
  const values = textsFrom(value, field)
  const chosen = choices.filter((choice) => values.includes(choice))
  if (chosen.length < new Set(values).size) throw invalid('filter', `Filter "${field}" takes: ${choices.join(', ')}.`)
  return chosen
}

/** True or false. */
export function flagFrom(value: unknown, field: string): boolean {
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw invalid('filter', `Filter "${field}" takes true or false.`)
}

/** A pattern for ILIKE that finds a text anywhere. */
export function patternFrom(value: unknown, field: string): string {
  if (typeof value !== 'string') throw invalid('filter', `Filter "${field}" takes a text.`)
  const [text = ''] = textsFrom(value, field)
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
