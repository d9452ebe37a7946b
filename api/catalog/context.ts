import type {
  ModelConfig,
  PlanConfig,
  ProviderConfig,
  SettingsConfig,
  StyleConfig,
  TierConfig,
} from '../../config/types.gen.ts'
import type { CatalogDocument } from './document.ts'
import type { Entry } from './entry.ts'
import { groupedBy } from '../domain/grouped.ts'
import { isDeclared, mayBeDeclared } from './known-values.ts'
import type { Overlay } from './overlay.ts'
import { type SchemaSet } from './schema-set.ts'
import type { SourceText } from './source-text.ts'

/** What the rules look at: the catalog as far as it can be read. */
export interface CatalogContext {
  /** YYYY-MM-DD in UTC. */
  today: string
  documents: readonly CatalogDocument[]
  /** Their texts, by the names that people are shown. */
  sources: ReadonlyMap<string, SourceText>
  models: readonly Entry<ModelConfig>[]
  tiers: readonly Entry<TierConfig>[]
  plans: readonly Entry<PlanConfig>[]
  styles: readonly Entry<StyleConfig>[]
  providers: readonly Entry<ProviderConfig>[]
  settings: readonly Entry<SettingsConfig>[]
  /** What environments have otherwise. */
  overlays: readonly Overlay[]
  schemas: SchemaSet
}

/** A model whose fields of interest could be read. */
export type ModelEntry = Entry<ModelConfig>

/** Calls once for each context: a rule that asks again gets the same answer. */
export function oncePerContext<T>(work: (context: CatalogContext) => T): (context: CatalogContext) => T {
  const known = new WeakMap<CatalogContext, { answer: T }>()
  return (context) => {
    const found = known.get(context) ?? { answer: work(context) }
    known.set(context, found)
    return found.answer
  }
}

/** The image models that can be read far enough to know that they are that. */
export const imageModels: (context: CatalogContext) => readonly ModelEntry[] = oncePerContext((context) =>
  context.models.filter((model) => model.spec.model_type === 'image'),
)

/** The ids of entries, as far as they can be read. */
export const idsOf = (entries: readonly Entry<{ id: string }>[]): string[] =>
  entries.flatMap((entry) => entry.spec.id ?? [])

/** Whether an id could be that of one of the entries: it is, or one of them cannot be read. */
export const mayExist = (entries: readonly Entry<{ id: string }>[], id: string): boolean =>
  mayBeDeclared(entries, 'id', id)

/** Of the models: those that name a declared tier, by it, and those that could be meant for any. */
const modelsByTier = oncePerContext(({ models, tiers }) => {
  const isUndeclared = ({ spec: { quality_tier: tier } }: ModelEntry) =>
    tier !== undefined && !isDeclared(tiers, 'id', tier)
  const isOpen = (model: ModelEntry) =>
    isUndeclared(model) ||
    (model.spec.quality_tier === undefined && model.has('quality_tier') && model.mayBe('model_type', 'image'))
  const named = models.filter((model) => !isUndeclared(model) && model.mayBe('model_type', 'image'))
  return { named: groupedBy(named, (model) => model.spec.quality_tier), open: new Set(models.filter(isOpen)) }
})

/** The models that could belong to a declared tier. A model that names no declared tier could be meant for any. */
export function modelsThatMayBeOfTier(tierId: string, context: CatalogContext): readonly ModelEntry[] {
  const { named, open } = modelsByTier(context)
  return [...(named.get(tierId) ?? []), ...open]
}

/** Whether a plan could allow a tier. */
export function mayAllow(plan: Entry<PlanConfig>, tierId: string, context: CatalogContext): boolean {
  const named = plan.spec.tiers
  if (named === undefined) return plan.has('tiers')
  return named.includes(tierId) || named.some((id) => !isDeclared(context.tiers, 'id', id))
}
