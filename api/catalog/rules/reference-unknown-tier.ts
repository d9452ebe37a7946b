import { idsOf, mayExist } from '../context.ts'
import { suggestion, wordMend } from '../did-you-mean.ts'
import type { Place, Problem } from '../finding.ts'
import type { CatalogContext } from '../context.ts'
import type { Rule } from './rule.ts'

function* unknownTier(id: string | undefined, place: () => Place, context: CatalogContext): Iterable<Problem> {
  if (id === undefined || mayExist(context.tiers, id)) return
  const tiers = idsOf(context.tiers)
  yield {
    place: place(),
    message: `There is no tier "${id}".`,
    hint: suggestion(id, tiers, 'Tiers'),
    mend: wordMend(id, tiers),
  }
}

export const referenceUnknownTier: Rule = {
  id: 'reference/unknown-tier',
  severity: 'error',
  summary: 'A tier that a model or a plan names is declared in tiers.yaml.',
  why: 'The model would belong to no tier, and the plan would allow one that does not exist.',
  fix: 'Correct the name, or declare the tier in tiers.yaml.',
  *check(context) {
    for (const model of context.models) {
      yield* unknownTier(model.spec.quality_tier, () => model.place(['quality_tier']), context)
    }
    for (const plan of context.plans) {
      for (const [index, id] of (plan.spec.tiers ?? []).entries()) {
        yield* unknownTier(id, () => plan.place(['tiers', index]), context)
      }
    }
  },
}
