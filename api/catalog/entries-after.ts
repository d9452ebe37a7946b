import { type DeclaredEntry, catalogKinds } from '../domain/declared-entry.ts'
import { type CatalogChange, type StoredEntry, keyOf } from './plan.ts'

/** A row as it would be declared. */
const declaredOf = ({ kind, id, position, spec, sourceFile, sourceLine }: StoredEntry): DeclaredEntry => ({
  kind,
  id,
  position,
  spec: spec as DeclaredEntry['spec'],
  sourceFile,
  sourceLine,
})

/** What rows declare that are in force. */
export const liveEntries = (stored: readonly StoredEntry[]): DeclaredEntry[] =>
  stored.filter((entry) => !entry.archivedAt).map(declaredOf)

/** By kind, and within a kind as people see them. */
export const inOrder = <T extends DeclaredEntry>(entries: readonly T[]): T[] =>
  catalogKinds.flatMap((kind) =>
    entries
      .filter((entry) => entry.kind === kind)
      .toSorted((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1)),
  )

/** The catalog that rows make once changes are applied to them. */
export function entriesAfter(
  stored: readonly StoredEntry[],
  changes: readonly CatalogChange[],
  placed: readonly DeclaredEntry[],
): DeclaredEntry[] {
  const entries = new Map(liveEntries(stored).map((entry) => [keyOf(entry), entry]))
  for (const entry of placed) entries.set(keyOf(entry), { ...entries.get(keyOf(entry)), ...entry })
  // All first: one entry may get the name that another gives up.
  for (const { kind, id, from } of changes) entries.delete(keyOf({ kind, id: from ?? id }))
  for (const { declared } of changes) if (declared) entries.set(keyOf(declared), declared)
  return inOrder([...entries.values()])
}
