import { type CatalogKind, type DeclaredEntry, catalogKinds } from '../domain/declared-entry.ts'
import { changedFields } from './field-changes.ts'
import type { Normalise } from './normal-spec.ts'
import type { StoredEntry } from './plan.ts'

/** `missing`: it was taken out. `added`: no release has it. */
export type DriftState = 'changed' | 'missing' | 'added'

export interface DriftedField {
  /** Dotted path within the spec, or `position`. */
  path: string
  /** Absent: the release has no such field. */
  released?: unknown
  /** Absent: the field is gone. */
  now?: unknown
}

/** An entry that the database has otherwise than the release. */
export interface DriftedEntry {
  kind: CatalogKind
  id: string
  state: DriftState
  fields: DriftedField[]
  sourceFile: string
  sourceLine: number
  /** Null where nobody can know, as of a row that was deleted. */
  editedBy: string | null
  editedAt: Date | null
}

function driftedFields(
  released: DeclaredEntry | undefined,
  stored: StoredEntry | undefined,
  normalise: Normalise,
): DriftedField[] {
  const normal = ({ kind, spec }: DeclaredEntry | StoredEntry) => normalise(kind, spec as DeclaredEntry['spec'])
  const specs =
    released && stored
      ? changedFields(normal(released), normal(stored))
      : changedFields(released?.spec ?? {}, stored?.spec ?? {})
  const positions = released && stored ? changedFields(released.position, stored.position, 'position') : []
  return [...specs, ...positions].map(({ path, ...change }) => ({
    path,
    ...('before' in change ? { released: change.before } : {}),
    ...('after' in change ? { now: change.after } : {}),
  }))
}

function driftOfEntry(
  released: DeclaredEntry | undefined,
  row: StoredEntry | undefined,
  normalise: Normalise,
): Omit<DriftedEntry, 'kind' | 'id'> | undefined {
  const stored = row?.archivedAt ? undefined : row
  const place = released ?? stored
  if (!place) return undefined
  const fields = driftedFields(released, stored, normalise)
  if (released && stored && fields.length === 0) return undefined
  return {
    state: !released ? 'added' : !stored ? 'missing' : 'changed',
    fields,
    sourceFile: place.sourceFile,
    sourceLine: place.sourceLine,
    editedBy: row?.editedBy ?? null,
    editedAt: row?.editedAt ?? null,
  }
}

/** What the database says otherwise than a release wrote. Kill switches are no part of it: they belong to the database. */
export function driftOf({
  released,
  stored,
  normalise,
}: {
  released: readonly DeclaredEntry[]
  stored: readonly StoredEntry[]
  normalise: Normalise
}): DriftedEntry[] {
  return catalogKinds.flatMap((kind) => {
    const releasedById = new Map(released.filter((entry) => entry.kind === kind).map((entry) => [entry.id, entry]))
    const storedById = new Map(stored.filter((entry) => entry.kind === kind).map((entry) => [entry.id, entry]))
    return [...new Set([...releasedById.keys(), ...storedById.keys()])].flatMap((id) => {
      const drift = driftOfEntry(releasedById.get(id), storedById.get(id), normalise)
      return drift ? [{ kind, id, ...drift }] : []
    })
  })
}
