import { createHash } from 'node:crypto'
import { type CatalogKind, type DeclaredEntry, catalogKinds } from '../domain/declared-entry.ts'
import { fieldAt } from './field-at.ts'
import { type FieldChange, canonicalJson, changedFields } from './field-changes.ts'
import { movedItems } from './moved-items.ts'
import type { Normalise } from './normal-spec.ts'

/** What the database holds of one entry. */
export interface StoredEntry {
  kind: CatalogKind
  id: string
  position: number
  spec: unknown
  sourceFile: string
  sourceLine: number
  version: number
  /** The release that wrote it. */
  releaseId: number
  archivedAt: Date | null
  /** Who changed it since by hand, and when. */
  editedBy: string | null
  editedAt: Date | null
}

/** `reorder`: the same declaration, now before or after others of its file. */
export type ChangeAction = 'create' | 'update' | 'rename' | 'archive' | 'restore' | 'reorder'

/** Who moved a field since the last release: the files alone where nothing is said. */
export interface PlannedField extends FieldChange {
  movedIn?: 'database' | 'both'
}

export interface CatalogChange {
  kind: CatalogKind
  id: string
  action: ChangeAction
  /** The id before, of a rename. */
  from?: string
  fields: PlannedField[]
  /** Version of the row the plan was made from; null where there was none. */
  version: number | null
  /** What the row becomes; null for an archived one. */
  declared: DeclaredEntry | null
  /** The last edit of the row by hand, if no release has written it since. `at` is ISO 8601. */
  edited?: { by: string; at: string }
}

export interface PlanInput {
  declared: readonly DeclaredEntry[]
  stored: readonly StoredEntry[]
  /** What the last release wrote. */
  released: readonly DeclaredEntry[]
  normalise: Normalise
}

export interface EntryChanges {
  /** What people are asked about. Empty: nothing is to be done. */
  changes: CatalogChange[]
  /** Entries that stay as they are and only stand elsewhere. Written along with changes, and no reason to write. */
  placed: DeclaredEntry[]
}

export const keyOf = ({ kind, id }: { kind: CatalogKind; id: string }): string => `${kind} ${id}`

/** What identifies the content of a catalog, whatever the order of its keys. */
export function catalogHash(declared: readonly DeclaredEntry[], normalise: Normalise): string {
  const lines = declared.map(({ kind, id, position, spec }) =>
    canonicalJson([kind, id, position, normalise(kind, spec)]),
  )
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex')
}

/** The normal form of specs, made once for each. */
function normalForms(normalise: Normalise): (kind: CatalogKind, spec: unknown) => unknown {
  const known = new WeakMap<object, unknown>()
  return (kind, spec) => {
    if (typeof spec !== 'object' || spec === null) return spec
    const made = known.get(spec) ?? normalise(kind, spec as DeclaredEntry['spec'])
    known.set(spec, made)
    return made
  }
}

interface Comparison {
  normal: (kind: CatalogKind, spec: unknown) => unknown
  released: ReadonlyMap<string, DeclaredEntry>
}

/** The differences between a row and its declaration, each with who moved it since the last release. */
function plannedFields(entry: DeclaredEntry, stored: StoredEntry, { normal, released }: Comparison): PlannedField[] {
  const last = released.get(keyOf(stored))
  const [before, after] = [normal(entry.kind, stored.spec), normal(entry.kind, entry.spec)]
  const wasReleased = last ? normal(entry.kind, last.spec) : undefined
  return changedFields(before, after).map((field) => {
    if (wasReleased === undefined) return field
    const atRelease = canonicalJson(fieldAt(wasReleased, field.path))
    if (atRelease === canonicalJson(field.before)) return field
    return { ...field, movedIn: atRelease === canonicalJson(field.after) ? 'database' : 'both' }
  })
}

function actionFor(entry: DeclaredEntry, stored: StoredEntry, hasFields: boolean): ChangeAction | undefined {
  if (stored.id !== entry.id) return 'rename'
  if (stored.archivedAt) return 'restore'
  return hasFields ? 'update' : undefined
}

function changeOf(
  entry: DeclaredEntry,
  stored: StoredEntry | undefined,
  comparison: Comparison,
): CatalogChange | undefined {
  const { kind, id } = entry
  if (!stored)
    return { kind, id, action: 'create', fields: changedFields({}, entry.spec), version: null, declared: entry }
  const fields = plannedFields(entry, stored, comparison)
  const action = actionFor(entry, stored, fields.length > 0)
  if (!action) return undefined
  return {
    kind,
    id,
    action,
    ...(action === 'rename' ? { from: stored.id } : {}),
    fields,
    version: stored.version,
    declared: entry,
    ...editOf(stored),
  }
}

