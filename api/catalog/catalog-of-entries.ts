import type { Catalog, JsonSchema, ParameterSet } from '../domain/catalog.ts'
import type { CatalogKind } from '../domain/declared-entry.ts'

/** An entry that is in force. */
interface LiveEntry {
  kind: CatalogKind
  id: string
  spec: unknown
}

/** Reads a parameter set's own statement of what it is for. */
function parameterSetOf(id: string, spec: JsonSchema): ParameterSet {
  return {
    id,
    adapter: spec['x-adapter'] as ParameterSet['adapter'],
    modelType: spec['x-model-type'] as ParameterSet['modelType'],
    models: spec['x-models'] as string[],
    schema: spec as ParameterSet['schema'],
  }
}

/** The catalog that entries make, in their order; undefined where they have no settings. The validator has found each spec to be what its type says. */
export function catalogOfEntries(
  entries: readonly LiveEntry[],
  { releaseId, kills }: Pick<Catalog, 'releaseId' | 'kills'>,
): Catalog | undefined {
  const specs = <T>(kind: CatalogKind): T[] =>
    entries.filter((entry) => entry.kind === kind).map((entry) => entry.spec as T)
  const [settings] = specs<Catalog['settings']>('settings')
  if (!settings) return undefined
  return {
    releaseId,
    models: specs('models'),
    tiers: specs('tiers'),
    plans: specs('plans'),
    styles: specs('styles'),
    providers: specs('providers'),
    settings,
    parameterSets: entries
      .filter((entry) => entry.kind === 'parameter_sets')
      .map((entry) => parameterSetOf(entry.id, entry.spec as JsonSchema)),
    kills,
  }
}
