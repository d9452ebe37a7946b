/** Who applies a catalog, and from where. */
export interface ReleaseOrigin {
  actor: string
  /** Null where there is no Git. */
  gitCommit: string | null
  gitBranch: string | null
  /** Whether the catalog's files had changes of their own. */
  gitDirty: boolean | null
}