/** Who last changed a row by hand, if no release has written it since. */
export const editOf = ({ editedBy, editedAt }: StoredEntry): Pick<CatalogChange, 'edited'> =>
  editedBy !== null && editedAt !== null ? { edited: { by: editedBy, at: editedAt.toISOString() } } : {}

const archiveOf = (stored: StoredEntry): CatalogChange => ({
  kind: stored.kind,
  id: stored.id,
  action: 'archive',
  fields: [],
  version: stored.version,
  declared: null,
  ...editOf(stored),
})

interface Pair {
  entry: DeclaredEntry
  stored: StoredEntry | undefined
}

/**
 * Each declaration with its row: the one of its id, else the one it had before a rename. Where the row of its id is
 * another's under that other's own former name, as going back over two renames can have it, that other has it.
 */
function pairsOf(declared: readonly DeclaredEntry[], stored: readonly StoredEntry[]): Pair[] {
  const byId = new Map(stored.map((entry) => [entry.id, entry]))
  const movedAway = new Set(declared.flatMap(({ movedFrom }) => movedFrom ?? []))
  return declared.map((entry) => {
    const before = entry.movedFrom === undefined ? undefined : byId.get(entry.movedFrom)
    const own = byId.get(entry.id)
    const isOwn = own && !(before?.archivedAt === null && movedAway.has(own.id))
    return { entry, stored: isOwn ? own : before?.archivedAt === null ? before : own }
  })
}

/** Models and parameter sets have a file each, and all stand at 0: there is no order that anybody chose. */
const isListed = (pairs: readonly Pair[]): boolean => !['models', 'parameter_sets'].includes(pairs[0]?.entry.kind ?? '')

/** Entries that now stand before or after others than they did, and have no other change. */
function reorders(pairs: readonly Pair[], changed: ReadonlySet<DeclaredEntry>): CatalogChange[] {
  const common = pairs.flatMap(({ entry, stored }) => (stored && !stored.archivedAt ? [{ entry, stored }] : []))
  // As the database shows them: by id where two stand at one position.
  const before = common.toSorted(
    ({ stored: one }, { stored: other }) => one.position - other.position || (one.id < other.id ? -1 : 1),
  )
  const moved = isListed(common) ? movedItems(before, common) : new Set()
  return common.flatMap((pair, index): CatalogChange[] => {
    const { entry, stored } = pair
    if (!moved.has(pair) || changed.has(entry)) return []
    const fields = [{ path: 'order', before: before.indexOf(pair) + 1, after: index + 1 }]
    return [
      {
        kind: entry.kind,
        id: entry.id,
        action: 'reorder',
        fields,
        version: stored.version,
        declared: entry,
        ...editOf(stored),
      },
    ]
  })
}

const isElsewhere = (entry: DeclaredEntry, stored: StoredEntry): boolean =>
  stored.position !== entry.position || stored.sourceFile !== entry.sourceFile || stored.sourceLine !== entry.sourceLine

function changesOfKind(
  declared: readonly DeclaredEntry[],
  stored: readonly StoredEntry[],
  comparison: Comparison,
): EntryChanges {
  const pairs = pairsOf(declared, stored)
  const changes = pairs.flatMap(({ entry, stored: row }) => changeOf(entry, row, comparison) ?? [])
  const changed = new Set(changes.flatMap((change) => change.declared ?? []))
  const moved = reorders(pairs, changed)
  for (const { declared: entry } of moved) if (entry) changed.add(entry)
  const kept = new Set(pairs.map((pair) => pair.stored))
  const archived = stored.filter((entry) => !kept.has(entry) && !entry.archivedAt).map(archiveOf)
  const placed = pairs.flatMap(({ entry, stored: row }) =>
    row && !changed.has(entry) && isElsewhere(entry, row) ? [entry] : [],
  )
  return { changes: [...changes, ...moved, ...archived], placed }
}

/** What must change for the database to hold what is declared. Pure: a dry run and an apply cannot differ. */
export function planChanges({ declared, stored, released, normalise }: PlanInput): EntryChanges {
  const comparison = {
    normal: normalForms(normalise),
    released: new Map(released.map((entry) => [keyOf(entry), entry])),
  }
  const byKind = catalogKinds.map((kind) =>
    changesOfKind(
      declared.filter((entry) => entry.kind === kind),
      stored.filter((entry) => entry.kind === kind),
      comparison,
    ),
  )
  return { changes: byKind.flatMap(({ changes }) => changes), placed: byKind.flatMap(({ placed }) => placed) }
}
