import type { CatalogContext } from './context.ts'
import { type CatalogDocument, type Path, readDocument } from './document.ts'
import { type Entry, readableEntry, unreadableEntry } from './entry.ts'
import type { Finding } from './finding.ts'
import { groupedBy } from '../domain/grouped.ts'
import { overlaysOf } from './overlay.ts'
import type { SchemaSet } from './schema-set.ts'
import type { DocumentKind, FileKind, ListKind } from './tree.ts'

/** A document, what it declares, and which of its values a finding was reported about. */
export interface CheckedDocument {
  kind: DocumentKind
  document: CatalogDocument
  findings: Finding[]
  spoilt: Path[]
}

/** Whether a path leads to, or into, what another one leads to. */
export const startsWith = (path: Path, prefix: Path): boolean =>
  prefix.every((step, index) => String(path[index]) === String(step))

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names of the fields below a path that findings were reported about. */
const spoiltFields = (spoilt: readonly Path[], prefix: Path): ReadonlySet<string> =>
  new Set(
    spoilt
      .filter((path) => path.length > prefix.length && startsWith(path, prefix))
      .map((path) => String(path[prefix.length])),
  )

const isSpoilt = (spoilt: readonly Path[], path: Path): boolean => spoilt.some((broken) => startsWith(path, broken))

function entryAt<T>(
  kind: FileKind,
  { document, spoilt }: CheckedDocument,
  path: Path = [],
  value: unknown = document.value,
): Entry<T> {
  if (!document.isReadable || !isObject(value) || isSpoilt(spoilt, path)) return unreadableEntry(kind, document, path)
  return readableEntry(kind, document, path, value, spoiltFields(spoilt, path))
}

/** The entries of one kind. A list that cannot be read counts as one entry that nothing is known of. */
function entriesOf<T>(checked: readonly CheckedDocument[], kind: FileKind): Entry<T>[] {
  const ofKind = checked.filter((candidate) => candidate.kind === kind)
  if (kind === 'models') return ofKind.map((file) => entryAt<T>(kind, file))
  const [file] = ofKind
  if (!file) return [unreadableEntry(kind, readDocument({ path: '', label: '', bytes: new Uint8Array() }))]
  if (kind === 'settings') return [entryAt<T>(kind, file)]
  return listEntries(file, kind)
}

function listEntries<T>(file: CheckedDocument, kind: ListKind): Entry<T>[] {
  const list = isObject(file.document.value) ? file.document.value[kind] : undefined
  if (!Array.isArray(list) || isSpoilt(file.spoilt, [kind])) return [unreadableEntry(kind, file.document)]
  const byItem = groupedBy(file.spoilt, (path) => (path[0] === kind ? String(path[1]) : undefined))
  return list.map((item: unknown, index) => {
    const spoilt = byItem.get(String(index)) ?? []
    return entryAt<T>(kind, { ...file, spoilt }, [kind, index], item)
  })
}

/** What the rules look at. */
export function contextOf(
  checked: readonly CheckedDocument[],
  documents: CatalogDocument[],
  schemas: SchemaSet,
  today: string,
): CatalogContext {
  return {
    today,
    documents,
    sources: new Map(documents.map(({ file, source }) => [file.label, source])),
    models: entriesOf(checked, 'models'),
    tiers: entriesOf(checked, 'tiers'),
    plans: entriesOf(checked, 'plans'),
    styles: entriesOf(checked, 'styles'),
    providers: entriesOf(checked, 'providers'),
    settings: entriesOf(checked, 'settings'),
    overlays: overlaysOf(checked),
    schemas,
  }
}
