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
import { type SchemaSet } from './schema-set.ts'

/** What the rules look at: the catalog as far as it can be read. */
export interface CatalogContext {
  /** YYYY-MM-DD in UTC. */
  today: string
  documents: readonly CatalogDocument[]
  models: readonly Entry<ModelConfig>[]
  tiers: readonly Entry<TierConfig>[]
  plans: readonly Entry<PlanConfig>[]
  styles: readonly Entry<StyleConfig>[]
  providers: readonly Entry<ProviderConfig>[]
  settings: readonly Entry<SettingsConfig>[]
  schemas: SchemaSet
}

/** A model whose fields of interest could be read. */
export type ModelEntry = Entry<ModelConfig>

/** The image models that can be read far enough to know that they are that. */
export const imageModels = (context: CatalogContext): ModelEntry[] =>
  context.models.filter((model) => model.spec.model_type === 'image')

/** The ids of entries, as far as they can be read. */
export const idsOf = (entries: readonly Entry<{ id: string }>[]): string[] =>
  entries.flatMap((entry) => entry.spec.id ?? [])

/** Whether an id could be that of one of the entries: it is, or one of them cannot be read. */
export const mayExist = (entries: readonly Entry<{ id: string }>[], id: string): boolean =>
  entries.some((entry) => entry.mayBe('id', id))

/** Whether a model could belong to a tier. A model that names no declared tier could be meant for any. */
export function mayBeOfTier(model: ModelEntry, tierId: string, context: CatalogContext): boolean {
  const named = model.spec.quality_tier
  if (model.mayBe('quality_tier', tierId)) return model.mayBe('model_type', 'image')
  return named !== undefined && !idsOf(context.tiers).includes(named)
}

/** Whether a plan could allow a tier. */
export function mayAllow(plan: Entry<PlanConfig>, tierId: string, context: CatalogContext): boolean {
  const named = plan.spec.tiers
  if (named === undefined) return plan.has('tiers')
  return named.includes(tierId) || named.some((id) => !idsOf(context.tiers).includes(id))
}
