import * as fc from 'fast-check'
import type { ModelConfig, ProviderConfig } from '../../config/types.gen.ts'
import { awkwardText } from './awkward-text.ts'

export type Adapter = ProviderConfig['adapter']
type ImageModel = ModelConfig & { model_type: 'image' }

/** Models that share a parameter set, and what that set lets them say. */
interface Family {
  /** Id of the parameter set. */
  set: string
  adapter: Adapter
  names: fc.Arbitrary<string>
  /** Whether any name that begins like one of these is of the family too. */
  hasMoreNames: boolean
  params: fc.Arbitrary<ModelConfig['generation_params']>
  promptCharsMax: number
  takesNegative: boolean
  takesSeed: boolean
}

const small = fc.integer({ min: 1, max: 99 })
const optional = { noNullPrototype: true, requiredKeys: [] }
const safety = fc.record(
  { safety: fc.record({ checkContent: fc.boolean(), mode: fc.constantFrom('none', 'fast', 'full') }, optional) },
  optional,
)
const diffusion = fc.record(
  {
    steps: fc.integer({ min: 1, max: 100 }),
    CFGScale: fc.constantFrom(0, 0.5, 1, 3.25, 7, 12.125, 50),
    scheduler: awkwardText({ max: 40 }),
    outputQuality: fc.integer({ min: 20, max: 99 }),
  },
  optional,
)
const gptImage = fc.record(
  {
    quality: fc.constantFrom('low', 'medium', 'high', 'auto'),
    background: fc.constantFrom('opaque', 'auto'),
    output_compression: fc.integer({ min: 0, max: 100 }),
    moderation: fc.constantFrom('auto', 'low'),
  },
  optional,
)

const runware = { adapter: 'runware', hasMoreNames: true, takesSeed: true } as const
const openai = { adapter: 'openai', takesNegative: false, takesSeed: false } as const

const families: readonly Family[] = [
  {
    ...runware,
    set: 'runware-bria',
    names: fc.tuple(small, small).map(([one, other]) => `bria:${one}@${other}`),
    params: fc.record({ steps: fc.integer({ min: 4, max: 10 }) }, optional),
    promptCharsMax: 3000,
    takesNegative: true,
  },
  {
    ...runware,
    set: 'runware-native',
    names: fc.tuple(small, small).map(([one, other]) => `runware:${one}@${other}`),
    params: diffusion,
    promptCharsMax: 3000,
    takesNegative: true,
  },
  {
    ...runware,
    set: 'runware-google',
    names: fc.tuple(small, small).map(([one, other]) => `google:${one}@${other}`),
    params: safety,
    promptCharsMax: 45_000,
    takesNegative: false,
  },
  {
    ...runware,
    set: 'runware-bytedance',
    names: small.map((number) => `bytedance:seedream@${number}.5`),
    params: safety,
    promptCharsMax: 2000,
    takesNegative: false,
  },
  {
    ...runware,
    set: 'runware-generic',
    names: fc.constantFrom('acme/easel', 'Acme-Easel_2', '012', 'yes', '1e3', '4:30', '2026-12-01', 'o/p@1:2'),
    params: diffusion,
    promptCharsMax: 3000,
    takesNegative: true,
  },
  {
    ...openai,
    set: 'openai-gpt-image-1',
    names: fc.constantFrom('gpt-image-1', 'gpt-image-1.5', 'gpt-image-1-mini'),
    hasMoreNames: true,
    params: gptImage,
    promptCharsMax: 32_000,
  },
  {
    ...openai,
    set: 'openai-gpt-image-2',
    names: small.map((number) => `gpt-image-2.${number}`),
    hasMoreNames: true,
    params: gptImage,
    promptCharsMax: 32_000,
  },
  {
    ...openai,
    set: 'openai-dall-e-3',
    names: fc.constant('dall-e-3'),
    hasMoreNames: false,
    params: fc.record(
      { quality: fc.constantFrom('standard', 'hd'), style: fc.constantFrom('vivid', 'natural') },
      optional,
    ),
    promptCharsMax: 4000,
  },
]

