import { type KillSwitch } from '../domain/catalog.ts'
import { type CatalogKind, type DeclaredEntry, catalogKinds } from '../domain/declared-entry.ts'
import { fieldAt } from './field-at.ts'
import { canonicalJson, changedFields } from './field-changes.ts'
import type { Normalise } from './normal-spec.ts'
import { type StoredEntry, keyOf } from './plan.ts'
import type { CatalogState, ReleaseMark } from './sync-plan.ts'

/** A field in three places. Absent: it is not there. */
export interface StatusField {
  /** Dotted path within the declaration; `(entry)` where the whole of it is there or not, `(id)` and `(order)`. */
  path: string
  files?: unknown
  released?: unknown
  database?: unknown
  /** Which side has moved since the last release. */
  movedIn: 'files' | 'database' | 'both'
}

export interface StatusEntry {
  kind: CatalogKind
  id: string
  fields: StatusField[]
  /** Who last changed the row by hand, and when, in ISO 8601. */
  edited: { by: string; at: string } | null
}

/** How the files, the last release and the database differ. */
export interface CatalogStatus {
  release: ReleaseMark | null
  /** Nothing differs anywhere. */
  inSync: boolean
  entries: StatusEntry[]
  /** Switched off by operators: theirs to decide, and no drift. */
  kills: { model: string; reason: string; by: string; at: string }[]
}

interface Sides {
  files: DeclaredEntry | undefined
  released: DeclaredEntry | undefined
  database: StoredEntry | undefined
}

function statusField(path: string, files: unknown, released: unknown, database: unknown): StatusField[] {
  const [inFiles, before, inDatabase] = [files, released, database].map(canonicalJson)
  // An edit by hand that the files say as well is no difference any more: the next release has it.
  if (inFiles === inDatabase) return []
  const movedIn = inDatabase === before ? 'files' : inFiles === before ? 'database' : 'both'
  return [
    {
      path,
      ...(files === undefined ? {} : { files }),
      ...(released === undefined ? {} : { released }),
      ...(database === undefined ? {} : { database }),
      movedIn,
    },
  ]
}

const presence = (entry: unknown): string => (entry === undefined ? 'absent' : 'there')

function fieldsOf(kind: CatalogKind, { files, released, database }: Sides, normalise: Normalise): StatusField[] {
  const entry = statusField('(entry)', presence(files), presence(released), presence(database))
  const specs = [files, released, database].flatMap((side) =>
    side ? [normalise(kind, side.spec as DeclaredEntry['spec'])] : [],
  )
  const [first] = specs
  const paths = new Set(specs.slice(1).flatMap((spec) => changedFields(first, spec).map(({ path }) => path)))
  const normal = (side: { spec: unknown } | undefined) =>
    side ? normalise(kind, side.spec as DeclaredEntry['spec']) : undefined
  const [inFiles, before, inDatabase] = [normal(files), normal(released), normal(database)]
  // A side without the entry has moved all of it, which is said once.
  const of = (side: unknown, path: string) => fieldAt(side ?? before ?? inFiles ?? inDatabase, path)
  const ids = statusField(
    '(id)',
    (files ?? released ?? database)?.id,
    (released ?? files ?? database)?.id,
    (database ?? released ?? files)?.id,
  )
  return [
    ...entry,
    ...ids,
    ...[...paths]
      .toSorted()
      .flatMap((path) => statusField(path, of(inFiles, path), of(before, path), of(inDatabase, path))),
  ]
}

/** Entries of a kind by the id that the files have for them. */
function sidesOf(kind: CatalogKind, declared: readonly DeclaredEntry[], state: CatalogState): Map<string, Sides> {
  const sides = new Map<string, Sides>()
  const newName = new Map<string, string>()
  const taken = new Set(state.stored.filter((row) => row.kind === kind).map(({ id }) => id))
  for (const entry of declared.filter((candidate) => candidate.kind === kind)) {
    sides.set(entry.id, { files: entry, released: undefined, database: undefined })
    if (entry.movedFrom !== undefined && !taken.has(entry.id)) newName.set(entry.movedFrom, entry.id)
  }
  const sideOf = (id: string): Sides => {
    const name = newName.get(id) ?? id
    const known = sides.get(name) ?? { files: undefined, released: undefined, database: undefined }
    sides.set(name, known)
    return known
  }
  for (const entry of state.released) if (entry.kind === kind) sideOf(entry.id).released = entry
  for (const row of state.stored) if (row.kind === kind && !row.archivedAt) sideOf(row.id).database = row
  return sides
}

/** The order in which people see entries, as each side has it. A difference is one of the whole kind. */
function orderOf(kind: CatalogKind, sides: ReadonlyMap<string, Sides>): StatusEntry[] {
  const common = [...sides].filter(([, { files, released, database }]) => files && released && database)
  const inOrder = (side: keyof Sides): string[] =>
    common
      .toSorted(
        // By id where two stand at one position, as the database shows them.
        ([id, one], [otherId, other]) =>
          (one[side]?.position ?? 0) - (other[side]?.position ?? 0) || (id < otherId ? -1 : 1),
      )
      .map(([id]) => id)
  const fields = statusField('(order)', inOrder('files'), inOrder('released'), inOrder('database'))
  return fields.length === 0 ? [] : [{ kind, id: '(all)', fields, edited: null }]
}

const editOf = (row: StoredEntry | undefined): StatusEntry['edited'] =>
  row?.editedBy != null && row.editedAt !== null ? { by: row.editedBy, at: row.editedAt.toISOString() } : null

/** Compares what the files say, what the last release wrote and what the database has now, field by field. Pure. */
export function catalogStatus(
  declared: readonly DeclaredEntry[],
  state: CatalogState,
  normalise: Normalise,
): CatalogStatus {
  const rows = new Map(state.stored.map((row) => [keyOf(row), row]))
  const entries = catalogKinds.flatMap((kind) => {
    const sides = sidesOf(kind, declared, state)
    const changed = [...sides].flatMap(([id, side]): StatusEntry[] => {
      const fields = fieldsOf(kind, side, normalise)
      const row = side.database ?? rows.get(keyOf({ kind, id: side.released?.id ?? id }))
      return fields.length === 0 ? [] : [{ kind, id, fields, edited: editOf(row) }]
    })
    return [...changed, ...orderOf(kind, sides)]
  })
  return { release: state.release, inSync: entries.length === 0, entries, kills: killsOf(state.kills) }
}

const killsOf = (kills: ReadonlyMap<string, KillSwitch>): CatalogStatus['kills'] =>
  [...kills].map(([model, { reason, by, at }]) => ({ model, reason, by, at: at.toISOString() }))
