import type { DeclaredEntry } from '../../domain/declared-entry.ts'
import type { SourceFile } from '../tree.ts'

/** What of an entry is written into files. */
export type ExportedEntry = Pick<DeclaredEntry, 'kind' | 'id' | 'spec' | 'sourceFile' | 'movedFrom'>

/** The folder that is exported to, as it is. */
export interface ExportTarget {
  /** As people are shown it. */
  label: string
  /** Every YAML, JSON and TOML file outside schema/. */
  files: readonly SourceFile[]
  /** Its schemas, by path from schema/; undefined where it has no such folder. */
  ownSchemas: readonly SourceFile[] | undefined
  /** The schemas that Atelier ships. */
  shippedSchemas: readonly SourceFile[]
}

/** A file that is to be another one. */
export interface FileChange {
  /** From the folder, with forward slashes. */
  path: string
  /** Null: there is none. */
  before: string | null
  /** Null: it goes. */
  after: string | null
}

export const pathLabel = ({ label }: ExportTarget, path: string): string => (label === '.' ? path : `${label}/${path}`)

/** A change, unless it changes nothing. */
export const changeOf = (path: string, before: string | null, after: string | null): FileChange[] =>
  before === after ? [] : [{ path, before, after }]
