import { AppError } from '../domain/error.ts'
import { type StoredEntry, keyOf } from './plan.ts'
import type { CatalogState, ReleaseMark, SyncPlan } from './sync-plan.ts'

/** A release, as far as it says who moved something. */
export interface ReleaseAuthor extends ReleaseMark {
  actor: string
  gitCommit: string | null
}

/** Something that is not what the plan was made from. */
export interface MovedRow {
  /** `models bria:10@1`. */
  what: string
  /** By whom and when, in words. */
  how: string
}

/** A plan that was made from another state of the database than the one it meets. */
export class StalePlan extends AppError {
  readonly moved: MovedRow[]

  constructor(summary: string, moved: MovedRow[]) {
    const lines = moved.map(({ what, how }) => `  ${what}: ${how}`)
    super('conflict', [`The plan is stale: ${summary} Nothing was changed. Make a new plan.`, ...lines].join('\n'))
    this.name = 'StalePlan'
    this.moved = moved
  }
}

const authorWords = ({ id, actor, gitCommit, appliedAt }: ReleaseAuthor): string =>
  `release ${id} by ${actor}${gitCommit === null ? '' : ` from commit ${gitCommit.slice(0, 10)}`} at ${appliedAt}`

function movedBy(row: StoredEntry, authors: ReadonlyMap<number, ReleaseAuthor>): string {
  if (row.editedBy !== null && row.editedAt !== null)
    return `edited by hand by ${row.editedBy} at ${row.editedAt.toISOString()}`
  const author = authors.get(row.releaseId)
  return author ? `written by ${authorWords(author)}` : `written by release ${row.releaseId}`
}

function movedRows(
  plan: SyncPlan,
  stored: readonly StoredEntry[],
  authors: ReadonlyMap<number, ReleaseAuthor>,
): MovedRow[] {
  const planned = new Map(plan.rows.map(([kind, id, version]) => [keyOf({ kind, id }), version]))
  const now = new Map(stored.map((row) => [keyOf(row), row]))
  const changed = stored.flatMap((row) => {
    const version = planned.get(keyOf(row))
    if (version === row.version) return []
    return [{ what: keyOf(row), how: `${version === undefined ? 'new, ' : ''}${movedBy(row, authors)}` }]
  })
  const gone = [...planned.keys()].filter((key) => !now.has(key)).map((what) => ({ what, how: 'gone, or renamed' }))
  return [...changed, ...gone]
}

type StateNow = Pick<CatalogState, 'release' | 'stored'>

const isSameRelease = ({ base }: SyncPlan, { release }: StateNow): boolean =>
  base?.id === release?.id && base?.appliedAt === release?.appliedAt

/** Whether a database is in the state that a plan was made from: the same release, and no row that has moved. */
export const isFresh = (plan: SyncPlan, state: StateNow): boolean =>
  isSameRelease(plan, state) && movedRows(plan, state.stored, new Map()).length === 0

/** What has moved since a plan was made. `authors` are the releases that wrote what there is now. */
export function stalePlan(plan: SyncPlan, state: StateNow, authors: readonly ReleaseAuthor[]): StalePlan {
  const byId = new Map(authors.map((author) => [author.id, author]))
  const moved = movedRows(plan, state.stored, byId)
  if (isSameRelease(plan, state)) return new StalePlan('rows have changed since it was made.', moved)
  const { base } = plan
  const { release: now } = state
  const author = now ? byId.get(now.id) : undefined
  const is = author ? authorWords(author) : now ? `release ${now.id}` : 'no release'
  const was = base ? `release ${base.id} of ${base.appliedAt}` : 'a database without a release'
  return new StalePlan(`it was made from ${was}, and the database is at ${is}.`, moved)
}
