import type { CatalogContext, ModelEntry } from '../catalog/context.ts'
import type { Place } from '../catalog/finding.ts'

/** One fact of the catalog: what it is, in words, and where it is declared. */
export interface Fact {
  label: string
  /** The model that it is about. */
  model?: string
  place: () => Place
}

/** A parameter that models are called with. */
interface ParameterFact {
  name: string
  /** Values that are words: those the catalog or a parameter set knows. Any number counts. */
  words: Set<string>
}

/** What a catalog says that code has no business to repeat. */
export interface CatalogFacts {
  models: ReadonlyMap<string, ModelEntry>
  providers: ReadonlyMap<string, Fact>
  tiers: ReadonlyMap<string, Fact>
  /** By `WIDTHxHEIGHT`. */
  sizes: ReadonlyMap<string, Fact[]>
  /** The sizes of the model that is used where nobody chose one. */
  defaultSizes: Fact[]
  /** Least and most pixels of a picture. */
  pixels: ReadonlyMap<number, Fact[]>
  /** By name in small letters without underscores. */
  parameters: ReadonlyMap<string, ParameterFact>
}

/** A model of which the name says nothing but an ordinary word cannot be told from that word. */
const isDistinctive = (name: string): boolean => name.length >= 4 && /[^A-Za-z]/.test(name)

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  map.set(key, [...(map.get(key) ?? []), value])
}

function sizeFacts(models: readonly ModelEntry[]): Map<string, Fact[]> {
  const sizes = new Map<string, Fact[]>()
  for (const model of models) {
    const name = model.spec.model_name ?? 'a model'
    for (const field of ['landscape_size', 'square_size'] as const) {
      const size = model.spec[field]
      if (size !== undefined)
        add(sizes, size, { label: `${field} of ${name}`, model: name, place: () => model.place([field]) })
    }
    for (const [index, size] of (model.spec.valid_sizes ?? []).entries()) {
      add(sizes, size, {
        label: `valid_sizes of ${name}`,
        model: name,
        place: () => model.place(['valid_sizes', index]),
      })
    }
  }
  return sizes
}

function pixelFacts(models: readonly ModelEntry[]): Map<number, Fact[]> {
  const pixels = new Map<number, Fact[]>()
  for (const model of models) {
    const name = model.spec.model_name ?? 'a model'
    const rules = model.spec.size_rules
    const limits: [string[], number | undefined][] = [
      [['size_rules', 'min_pixels'], rules?.min_pixels],
      [['size_rules', 'max_pixels'], rules?.max_pixels],
      [['min_pixels'], model.spec.min_pixels],
    ]
    for (const [path, value] of limits) {
      if (value === undefined) continue
      add(pixels, value, { label: `${path.at(-1)} of ${name}`, place: () => model.place(path) })
    }
  }
  return pixels
}

/** A parameter's name however a language spells it: `cfg_scale` is `CFGScale`. */
export const parameterKey = (name: string): string => name.replaceAll(/[_-]/g, '').toLowerCase()

/** Fields of parameter sets that are how one asks, not what a model is asked for. */
const plumbing = new Set([
  'n',
  'numberresults',
  'seed',
  'size',
  'style',
  'outputformat',
  'outputtype',
  'responseformat',
  'deliverymethod',
  'tasktype',
])

function parameterFacts(context: CatalogContext): Map<string, ParameterFact> {
  const facts = new Map<string, ParameterFact>()
  const factOf = (name: string): ParameterFact => {
    const key = parameterKey(name)
    const fact = facts.get(key) ?? { name, words: new Set() }
    facts.set(key, fact)
    return fact
  }
  for (const set of context.schemas.parameterSets) {
    for (const [name, schema] of Object.entries(set.schema.properties)) {
      if (plumbing.has(parameterKey(name))) continue
      const values: unknown = schema['enum']
      const isNumber = schema['type'] === 'integer' || schema['type'] === 'number'
      if (isNumber) factOf(name)
      if (Array.isArray(values)) for (const value of values) factOf(name).words.add(String(value))
    }
  }
  for (const model of context.models) {
    for (const [name, value] of Object.entries(model.spec.generation_params ?? {})) {
      if (!plumbing.has(parameterKey(name))) factOf(name).words.add(String(value))
    }
  }
  return facts
}

/** Reads off a catalog, as far as it can be read, what code might repeat. */
export function catalogFacts(context: CatalogContext): CatalogFacts {
  const named = (entries: CatalogContext['tiers'] | CatalogContext['providers'], kind: string): Map<string, Fact> =>
    new Map(
      entries.flatMap((entry) =>
        entry.spec.id === undefined
          ? []
          : [[entry.spec.id, { label: `${kind} ${entry.spec.id}`, place: () => entry.place(['id']) }] as const],
      ),
    )
  const models = context.models.flatMap((model) => {
    const name = model.spec.model_name
    return name !== undefined && isDistinctive(name) ? [[name, model] as const] : []
  })
  return {
    models: new Map(models),
    providers: named(context.providers, 'provider'),
    tiers: named(context.tiers, 'tier'),
    sizes: sizeFacts(context.models),
    defaultSizes: [...sizeFacts(context.models.filter((model) => model.spec.is_default)).values()].flat().slice(0, 2),
    pixels: pixelFacts(context.models),
    parameters: parameterFacts(context),
  }
}
