import type { ModelConfig, ProviderConfig } from '../../config/types.gen.ts'
import { type Catalog, type ParameterSet, parameterSetOf } from '../domain/catalog.ts'
import { type Size, formatSize } from '../domain/size.ts'
import { isRetired } from '../domain/tier.ts'
import { type Wire, wireOf } from './wire.ts'

type Adapter = ProviderConfig['adapter']

/** Models the catalog has for any provider that speaks a protocol, retired ones included. */
export function modelsOf(catalog: Catalog, adapter: Adapter, modelType?: ModelConfig['model_type']): ModelConfig[] {
  const providerIds = new Set(catalog.providers.filter((provider) => provider.adapter === adapter).map(({ id }) => id))
  return catalog.models.filter(
    (model) => providerIds.has(model.provider) && (modelType === undefined || model.model_type === modelType),
  )
}

export interface ServedModel {
  /** With every size that the provider draws, not only those that the catalog uses. */
  model: ModelConfig
  set: ParameterSet
  wire: Wire
}

const withMoreSizes = (model: ModelConfig, { moreSizes }: Wire): ModelConfig =>
  model.valid_sizes ? { ...model, valid_sizes: [...model.valid_sizes, ...moreSizes.keys()] } : model

/** What a picture of this size costs where a model has a price per picture. */
export const priceUsdOf = ({ model, wire }: ServedModel, size: Size): number =>
  wire.moreSizes.get(formatSize(size)) ?? model.price.usd_per_image ?? 0

/** The model by this name, as a provider serves it today; null where it does not exist or was taken away. */
export function servedModel(
  name: unknown,
  catalog: Catalog,
  adapter: Adapter,
  modelType: ModelConfig['model_type'],
  today: string | null,
): ServedModel | null {
  const model = modelsOf(catalog, adapter, modelType).find((candidate) => candidate.model_name === name)
  if (!model || (today !== null && isRetired(model, today))) return null
  const set = parameterSetOf(model, adapter, catalog.parameterSets)
  if (!set) return null
  const wire = wireOf(adapter, model)
  return { model: withMoreSizes(model, wire), set, wire }
}
