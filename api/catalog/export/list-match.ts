import { isDeepStrictEqual } from 'node:util'
import { isRecord } from './record.ts'

const idOf = (item: unknown): unknown => (isRecord(item) ? item['id'] : undefined)

/**
 * For each wanted item the index of the one that it was: the one with its id or the id that it had before a rename, or
 * an equal one where items have no ids. Undefined for a new one.
 */
export function matchedItems(
  items: readonly unknown[],
  wanted: readonly unknown[],
  formerIds: ReadonlyMap<unknown, string>,
): (number | undefined)[] {
  const free = new Set(items.keys())
  const taken = (fits: (item: unknown) => boolean): number | undefined => {
    const found = [...free].find((index) => fits(items[index]))
    if (found !== undefined) free.delete(found)
    return found
  }
  const own = wanted.map((item) => {
    const id = idOf(item)
    return taken(id === undefined ? (other) => isDeepStrictEqual(other, item) : (other) => idOf(other) === id)
  })
  return own.map((index, place) => {
    const former = formerIds.get(idOf(wanted[place]))
    return index ?? (former === undefined ? undefined : taken((other) => idOf(other) === former))
  })
}
