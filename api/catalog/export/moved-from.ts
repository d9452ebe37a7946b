import type { ExportedEntry } from './export-target.ts'
import type { PlainRecord } from './record.ts'

/**
 * A declaration with the `moved_from` that its file has: that is about the row, and no row says it. A name that is
 * declared again is taken out, since nothing can have been renamed from it.
 */
export function withMovedFrom(
  spec: PlainRecord,
  before: PlainRecord | undefined,
  ids: ReadonlySet<unknown>,
): PlainRecord {
  const movedFrom = before?.['moved_from']
  return movedFrom === undefined || ids.has(movedFrom) ? spec : { ...spec, moved_from: movedFrom }
}

/** The ids that entries had before a rename, by the ids that they have. */
export const formerIdsOf = (entries: readonly ExportedEntry[]): Map<unknown, string> =>
  new Map(entries.flatMap(({ id, movedFrom }) => (movedFrom === undefined ? [] : [[id, movedFrom] as const])))