/** What a model of a family says of its sizes. Sides are those that every family takes. */
type Sizes = Pick<ModelConfig, 'landscape_size' | 'square_size' | 'valid_sizes' | 'size_rules' | 'min_pixels'>

const steps = fc.constantFrom(1, 8, 16, 32, 64)
const sideIn = (min: number, max: number) => fc.integer({ min: min / 64, max: max / 64 }).map((count) => count * 64)

const sizes: fc.Arbitrary<Sizes> = fc
  .record({
    width: sideIn(1088, 1344),
    height: sideIn(768, 1024),
    side: sideIn(768, 1344),
    others: fc.uniqueArray(
      fc.tuple(sideIn(768, 1344), sideIn(768, 1344)).map(([width, height]) => `${width}x${height}`),
      { maxLength: 12 },
    ),
    form: fc.constantFrom('list', 'list and pixels', 'rules', 'all rules'),
    step: steps,
  })
  .map(({ width, height, side, others, form, step }) => {
    const own = { landscape_size: `${width}x${height}`, square_size: `${side}x${side}` }
    if (form === 'rules') return { ...own, size_rules: { min_side: 768, max_side: 1344 } }
    if (form === 'all rules') {
      const pixels = { min_pixels: 768 * 768, max_pixels: 1344 * 1344 }
      return { ...own, size_rules: { min_side: 128, max_side: 2048, step, ...pixels, max_ratio: 1.75 } }
    }
    const listed = {
      ...own,
      valid_sizes: [...new Set([own.square_size, ...others, own.landscape_size])] as [string, ...string[]],
    }
    return form === 'list' ? listed : { ...listed, min_pixels: 768 * 768 }
  })

/** A number of dollars above 0, some of which cannot be written shortly. */
const dollars = fc.oneof(
  fc.constantFrom(0.04, 0.1 + 0.2, 1e-7, 2.5e-5, 1, 12.5, 0.009),
  fc.integer({ min: 1, max: 100_000 }).map((thousandths) => thousandths / 1000),
)

const price = (isText: boolean): fc.Arbitrary<ModelConfig['price']> => {
  const rates = isText
    ? fc.record({ text_input: dollars, text_output: dollars })
    : fc.record({ text_input: dollars, image_input: dollars, image_output: dollars })
  return isText
    ? fc.record({ usd_per_1m_tokens: rates })
    : fc.record(
        { usd_per_image: dollars, usd_per_1m_tokens: rates },
        { noNullPrototype: true, requiredKeys: ['usd_per_image'] },
      )
}

const farDates = fc.constantFrom('2096-12-01', '2097-01-31')
const pastDates = fc.constantFrom('2024-02-29', '2025-05-12')

/** A model before its tier, its provider and what replaces it are known to exist. */
export interface ModelDraft {
  spec: ModelConfig
  adapter: Adapter
  /** Id of its parameter set. */
  set: string
  /** Whether it may be renamed and stay in its family. */
  isRenamable: boolean
}

const shared = {
  display_name: awkwardText({ max: 100 }),
  is_active: fc.constantFrom(true, true, true, false),
  is_default: fc.boolean(),
  notes: awkwardText({ min: 0, max: 2000 }),
  protected: fc.boolean(),
}

