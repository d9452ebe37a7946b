import type { CatalogDocument, Part, Path } from './document.ts'
import type { Place } from './finding.ts'
import type { FileKind } from './tree.ts'

/**
 * One declared thing: a model, a tier and so on. Made for half-broken catalogs: `spec` holds the fields that can be
 * relied on, and a rule that concludes something from what is absent asks `mayBe` first, so that one mistake is
 * reported once and not again by everything that depended on it.
 */
export interface Entry<T> {
  kind: FileKind
  document: CatalogDocument
  /** From the root of the document. */
  path: Path
  spec: Partial<T>
  /** False for what stands in for a file or an item that could not be read at all. */
  isReadable: boolean
  /** Whether a field is there, readable or not. */
  has(field: keyof T & string): boolean
  /** Whether a field could have this value: it has it, or it cannot be read. */
  mayBe<K extends keyof T & string>(field: K, value: T[K]): boolean
  /** Where a field's value, key, or a part of it stands. An absent field is placed at the entry's first key. */
  place(path?: Path, part?: Part): Place
}

/** A file or item that nothing is known of. */
export function unreadableEntry<T>(kind: FileKind, document: CatalogDocument, path: Path = []): Entry<T> {
  return {
    kind,
    document,
    path,
    spec: {},
    isReadable: false,
    has: () => true,
    mayBe: () => true,
    place: () => ({ file: document.file.label, ...document.positionOf(path, 'value') }),
  }
}

/** `spoilt` are the names of the fields that a finding was reported about. */
export function readableEntry<T>(
  kind: FileKind,
  document: CatalogDocument,
  path: Path,
  value: Record<string, unknown>,
  spoilt: ReadonlySet<string>,
): Entry<T> {
  const sound =
    spoilt.size === 0 ? value : Object.fromEntries(Object.entries(value).filter(([name]) => !spoilt.has(name)))
  // The schema has found nothing wrong with these fields, so they are what the type says.
  const spec = sound as Partial<T>
  return {
    kind,
    document,
    path,
    spec,
    isReadable: true,
    has: (field) => spoilt.has(field) || Object.hasOwn(value, field),
    mayBe: (field, wanted) => spoilt.has(field) || spec[field] === wanted,
    place: (inner = [], part = 'value') => ({
      file: document.file.label,
      ...document.positionOf([...path, ...inner], part),
    }),
  }
}
