import type { ReleaseContext, SyncPlan } from './sync-plan.ts'

/** What sync-config has to say of a plan, ready for any output format. */
export interface SyncReport {
  /** The database, for people. */
  place: string
  plan: SyncPlan
  /** Null: it was only looked at. */
  releaseId: number | null
  /** Why it must not be applied as it is. Empty: it may. */
  refusals: string[]
  /** How it ended, in a sentence. */
  outcome: string
}

/** `1 change`, `3 changes`. */
export const changeCount = ({ changes }: Pick<SyncPlan, 'changes'>): string =>
  changes.length === 1 ? '1 change' : `${changes.length} changes`

/** `1 edit by hand`. */
export const adoptedCount = ({ adopted }: Pick<SyncPlan, 'adopted'>): string =>
  adopted.length === 1 ? '1 edit by hand' : `${adopted.length} edits by hand`

/** What the rules have to say of the catalog that a plan is for, without hints: those are for whoever edits the files. */
export const findingsIn = ({ findings }: ReleaseContext): string[] =>
  findings
    .filter(({ severity }) => severity !== 'hint')
    .map(
      ({ severity, file, line, column, rule, message }) => `${severity} ${file}:${line}:${column} ${rule}: ${message}`,
    )

/** Where a plan comes from, line by line: commit, environment and what its overlay says, the release that comes back. */
export function sourceLines({ origin, overlay, rollbackOf }: ReleaseContext): string[] {
  const { gitCommit, gitBranch, gitDirty, actor } = origin
  const branch = gitBranch === null ? '' : ` on ${gitBranch}`
  const dirty = gitDirty === true ? ', with uncommitted changes' : ''
  const commit = gitCommit === null ? 'Not from Git' : `Commit ${gitCommit.slice(0, 10)}${branch}${dirty}`
  return [
    ...(rollbackOf === null ? [] : [`Back to release ${rollbackOf}`]),
    `${commit}, by ${actor}`,
    ...(overlay === null
      ? []
      : [
          `Environment ${overlay.environment} (${overlay.file})`,
          ...overlay.settings.map(({ kind, id, path, value }) => `  ${kind} ${id}: ${path} = ${JSON.stringify(value)}`),
        ]),
  ]
}
