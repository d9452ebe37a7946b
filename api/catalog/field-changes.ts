import { pathWith } from './field-path.ts'

/** A field that differs between two values. */
export interface FieldChange {
  /** Dotted path within the value, such as `price.usd_per_image`. */
  path: string
  /** Absent: the field is new. */
  before?: unknown
  /** Absent: the field is gone. */
  after?: unknown
}

/** JSON with sorted keys: the database gives keys back in an order of its own. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Field by field; lists are compared whole. */
export function changedFields(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
    return keys.flatMap((key) => changedFields(before[key], after[key], pathWith(path, key)))
  }
  if (canonicalJson(before) === canonicalJson(after)) return []
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }]
}
