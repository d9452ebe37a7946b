import { checkCatalog } from '../../../api/catalog/check-catalog.ts'
import type { Finding } from '../../../api/catalog/finding.ts'
import { readTree } from '../../../api/catalog/read-tree.ts'
import type { CatalogTree, SourceFile } from '../../../api/catalog/tree.ts'

export const today = '2026-11-22'

/** The catalog in config/, read once. */
export const shipped: CatalogTree = await readTree('config')

const file = (path: string, bytes: Uint8Array): SourceFile => ({ path, label: `config/${path}`, bytes })

/** A file's text. */
export function textOf(path: string, tree: CatalogTree = shipped): string {
  const found = tree.files.find((candidate) => candidate.path === path)
  if (!found) throw new Error(`There is no ${path}.`)
  return new TextDecoder().decode(found.bytes)
}

/** The shipped catalog with some files replaced; null takes one out. */
export function withFiles(changes: Record<string, string | Uint8Array | null>): CatalogTree {
  const kept = shipped.files.filter((candidate) => !Object.hasOwn(changes, candidate.path))
  const written = Object.entries(changes).flatMap(([path, content]) =>
    content === null ? [] : file(path, typeof content === 'string' ? Buffer.from(content) : content),
  )
  return { ...shipped, files: [...kept, ...written].toSorted((one, other) => (one.path < other.path ? -1 : 1)) }
}

/** A text with one part replaced, which must be there. */
export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`"${from}" is not in the text.`)
  return text.replace(from, () => to)
}

/** The shipped catalog with one part of one file replaced. */
export const edited = (path: string, from: string, to: string): CatalogTree =>
  withFiles({ [path]: replaced(textOf(path), from, to) })

export const findingsOf = (tree: CatalogTree, date = today): Finding[] => checkCatalog(tree, date).findings

/** `path:line:column rule`, the way people would name a finding. */
export const placesOf = (tree: CatalogTree, date = today): string[] =>
  findingsOf(tree, date).map(
    (finding) => `${finding.file.replace('config/', '')}:${finding.line}:${finding.column} ${finding.rule}`,
  )
