import type { CheckedDocument } from './catalog-entries.ts'
import type { CatalogDocument, Path } from './document.ts'
import { isMapping } from './merged-value.ts'
import { type FileKind, environmentOfPath, fileKinds } from './tree.ts'

/** What tells one thing from another, now and before a rename. It is the same thing in every environment. */
export const identityKeys: readonly string[] = ['id', 'model_name', 'moved_from']

/** What one environment has otherwise than the base files. */
export interface Overlay {
  environment: string
  document: CatalogDocument
  entries: readonly OverlayEntry[]
}

/** What an environment has otherwise about one thing. */
export interface OverlayEntry {
  kind: FileKind
  /** `system` for the settings, as everywhere. */
  id: string
  /** In the environment's file. */
  path: Path
  /** Without what tells which thing it is. */
  value: Record<string, unknown>
}

/** One value that an environment sets. A list is one value. */
export interface OverlayField {
  kind: FileKind
  id: string
  /** Within the entry. */
  path: readonly string[]
  value: unknown
}

export const settingsId = 'system'

function entryOf(kind: FileKind, id: string, path: Path, value: unknown): OverlayEntry[] {
  if (!isMapping(value)) return []
  const fields = Object.entries(value).filter(([name]) => !identityKeys.includes(name))
  return [{ kind, id, path, value: Object.fromEntries(fields) }]
}

function entriesOf(document: CatalogDocument): OverlayEntry[] {
  const { value } = document
  if (!document.isReadable || !isMapping(value)) return []
  return fileKinds.flatMap((kind) => {
    const ofKind = value[kind]
    if (kind === 'settings') return entryOf(kind, settingsId, [kind], ofKind)
    if (!isMapping(ofKind)) return []
    return Object.entries(ofKind).flatMap(([id, entry]) => entryOf(kind, id, [kind, id], entry))
  })
}

/** The environments among the files of a catalog. */
export const overlaysOf = (checked: readonly CheckedDocument[]): Overlay[] =>
  checked.flatMap(({ kind, document }) => {
    const environment = kind === 'environments' ? environmentOfPath(document.file.path) : undefined
    return environment === undefined ? [] : [{ environment, document, entries: entriesOf(document) }]
  })

function* fieldsIn(entry: OverlayEntry, value: unknown, path: readonly string[]): Iterable<OverlayField> {
  if (isMapping(value) && Object.keys(value).length > 0) {
    for (const [name, inner] of Object.entries(value)) yield* fieldsIn(entry, inner, [...path, name])
  } else yield { kind: entry.kind, id: entry.id, path, value }
}

/** Every value that an environment sets, in the order of its file's kinds. */
export const overlayFields = (entry: OverlayEntry): OverlayField[] =>
  Object.entries(entry.value).flatMap(([name, inner]) => [...fieldsIn(entry, inner, [name])])
