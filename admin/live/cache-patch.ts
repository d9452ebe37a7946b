import type { QueryClient } from '@tanstack/react-query'

type Id = number | string
type Known = { id: Id }

const hasKey = <Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> =>
  typeof value === 'object' && value !== null && key in value

const isRecord = (value: unknown): value is Known =>
  hasKey(value, 'id') && (typeof value.id === 'number' || typeof value.id === 'string')

/** The same answer with `change` made to each record in it; the identical answer where nothing changed, so nothing is drawn again. */
function changeIn(answer: unknown, change: (record: Known) => Known): unknown {
  if (Array.isArray(answer)) {
    const next = answer.map((item: unknown) => (isRecord(item) ? change(item) : item))
    return next.some((item, index) => item !== answer[index]) ? next : answer
  }
  if (hasKey(answer, 'data')) {
    const data = changeIn(answer.data, change)
    return data === answer.data ? answer : { ...answer, data }
  }
  return isRecord(answer) ? change(answer) : answer
}

/** Changes the records of a resource wherever they are cached: lists, references and single records. */
export function changeRecords(client: QueryClient, resource: string, change: (record: Known) => Known): void {
  client.setQueriesData({ queryKey: [resource] }, (answer: unknown) => changeIn(answer, change))
}

/** Puts fresh records in the place of the cached ones with the same id. */
export function putRecords(client: QueryClient, resource: string, fresh: readonly Known[]): void {
  const byId = new Map(fresh.map((record) => [String(record.id), record]))
  changeRecords(client, resource, (record) => byId.get(String(record.id)) ?? record)
}

/** Whether any page that is open shows this record. */
export function isShown(client: QueryClient, resource: string, id: Id): boolean {
  let found = false
  const look = (record: Known): Known => {
    if (String(record.id) === String(id)) found = true
    return record
  }
  for (const [, answer] of client.getQueriesData({ queryKey: [resource], type: 'active' })) changeIn(answer, look)
  return found
}
