import type { ModelConfig, ProviderConfig } from '../../config/types.gen.ts'
import { type Catalog, type ParameterSet, parameterSetOf } from '../domain/catalog.ts'
import { isRetired } from '../domain/tier.ts'

type Adapter = ProviderConfig['adapter']

/** Models the catalog has for any provider that speaks a protocol, retired ones included. */
export function modelsOf(catalog: Catalog, adapter: Adapter, modelType?: ModelConfig['model_type']): ModelConfig[] {
  const providerIds = new Set(catalog.providers.filter((provider) => provider.adapter === adapter).map(({ id }) => id))
  return catalog.models.filter(
    (model) => providerIds.has(model.provider) && (modelType === undefined || model.model_type === modelType),
  )
}

export interface ServedModel {
  model: ModelConfig
  set: ParameterSet
}

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
  return set ? { model, set } : null
}
