import type {
  ModelConfig,
  PlanConfig,
  ProviderConfig,
  SettingsConfig,
  StyleConfig,
  TierConfig,
} from '../../config/types.gen.ts'

/** A JSON Schema, as data. */
export type JsonSchema = Record<string, unknown>

/**
 * The fields a provider takes for one model family: a JSON Schema under config/schema/params/.
 * `x-models` are patterns of model_name in which `*` stands for anything; the longest one that fits wins.
 */
export interface ParameterSet {
  id: string
  adapter: ProviderConfig['adapter']
  modelType: ModelConfig['model_type']
  models: string[]
  schema: JsonSchema & { properties: Record<string, JsonSchema> }
}

/** Switched off by an operator at once. Not drift: Git still says what it says. */
export interface KillSwitch {
  reason: string
  by: string
  at: Date
}

/** All that config/ declares, as the database holds it under one release. Read whole, never half. */
export interface Catalog {
  /** Null only where nothing was ever applied. */
  releaseId: number | null
  models: ModelConfig[]
  tiers: TierConfig[]
  plans: PlanConfig[]
  styles: StyleConfig[]
  providers: ProviderConfig[]
  settings: SettingsConfig
  parameterSets: ParameterSet[]
  /** By model_name. */
  kills: ReadonlyMap<string, KillSwitch>
}

/** A catalog has a handful of patterns, and each of its models is held against all of them. */
const compiledPatterns = new Map<string, RegExp>()

function compilePattern(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const compiled = new RegExp(`^${parts.join('.*')}$`, 's')
  compiledPatterns.set(pattern, compiled)
  return compiled
}

/** Whether a name fits a pattern in which `*` stands for anything. */
export const fitsPattern = (pattern: string, modelName: string): boolean =>
  (compiledPatterns.get(pattern) ?? compilePattern(pattern)).test(modelName)

/** The parameter set of a model: same adapter and type, longest fitting pattern. Undefined where none fits. */
export function parameterSetOf(
  model: Pick<ModelConfig, 'model_name' | 'model_type'>,
  adapter: ProviderConfig['adapter'],
  parameterSets: readonly ParameterSet[],
): ParameterSet | undefined {
  const candidates = parameterSets
    .filter((set) => set.adapter === adapter && set.modelType === model.model_type)
    .flatMap((set) =>
      set.models.filter((pattern) => fitsPattern(pattern, model.model_name)).map((pattern) => ({ set, pattern })),
    )
  return candidates.toSorted((one, other) => other.pattern.length - one.pattern.length)[0]?.set
}
