import type { ModelConfig, PlanConfig, TierConfig } from '../../config/types.gen.ts'
import type { BreakingProblem } from './breaking.ts'
import type { EntryPair, PairedEntries } from './entry-pairs.ts'

/** From this share on, a higher price needs a reason. */
const riseMax = 0.2

function* changedSizes({ before, after, name }: EntryPair<ModelConfig>): Iterable<BreakingProblem> {
  for (const field of ['landscape_size', 'square_size'] as const) {
    const [old, now] = [before.spec[field], after.spec[field]]
    if (old === undefined || now === undefined || old === now) continue
    yield {
      rule: 'breaking/size-changed',
      name,
      place: after.place([field]),
      message: `${field} of ${name} would be ${now}, not ${old}.`,
    }
  }
}

/** Prices of a model by their path. */
function prices({ price }: Partial<ModelConfig>): [path: string[], usd: number][] {
  const image: [string[], number][] =
    price?.usd_per_image === undefined ? [] : [[['price', 'usd_per_image'], price.usd_per_image]]
  const rates = Object.entries(price?.usd_per_1m_tokens ?? {})
  return [...image, ...rates.map(([kind, usd]): [string[], number] => [['price', 'usd_per_1m_tokens', kind], usd])]
}

const isRise = (old: number, now: number): boolean => now > old * (1 + riseMax) + Number.EPSILON
const riseWords = (old: number, now: number): string =>
  `${old} to ${now}${old > 0 ? `, +${Math.round((now / old - 1) * 100)} %` : ''}`

function* higherPrices({ before, after, name }: EntryPair<ModelConfig>): Iterable<BreakingProblem> {
  const old = new Map(prices(before.spec).map(([path, usd]) => [path.join('.'), usd]))
  for (const [path, usd] of prices(after.spec)) {
    const was = old.get(path.join('.'))
    if (was === undefined || !isRise(was, usd)) continue
    yield {
      rule: 'breaking/price-up',
      name,
      place: after.place(path),
      message: `${path.at(-1)} of ${name} rises from ${riseWords(was, usd)}.`,
    }
  }
  const [credits, more] = [before.spec.credits_per_image, after.spec.credits_per_image]
  if (credits === undefined || more === undefined || !isRise(credits, more)) return
  yield {
    rule: 'breaking/credits-up',
    name,
    place: after.place(['credits_per_image']),
    message: `credits_per_image of ${name} rise from ${riseWords(credits, more)}.`,
  }
}

function* narrowedPlan(
  { before, after, name }: EntryPair<PlanConfig>,
  tierNames: ReadonlyMap<string | undefined, string>,
): Iterable<BreakingProblem> {
  const rule = 'breaking/plan-narrowed'
  const tiers = after.spec.tiers
  // A tier that is gone is a finding of its own, and one with another name is allowed under that.
  const allowed = (before.spec.tiers ?? []).flatMap((tier) => tierNames.get(tier) ?? [])
  const lost = tiers ? allowed.filter((tier) => !tiers.includes(tier)) : []
  if (lost.length > 0)
    yield {
      rule,
      name,
      place: after.place(['tiers']),
      message: `Plan ${name} would not allow ${lost.join(', ')} any more.`,
    }
  for (const field of ['images_per_article_max', 'credits_per_month', 'usd_per_month'] as const) {
    const [old, now] = [before.spec[field], after.spec[field]]
    if (old === undefined || now === undefined || now >= old) continue
    yield {
      rule,
      name,
      place: after.place([field]),
      message: `${field} of plan ${name} goes down from ${old} to ${now}.`,
    }
  }
}

/** Sizes, prices and limits that hit those who rely on them. What is not used now hits nobody. */
export function* brokenLimits(
  models: PairedEntries<ModelConfig>,
  plans: PairedEntries<PlanConfig>,
  tiers: PairedEntries<TierConfig>,
): Iterable<BreakingProblem> {
  for (const pair of models.kept) {
    if (pair.before.spec.is_active === false || pair.after.spec.is_active === false) continue
    yield* changedSizes(pair)
    yield* higherPrices(pair)
  }
  const tierNames = new Map(tiers.kept.map(({ before, name }) => [before.spec.id, name]))
  for (const pair of plans.kept) yield* narrowedPlan(pair, tierNames)
}
