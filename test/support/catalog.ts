import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import type {
  ModelConfig,
  PlansFile,
  ProvidersFile,
  SettingsConfig,
  StylesFile,
  TiersFile,
} from '../../config/types.gen.ts'
import { type Catalog, type ParameterSet, parameterSetOf } from '../../api/domain/catalog.ts'
import type { RenderPlan } from '../../api/domain/image-provider.ts'
import { parseSize } from '../../api/domain/size.ts'

const folder = new URL('../../config/', import.meta.url).pathname

const readYaml = async <T>(path: string): Promise<T> => parse(await readFile(join(folder, path), 'utf8'))

async function readParameterSet(name: string): Promise<ParameterSet> {
  const schema: ParameterSet['schema'] & {
    'x-adapter': ParameterSet['adapter']
    'x-model-type': ParameterSet['modelType']
    'x-models': string[]
  } = JSON.parse(await readFile(join(folder, 'schema/params', name), 'utf8'))
  return {
    id: name.replace('.schema.json', ''),
    adapter: schema['x-adapter'],
    modelType: schema['x-model-type'],
    models: schema['x-models'],
    schema,
  }
}

/** The shipped catalog, read without the validator that others test. */
export async function shippedCatalog(): Promise<Catalog> {
  const modelFiles = (await readdir(join(folder, 'models'), { recursive: true }))
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
  const parameterFiles = (await readdir(join(folder, 'schema/params'))).toSorted()
  return {
    releaseId: 1,
    models: await Promise.all(modelFiles.map((name) => readYaml<ModelConfig>(join('models', name)))),
    tiers: (await readYaml<TiersFile>('tiers.yaml')).tiers,
    plans: (await readYaml<PlansFile>('plans.yaml')).plans,
    styles: (await readYaml<StylesFile>('styles.yaml')).styles,
    providers: (await readYaml<ProvidersFile>('providers.yaml')).providers,
    settings: await readYaml<SettingsConfig>('settings.yaml'),
    parameterSets: await Promise.all(parameterFiles.map(readParameterSet)),
    kills: new Map(),
  }
}

/** One of a catalog's models. */
export function modelNamed(catalog: Catalog, name: string): ModelConfig {
  const model = catalog.models.find((candidate) => candidate.model_name === name)
  if (!model) throw new Error(`The catalog has no model ${name}.`)
  return model
}

/** A plan for a model's own landscape picture, or its square one where it has no other. */
export function planFor(catalog: Catalog, name: string, changes: Partial<RenderPlan> = {}): RenderPlan {
  const model = modelNamed(catalog, name)
  const provider = catalog.providers.find((candidate) => candidate.id === model.provider)
  const parameterSet = provider && parameterSetOf(model, provider.adapter, catalog.parameterSets)
  const size = parseSize(model.landscape_size ?? model.square_size ?? '')
  if (!parameterSet || !size) throw new Error(`${name} has no parameter set or no size.`)
  return {
    taskId: '0b8a5b0e-3f0e-4c57-9a53-6d0f8a1f6c11',
    model,
    parameterSet,
    prompt: 'A rooftop garden at dawn',
    negativePrompt: null,
    size,
    format: 'webp',
    seed: null,
    ...changes,
  }
}
