import type { Entry } from '../entry.ts'
import { type Problem, relatedTo } from '../finding.ts'
import type { Rule } from './rule.ts'

function* duplicates<T>(
  entries: readonly Entry<T>[],
  field: string,
  idOf: (entry: Entry<T>) => string | undefined,
  noun: string,
): Iterable<Problem> {
  const first = new Map<string, Entry<T>>()
  for (const entry of entries) {
    const id = idOf(entry)
    if (id === undefined) continue
    const other = first.get(id)
    if (other) {
      yield {
        place: entry.place([field]),
        message: `${noun} "${id}" is declared twice.`,
        hint: 'Rename one of them, or take it out.',
        related: [relatedTo(other.place([field]), 'first declared here')],
      }
    } else first.set(id, entry)
  }
}

export const idDuplicate: Rule = {
  id: 'id/duplicate',
  severity: 'error',
  summary: 'Every name is declared once among its kind.',
  why: 'Of two with one name, one would replace the other without a word.',
  fix: 'Rename one of them, or take it out.',
  *check(context) {
    yield* duplicates(context.models, 'model_name', (entry) => entry.spec.model_name, 'Model')
    yield* duplicates(context.tiers, 'id', (entry) => entry.spec.id, 'Tier')
    yield* duplicates(context.plans, 'id', (entry) => entry.spec.id, 'Plan')
    yield* duplicates(context.styles, 'id', (entry) => entry.spec.id, 'Style')
    yield* duplicates(context.providers, 'id', (entry) => entry.spec.id, 'Provider')
  },
}
