import type { Context } from 'hono'
import type { ListQuery as WireListQuery } from '../contract/types.gen.ts'
import type { ListQuery } from '../db/list-query.ts'
import { AppError } from '../domain/error.ts'

const integerMax = 2 ** 31 - 1

/** The id in the path. What no id can look like is not found, like an id that nobody has. */
export const idIn = (c: Context, what: string): number => idFrom(c.req.param('id') ?? '', what)

/** Ids of images and generations may be larger. */
export const bigIdIn = (c: Context, what: string): number => bigIdFrom(c.req.param('id') ?? '', what)

/** The same from anywhere else in the address. */
export const bigIdFrom = (text: string, what: string): number => idFrom(text, what, Number.MAX_SAFE_INTEGER)

/** An id from its digits. */
export function idFrom(text: string, what: string, max = integerMax): number {
  const id = Number(text)
  if (!/^[1-9]\d*$/.test(text) || id > max) throw new AppError('not_found', `There is no ${what} "${text}".`)
  return id
}

/** The id of a catalog record in the path. */
export function textIdIn(c: Context, what: string): string {
  const id = c.req.param('id') ?? ''
  if (id.includes('\0')) throw new AppError('not_found', `There is no such ${what}.`)
  return id
}

/** The record, or the refusal that there is none. */
export function found<T>(record: T | undefined, what: string, id: number | string): T {
  if (record === undefined)
    throw new AppError('not_found', `There is no ${what} ${typeof id === 'string' ? `"${id}"` : id}.`)
  return record
}

function filterFrom(text: string | undefined): Record<string, unknown> {
  if (text === undefined || text === '') return {}
  const message = 'filter must be a JSON object, such as {"id":[1,2]}.'
  try {
    const filter: unknown = JSON.parse(text)
    if (typeof filter === 'object' && filter !== null && !Array.isArray(filter))
      return filter as Record<string, unknown>
  } catch (error) {
    throw new AppError('invalid', message, { fields: { filter: message }, cause: error })
  }
  throw new AppError('invalid', message, { fields: { filter: message } })
}

/** A list's query with its numbers and its filter read. The list itself checks the fields. */
export function listQueryFrom(wire: WireListQuery): ListQuery {
  return {
    page: Number(wire.page ?? 1),
    perPage: Number(wire.perPage ?? 25),
    sort: wire.sort,
    order: wire.order?.toLowerCase() === 'desc' ? 'desc' : wire.order ? 'asc' : undefined,
    filter: filterFrom(wire.filter),
  }
}
