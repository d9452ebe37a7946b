import type { CatalogKind } from '../domain/declared-entry.ts'
import { type CatalogChange, type StoredEntry, keyOf } from './plan.ts'

export interface DeletionLimits {
  /** Most deletions that are meant; null: a fifth of what there is. */
  allowDelete: number | null
}

/** A deletion that is not made, and why. */
export interface RefusedDeletion {
  kind: CatalogKind
  id: string
  why: string
}

const isProtected = ({ spec }: StoredEntry): boolean =>
  typeof spec === 'object' && spec !== null && 'protected' in spec && spec.protected === true

const refusal = ({ kind, id }: CatalogChange, why: string): RefusedDeletion => ({ kind, id, why })

function overLimit(deletions: readonly CatalogChange[], liveCount: number, allowDelete: number | null) {
  const limit = allowDelete ?? Math.floor(liveCount / 5)
  if (deletions.length <= limit) return undefined
  const counted = `${deletions.length} of ${liveCount} entries would be taken out`
  return allowDelete === null
    ? `${counted}, which is more than a fifth. If that is meant: --allow-delete ${deletions.length}.`
    : `${counted}, and --allow-delete allows ${allowDelete}.`
}

/**
 * The deletions of a plan that must not be made. What the database has as protected stays, whether or not the files
 * still say so; too many at once are taken for a mistake, all of them.
 */
export function refusedDeletions(
  changes: readonly CatalogChange[],
  stored: readonly StoredEntry[],
  { allowDelete }: DeletionLimits,
): RefusedDeletion[] {
  const deletions = changes.filter((change) => change.action === 'archive')
  if (deletions.length === 0) return []
  const live = stored.filter((entry) => !entry.archivedAt)
  const protectedKeys = new Set(live.filter(isProtected).map(keyOf))
  const why = overLimit(deletions, live.length, allowDelete)
  return deletions.flatMap((change) => {
    if (protectedKeys.has(keyOf(change)))
      return [refusal(change, 'It is protected. Apply `protected: false` first, then take it out.')]
    return why === undefined ? [] : [refusal(change, why)]
  })
}
