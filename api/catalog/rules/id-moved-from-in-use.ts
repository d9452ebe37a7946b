import type { Entry } from '../entry.ts'
import { type Problem, relatedTo } from '../finding.ts'
import type { Rule } from './rule.ts'

function* inUse<T extends { moved_from?: string }>(
  entries: readonly Entry<T>[],
  idOf: (entry: Entry<T>) => string | undefined,
): Iterable<Problem> {
  const ids = new Set(entries.map(idOf))
  const heirs = new Map<string, Entry<T>>()
  for (const entry of entries) {
    const before = entry.spec.moved_from
    if (before === undefined) continue
    const place = entry.place(['moved_from'])
    const heir = heirs.get(before)
    heirs.set(before, heir ?? entry)
    if (ids.has(before)) {
      yield {
        place,
        message: `"${before}" is still declared, so nothing was renamed from it.`,
        hint: 'Take out moved_from, or the declaration with the old name.',
      }
    } else if (heir) {
      yield {
        place,
        message: `"${before}" was renamed already, and cannot become two things.`,
        hint: 'Take out one of the two moved_from.',
        related: [relatedTo(heir.place(['moved_from']), 'renamed here')],
      }
    }
  }
}

export const idMovedFromInUse: Rule = {
  id: 'id/moved-from-in-use',
  severity: 'error',
  summary: 'The name in moved_from is declared no more, and given up once.',
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
