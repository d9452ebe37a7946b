import { readFileSync } from 'node:fs'
import type { ModelConfig, ProviderConfig } from '../../config/types.gen.ts'
import { type JsonSchema, fitsPattern } from '../domain/catalog.ts'

/** What a provider does that the catalog does not say, for the models that fit one of the patterns. */
interface WireFamily {
  models: string[]
  /** Fields it takes that Atelier never sends. */
  properties?: Record<string, JsonSchema>
  /** Fields for which null is the same as nothing. */
  nullable?: string[]
  /** Fields the provider acts on and the sandbox cannot. */
  unsupported?: string[]
  /** The size that each word of `resolution` stands for. */
  resolutions?: Record<string, string>
  /** Sizes that the catalog leaves out. */
  moreSizes?: { usdPerImage: number; sizes: string[] }
  /** By quality. */
  outputTokens?: Record<string, number>
}

/** All that a provider does for one model beyond what the catalog says. */
export interface Wire {
  properties: Record<string, JsonSchema>
  nullable: ReadonlySet<string>
  unsupported: ReadonlySet<string>
  resolutions: Record<string, string>
  /** Price in US dollars by size. */
  moreSizes: ReadonlyMap<string, number>
  outputTokens: Record<string, number>
}

interface WireFile {
  families: WireFamily[]
  /** Fields of models that the catalog does not have. */
  elsewhere?: string[]
}

type Protocol = `${ProviderConfig['adapter']}-${ModelConfig['model_type']}`

const read = (protocol: Protocol): WireFile =>
  JSON.parse(readFileSync(new URL(`./wire/${protocol}.json`, import.meta.url), 'utf8')) as WireFile

/** Facts about protocols, which are the same for whatever catalog is served. Read once, as the sandbox is first asked. */
const files = new Map<Protocol, WireFile>()
const wires = new Map<string, Wire>()

function fileOf(protocol: Protocol): WireFile {
  const file = files.get(protocol) ?? read(protocol)
  files.set(protocol, file)
  return file
}

function merge(families: WireFamily[]): Wire {
  return {
    properties: Object.assign({}, ...families.map((family) => family.properties)),
    nullable: new Set(families.flatMap((family) => family.nullable ?? [])),
    unsupported: new Set(families.flatMap((family) => family.unsupported ?? [])),
    resolutions: Object.assign({}, ...families.map((family) => family.resolutions)),
    moreSizes: new Map(
      families.flatMap(({ moreSizes }) =>
        (moreSizes?.sizes ?? []).map((size) => [size, moreSizes?.usdPerImage ?? 0] as const),
      ),
    ),
    outputTokens: Object.assign({}, ...families.map((family) => family.outputTokens)),
  }
}

/** What the provider does for a model; the same object each time. */
export function wireOf(
  adapter: ProviderConfig['adapter'],
  { model_name: name, model_type: type }: Pick<ModelConfig, 'model_name' | 'model_type'>,
): Wire {
  const key = `${adapter} ${type} ${name}`
  const known = wires.get(key)
  if (known) return known
  const families = fileOf(`${adapter}-${type}`).families.filter((family) =>
    family.models.some((pattern) => fitsPattern(pattern, name)),
  )
  const wire = merge(families)
  wires.set(key, wire)
  return wire
}

/** Every field that some model of a protocol has and the catalog does not list. */
export const fieldsElsewhere = (protocol: Protocol): { properties: Record<string, JsonSchema>; names: string[] } => ({
  properties: merge(fileOf(protocol).families).properties,
  names: fileOf(protocol).elsewhere ?? [],
})
