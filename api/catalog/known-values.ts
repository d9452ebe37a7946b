import type { Entry } from './entry.ts'

/** The values that entries have in one field. */
interface KnownValues {
  values: ReadonlySet<unknown>
  /** Whether an entry has one that cannot be read, which could be any. */
  isOpen: boolean
}

/** Each rule asks for every entry; looking through all others each time would take the square of their number. */
const known = new WeakMap<object, Map<string, KnownValues>>()

function knownValues<T>(entries: readonly Entry<T>[], field: keyof T & string): KnownValues {
  const byField = known.get(entries) ?? new Map<string, KnownValues>()
  known.set(entries, byField)
  const found = byField.get(field)
  if (found) return found
  const made = {
    values: new Set(entries.map((entry) => entry.spec[field])),
    isOpen: entries.some((entry) => entry.spec[field] === undefined && entry.has(field)),
  }
  byField.set(field, made)
  return made
}

/** Whether one of the entries has a value in a field. */
export const isDeclared = <T, K extends keyof T & string>(
  entries: readonly Entry<T>[],
  field: K,
  value: T[K],
): boolean => knownValues(entries, field).values.has(value)

/** Whether one of the entries could have a value in a field: it has it, or what it has cannot be read. */
export function mayBeDeclared<T, K extends keyof T & string>(
  entries: readonly Entry<T>[],
  field: K,
  value: T[K],
): boolean {
  const { values, isOpen } = knownValues(entries, field)
  return isOpen || values.has(value)
}