const withLifecycle = <T extends ModelConfig>(models: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc
    .record({ model: models, hasLifecycle: fc.boolean(), far: farDates, past: pastDates, replacement: fc.boolean() })
    .map(({ model, hasLifecycle, far, past, replacement }) => {
      if (!hasLifecycle) return model
      const lifecycle = { retires_on: model.is_active ? far : past, ...(replacement ? { replaced_by: '' } : {}) }
      return { ...model, lifecycle }
    })

const imageModel = (family: Family): fc.Arbitrary<ModelDraft> =>
  fc
    .record({
      names: family.names,
      sizes,
      model: fc.record(
        {
          ...shared,
          generation_params: family.params,
          price: price(false),
          priority: fc.integer({ min: 1, max: 30 }),
          credits_per_image: fc.integer({ min: 0, max: 100 }),
          accepts: fc.record(
            {
              negative_prompt: family.takesNegative ? fc.boolean() : fc.constant(false),
              seed: family.takesSeed ? fc.boolean() : fc.constant(false),
              prompt_chars_max: fc.integer({ min: 1, max: family.promptCharsMax }),
            },
            { noNullPrototype: true, requiredKeys: ['prompt_chars_max'] },
          ),
        },
        {
          noNullPrototype: true,
          requiredKeys: [
            'display_name',
            'is_active',
            'is_default',
            'price',
            'priority',
            'credits_per_image',
            'accepts',
          ],
        },
      ),
    })
    .map(
      ({ names, sizes: ofModel, model }) =>
        ({
          ...model,
          ...ofModel,
          model_name: names,
          model_type: 'image',
          provider: '',
          quality_tier: '',
        }) as ImageModel,
    )
    .chain((model) => withLifecycle(fc.constant(model)))
    .map((spec) => ({ spec, adapter: family.adapter, set: family.set, isRenamable: family.hasMoreNames }))

const textModel: fc.Arbitrary<ModelDraft> = withLifecycle(
  fc
    .record({
      name: small.map((number) => `gpt-writer-${number}`),
      model: fc.record(
        {
          ...shared,
          generation_params: fc.record(
            {
              reasoning_effort: fc.constantFrom('none', 'low', 'high'),
              max_completion_tokens: fc.integer({ min: 1, max: 9000 }),
              temperature: fc.constantFrom(0, 0.7, 2),
            },
            optional,
          ),
          price: price(true),
          accepts: fc.record(
            { prompt_chars_max: fc.integer({ min: 1, max: 400_000 }), json_schema: fc.boolean() },
            { noNullPrototype: true, requiredKeys: ['prompt_chars_max'] },
          ),
        },
        { noNullPrototype: true, requiredKeys: ['display_name', 'is_active', 'is_default', 'price'] },
      ),
    })
    .map(({ name, model }) => ({ ...model, model_name: name, model_type: 'text' as const, provider: '' })),
).map((spec) => ({ spec, adapter: 'openai', set: 'openai-chat', isRenamable: true }))

/** Fields that say nothing of the family, the sizes or the tier: any model may take them from any other. */
export const looseFields = [...Object.keys(shared), 'priority', 'credits_per_image'] as const

export const modelDraft: fc.Arbitrary<ModelDraft> = fc.oneof(...families.map(imageModel), {
  weight: 2,
  arbitrary: textModel,
})

/** A model for a tier that has none, with a name that none of the others has. */
export function standIn(tierId: string, adapter: Adapter, names: ReadonlySet<string>): ModelDraft {
  const name = adapter === 'runware' ? `acme/${tierId}` : `gpt-image-2-${tierId}`
  let free = name
  for (let count = 2; names.has(free); count++) free = `${name}-${count}`
  const spec: ModelConfig = {
    model_name: free,
    display_name: `Stand-in for ${tierId}`,
    provider: '',
    model_type: 'image',
    quality_tier: tierId,
    priority: 50,
    is_active: true,
    is_default: false,
    landscape_size: '1344x768',
    square_size: '1024x1024',
    size_rules: { min_side: 128, max_side: 2048 },
    accepts: { prompt_chars_max: 500 },
    price: { usd_per_image: 0.04 },
    credits_per_image: 4,
  }
  return { spec, adapter, set: adapter === 'runware' ? 'runware-generic' : 'openai-gpt-image-2', isRenamable: false }
}
