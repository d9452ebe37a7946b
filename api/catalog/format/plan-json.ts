import type { SyncReport } from '../sync-report.ts'

/** A plan for programs. Content hashes and row versions are in plan files only. */
export function planJson({ place, plan, releaseId, refusals }: SyncReport): string {
  const changes = plan.changes.map(({ declared: _content, version: _version, ...change }) => change)
  return `${JSON.stringify(
    {
      version: 1,
      database: place,
      applied: releaseId !== null,
      releaseId,
      noop: plan.changes.length === 0,
      base: plan.base,
      origin: plan.origin,
      overlay: plan.overlay,
      rollbackOf: plan.rollbackOf,
      catalogHash: plan.catalogHash,
      changes,
      impact: plan.impact,
      skipped: plan.skipped,
      adopted: plan.adopted,
      refusals,
      approved: plan.options.approve,
    },
    null,
    2,
  )}\n`
}
