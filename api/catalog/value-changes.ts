const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** A list without one of its items counts as one change, at whichever place. */
function listChanges(before: readonly unknown[], after: readonly unknown[]): number {
  if (before.length === after.length) {
    return before.reduce((sum: number, item, index) => sum + valueChanges(item, after[index]), 0)
  }
  const isShorter = before.some((_, index) => isSame(before.toSpliced(index, 1), after))
  return isShorter ? 1 : Infinity
}

/** A key with another name for the same value, in the same place, counts as one change. */
function objectChanges(before: Record<string, unknown>, after: Record<string, unknown>): number {
  const [old, now] = [Object.entries(before), Object.entries(after)]
  if (old.length !== now.length) return Infinity
  return old.reduce((sum, [name, value], index) => {
    const [otherName, other] = now[index] ?? []
    return sum + (name === otherName ? 0 : 1) + valueChanges(value, other)
  }, 0)
}

/** How many single changes make one JSON value of another; infinite where it takes more than those that a fix makes. */
export function valueChanges(before: unknown, after: unknown): number {
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after)
  if (isObject(before) && isObject(after)) return objectChanges(before, after)
  if (typeof before === 'object' || typeof after === 'object') return before === null && after === null ? 0 : Infinity
  return before === after ? 0 : 1
}
