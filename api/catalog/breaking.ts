import type { ModelConfig } from '../../config/types.gen.ts'
import { brokenLimits } from './breaking-limits.ts'
import { type CatalogContext, type ModelEntry, imageModels } from './context.ts'
import type { BreakingFinding } from './directives.ts'
import type { Entry } from './entry.ts'
import { type PairedEntries, pairEntries } from './entry-pairs.ts'
import { type Place, findingOf } from './finding.ts'
import { ruleTextOf } from './rules/registry.ts'
import { kindNouns } from './tree.ts'

/** A breaking change, before it is a finding. */
export interface BreakingProblem {
  rule: string
  /** What it is about. */
  name: string
  place: Place
  message: string
}

type ComparedKind = 'models' | 'tiers' | 'plans' | 'styles'

/** Where something stood that is gone: its file if that is still there, at the list that it was in. */
function placeOfRemoved(entry: Entry<object>, kind: ComparedKind, current: CatalogContext): Place {
  const document = current.documents.find((candidate) => candidate.file.path === entry.document.file.path)
  if (!document) return { file: entry.document.file.label, line: 1, column: 1, endLine: 1, endColumn: 1 }
  return document.placeOf(kind === 'models' ? ['model_name'] : [kind], 'key')
}

function* removals<T extends object>(
  kind: ComparedKind,
  paired: PairedEntries<T>,
  idField: string,
  current: CatalogContext,
): Iterable<BreakingProblem> {
  for (const { entry, name } of paired.removed) {
    yield {
      rule: `breaking/${kindNouns[kind]}-removed`,
      name,
      place: placeOfRemoved(entry, kind, current),
      message: `The ${kindNouns[kind]} ${name} is declared no more.`,
    }
  }
  for (const { before, after, name } of paired.renamed) {
    yield {
      rule: 'breaking/renamed-without-moved-from',
      name,
      place: after.place([idField]),
      message: `The ${kindNouns[kind]} ${before} seems to be called ${name} now. Add moved_from: ${JSON.stringify(before)}.`,
    }
  }
}

/** The model that each tier uses first. */
function leaders(context: CatalogContext): Map<string, ModelEntry> {
  const first = new Map<string, ModelEntry>()
  for (const model of imageModels(context)) {
    const { quality_tier: tier, priority, is_active: isActive } = model.spec
    if (!isActive || tier === undefined || priority === undefined) continue
    const known = first.get(tier)
    if (!known || (known.spec.priority ?? 0) > priority) first.set(tier, model)
  }
  return first
}

function* otherLeaders(
  models: PairedEntries<ModelConfig>,
  base: CatalogContext,
  current: CatalogContext,
): Iterable<BreakingProblem> {
  const now = leaders(current)
  for (const [tier, before] of leaders(base)) {
    const after = now.get(tier)
    const pair = models.kept.find((candidate) => candidate.before === before)
    // Nothing left, the model removed, or the default killed: each is a finding of its own.
    if (!after || !pair || pair.after === after || isKilledDefault(pair)) continue
    const wasMoved = pair.after.spec.quality_tier !== tier
    const place =
      pair.after.spec.is_active === false
        ? pair.after.place(['is_active'])
        : wasMoved
          ? pair.after.place(['quality_tier'])
          : after.place(['priority'])
    yield {
      rule: 'breaking/tier-default-changed',
      name: tier,
      place,
      message: `Tier ${tier} would use ${after.spec.model_name ?? 'another model'} first, not ${before.spec.model_name}.`,
    }
  }
}

const isKilledDefault = ({ before, after }: { before: ModelEntry; after: ModelEntry }): boolean =>
  before.spec.is_default === true && before.spec.is_active === true && after.spec.is_active === false

function* killedDefaults(models: PairedEntries<ModelConfig>): Iterable<BreakingProblem> {
  for (const pair of models.kept.filter(isKilledDefault)) {
    yield {
      rule: 'breaking/default-killed',
      name: pair.name,
      place: pair.after.place(['is_active']),
      message: `${pair.name} was the default ${pair.before.spec.model_type} model and is not active any more.`,
    }
  }
}

const isDefault = ({ spec }: ModelEntry): boolean => spec.is_default === true && spec.is_active === true

function* otherDefaults(models: PairedEntries<ModelConfig>, current: CatalogContext): Iterable<BreakingProblem> {
  for (const { before, after } of models.kept.filter((pair) => isDefault(pair.before))) {
    const now = current.models.find(
      (model) => isDefault(model) && model !== after && model.spec.model_type === before.spec.model_type,
    )
    // Two defaults, none, or one that is switched off: each is a finding of its own.
    if (!now || after.spec.is_default !== false || after.spec.is_active === false) continue
    const tier = now.spec.quality_tier === before.spec.quality_tier ? '' : ` of tier ${now.spec.quality_tier}`
    yield {
      rule: 'breaking/default-changed',
      name: now.spec.model_name ?? '',
      place: now.place(['is_default']),
      message: `${now.spec.model_name ?? 'Another model'}${tier} would be the default ${before.spec.model_type} model, not ${before.spec.model_name}.`,
    }
  }
}

function* problems(base: CatalogContext, current: CatalogContext): Iterable<BreakingProblem> {
  const models = pairEntries(base.models, current.models, 'model_name')
  const tiers = pairEntries(base.tiers, current.tiers, 'id')
  const plans = pairEntries(base.plans, current.plans, 'id')
  yield* removals('models', models, 'model_name', current)
  yield* removals('tiers', tiers, 'id', current)
  yield* removals('styles', pairEntries(base.styles, current.styles, 'id'), 'id', current)
  yield* removals('plans', plans, 'id', current)
  yield* killedDefaults(models)
  yield* otherDefaults(models, current)
  yield* otherLeaders(models, base, current)
  yield* brokenLimits(models, plans, tiers)
}

/** What a change does to those who rely on the catalog as it was. */
export const breakingFindings = (base: CatalogContext, current: CatalogContext): BreakingFinding[] =>
  [...problems(base, current)].map((problem) => {
    const rule = ruleTextOf(problem.rule)
    const hint = `If it is meant: # atelier-breaking ${rule.id} ${problem.name} -- reason`
    return { finding: findingOf(rule, { place: problem.place, message: problem.message, hint }), name: problem.name }
  })
