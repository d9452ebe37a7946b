import { createHash } from 'node:crypto'
import { type CatalogKind, type DeclaredEntry, catalogKinds } from '../domain/declared-entry.ts'

/** What the database holds of one entry. */
export interface StoredEntry {
  kind: CatalogKind
  id: string
  position: number
  spec: unknown
  sourceFile: string
  sourceLine: number
  version: number
  archivedAt: Date | null
}

export interface FieldChange {
  /** Dotted path within the spec, such as `price.usd_per_image`. */
  path: string
  /** Absent: the field is new. */
  before?: unknown
  /** Absent: the field is gone. */
  after?: unknown
}

/** `place`: the same declaration, now at another line, file or position. */
export type ChangeAction = 'create' | 'update' | 'rename' | 'archive' | 'restore' | 'place'

export interface CatalogChange {
  kind: CatalogKind
  id: string
  action: ChangeAction
  /** The id before, of a rename. */
  from?: string
  fields: FieldChange[]
  /** Version of the row the plan was made from; null where there was none. */
  version: number | null
  /** What the row becomes; null for an archived one. */
  declared: DeclaredEntry | null
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
    return keys.flatMap((key) => changedFields(before[key], after[key], path ? `${path}.${key}` : key))
  }
  if (canonicalJson(before) === canonicalJson(after)) return []
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }]
}

/** What identifies the content of a catalog, whatever the order of its keys. */
export function catalogHash(declared: readonly DeclaredEntry[]): string {
  const content = declared.map(({ kind, id, position, spec }) => [kind, id, position, spec])
  return createHash('sha256')
    .update(canonicalJson(content.toSorted((one, other) => (canonicalJson(one) < canonicalJson(other) ? -1 : 1))))
    .digest('hex')
}

function changeOf(entry: DeclaredEntry, stored: StoredEntry | undefined): CatalogChange | undefined {
  if (!stored)
    return {
      kind: entry.kind,
      id: entry.id,
      action: 'create',
      fields: changedFields({}, entry.spec),
      version: null,
      declared: entry,
    }
  const fields = changedFields(stored.spec, entry.spec)
  const isRename = stored.id !== entry.id
  const isPlaced =
    stored.position !== entry.position ||
    stored.sourceFile !== entry.sourceFile ||
    stored.sourceLine !== entry.sourceLine
  const action: ChangeAction | undefined = isRename
    ? 'rename'
    : stored.archivedAt
      ? 'restore'
      : fields.length > 0
        ? 'update'
        : isPlaced
          ? 'place'
          : undefined
  if (!action) return undefined
  return {
    kind: entry.kind,
    id: entry.id,
    action,
    ...(isRename ? { from: stored.id } : {}),
    fields,
    version: stored.version,
    declared: entry,
  }
}

/** What must change for the database to hold what is declared. Pure: a dry run and an apply cannot differ. Empty: nothing. */
export function planChanges(declared: readonly DeclaredEntry[], stored: readonly StoredEntry[]): CatalogChange[] {
  return catalogKinds.flatMap((kind) => {
    const storedById = new Map(stored.filter((entry) => entry.kind === kind).map((entry) => [entry.id, entry]))
    const kept = new Set<string>()
    const changes = declared
      .filter((entry) => entry.kind === kind)
      .flatMap((entry) => {
        const before =
          storedById.get(entry.id) ?? (entry.movedFrom === undefined ? undefined : storedById.get(entry.movedFrom))
        if (before) kept.add(before.id)
        return changeOf(entry, before) ?? []
      })
    const archived = [...storedById.values()]
      .filter((entry) => !kept.has(entry.id) && !entry.archivedAt)
      .map((entry): CatalogChange => ({
        kind,
        id: entry.id,
        action: 'archive',
        fields: [],
        version: entry.version,
        declared: null,
      }))
    return [...changes, ...archived]
  })
}
