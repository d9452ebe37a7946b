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

const nothing: ReadonlySet<string> = new Set()

/** A class, and not an object with functions of its own: a catalog may have thousands. */
class DeclaredEntry<T> implements Entry<T> {
  readonly kind: FileKind
  readonly document: CatalogDocument
  readonly path: Path
  readonly spec: Partial<T>
  readonly isReadable: boolean
  private readonly spoilt: ReadonlySet<string>

  constructor(
    about: { kind: FileKind; document: CatalogDocument; path: Path },
    spec: Partial<T> | undefined,
    spoilt: ReadonlySet<string>,
  ) {
    this.kind = about.kind
    this.document = about.document
    this.path = about.path
    this.spec = spec ?? {}
    this.isReadable = spec !== undefined
    this.spoilt = spoilt
  }

  has(field: keyof T & string): boolean {
    return !this.isReadable || this.spoilt.has(field) || Object.hasOwn(this.spec, field)
  }

  mayBe<K extends keyof T & string>(field: K, value: T[K]): boolean {
    return !this.isReadable || this.spoilt.has(field) || this.spec[field] === value
  }

  place(inner: Path = [], part: Part = 'value'): Place {
    return this.isReadable
      ? this.document.placeOf([...this.path, ...inner], part)
      : this.document.placeOf(this.path, 'value')
  }
}

/** A file or item that nothing is known of. */
export const unreadableEntry = <T>(kind: FileKind, document: CatalogDocument, path: Path = []): Entry<T> =>
  new DeclaredEntry<T>({ kind, document, path }, undefined, nothing)

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
  return new DeclaredEntry<T>({ kind, document, path }, sound as Partial<T>, spoilt.size === 0 ? nothing : spoilt)
}
