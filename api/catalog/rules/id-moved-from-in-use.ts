import type { Entry } from '../entry.ts'
import type { Problem } from '../finding.ts'
import type { Rule } from './rule.ts'

function* inUse<T extends { moved_from?: string }>(
  entries: readonly Entry<T>[],
  idOf: (entry: Entry<T>) => string | undefined,
): Iterable<Problem> {
  const ids = new Set(entries.map(idOf))
  for (const entry of entries) {
    const before = entry.spec.moved_from
    if (before === undefined || !ids.has(before)) continue
    yield {
      place: entry.place(['moved_from']),
      message: `"${before}" is still declared, so nothing was renamed from it.`,
      hint: 'Take out moved_from, or the declaration with the old name.',
    }
  }
}

export const idMovedFromInUse: Rule = {
  id: 'id/moved-from-in-use',
  severity: 'error',
  summary: 'The name in moved_from is declared no more.',
  why: 'A rename takes over the row of the old name; two declarations cannot both have it.',
  fix: 'Take out moved_from, or the declaration that still has the old name.',
  *check(context) {
    yield* inUse(context.models, (entry) => entry.spec.model_name)
    yield* inUse(context.tiers, (entry) => entry.spec.id)
    yield* inUse(context.plans, (entry) => entry.spec.id)
    yield* inUse(context.styles, (entry) => entry.spec.id)
    yield* inUse(context.providers, (entry) => entry.spec.id)
  },
}
