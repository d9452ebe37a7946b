import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { createOpenAiImages } from '../../../api/providers/openai/images.ts'
import { chatRequest } from '../../../api/providers/openai/chat.ts'
import { createRunware } from '../../../api/providers/runware/client.ts'
import { modelNamed, planFor, shippedCatalog } from '../../support/catalog.ts'

const catalog = await shippedCatalog()
const clientOf = (modelName: string) => {
  const provider = catalog.providers.find(({ id }) => id === modelNamed(catalog, modelName).provider)
  if (!provider) throw new Error(`${modelName} names no provider.`)
  const options = { provider, apiKey: 'key-for-tests' }
  return provider.adapter === 'runware' ? createRunware(options) : createOpenAiImages(options)
}

const taskId = '0b8a5b0e-3f0e-4c57-9a53-6d0f8a1f6c11'
const runwareTask = (fields: object) => [
  {
    taskType: 'imageInference',
    taskUUID: taskId,
    positivePrompt: 'A rooftop garden at dawn',
    numberResults: 1,
    outputType: 'URL',
    outputFormat: 'WEBP',
    includeCost: true,
    deliveryMethod: 'sync',
    ...fields,
  },
]

/** What leaves the house for every model that ships, in its own landscape size, with a negative prompt and a seed given. */
const bodies: Record<string, unknown> = {
  'bria:10@1': runwareTask({
    model: 'bria:10@1',
    steps: 8,
    negativePrompt: 'text, blurry',
    width: 1344,
    height: 768,
    seed: 7,
  }),
  'runware:97@1': runwareTask({
    model: 'runware:97@1',
    steps: 30,
    CFGScale: 5,
    negativePrompt: 'text, blurry',
    width: 1280,
    height: 768,
    seed: 7,
  }),
  'google:4@2': runwareTask({ model: 'google:4@2', width: 2752, height: 1536, seed: 7 }),
  'google:4@1': runwareTask({ model: 'google:4@1', width: 1344, height: 768, seed: 7 }),
  'bytedance:seedream@4.5': runwareTask({ model: 'bytedance:seedream@4.5', width: 2560, height: 1440, seed: 7 }),
  'gpt-image-2.5-flare': {
    model: 'gpt-image-2.5-flare',
    prompt: 'A rooftop garden at dawn',
    n: 1,
    size: '1536x864',
    quality: 'medium',
    background: 'opaque',
    output_format: 'webp',
    output_compression: 85,
    moderation: 'auto',
  },
  'gpt-image-2.6-sunburst': {
    model: 'gpt-image-2.6-sunburst',
    prompt: 'A rooftop garden at dawn',
    n: 1,
    size: '1536x864',
    quality: 'high',
    background: 'opaque',
    output_format: 'webp',
    output_compression: 90,
    moderation: 'auto',
  },
  'dall-e-3': {
    model: 'dall-e-3',
    prompt: 'A rooftop garden at dawn',
    n: 1,
    size: '1792x1024',
    quality: 'standard',
    response_format: 'b64_json',
  },
  'dall-e-2': {
    model: 'dall-e-2',
    prompt: 'A rooftop garden at dawn',
    n: 1,
    size: '1024x1024',
    response_format: 'b64_json',
  },
}

describe('the body of a request', () => {
  const imageModels = catalog.models.filter((model) => model.model_type === 'image').map((model) => model.model_name)

  it('is known here for every image model of the catalog', () => {
    expect(Object.keys(bodies).toSorted()).toStrictEqual(imageModels.toSorted())
  })

  it.each(imageModels)('is exactly what %s takes', (name) => {
    const plan = planFor(catalog, name, { negativePrompt: 'text, blurry', seed: 7 })
    expect(clientOf(name).requestBody(plan)).toStrictEqual(bodies[name])
  })

  it.each(imageModels)('keeps the parameter set of %s', (name) => {
    const ajv = new Ajv2020({ strict: false })
    formats.default(ajv)
    const plan = planFor(catalog, name, { negativePrompt: 'text, blurry', seed: 7 })
    const client = clientOf(name)
    const isValid = ajv.compile(plan.parameterSet.schema)
    expect([isValid(client.parametersOf(client.requestBody(plan))), isValid.errors]).toStrictEqual([true, null])
  })

  it('has no negative prompt and no seed where the plan has none', () => {
    const [task] = clientOf('bria:10@1').requestBody(planFor(catalog, 'bria:10@1')) as object[]
    expect(Object.keys(task ?? {})).not.toContain('negativePrompt')
    expect(Object.keys(task ?? {})).not.toContain('seed')
  })

  it.each([
    ['webp', 'WEBP'],
    ['png', 'PNG'],
    ['jpeg', 'JPG'],
  ] as const)('names %s as Runware does', (format, outputFormat) => {
    const plan = planFor(catalog, 'bria:10@1', { format })
    expect(clientOf('bria:10@1').requestBody(plan)).toMatchObject([{ outputFormat }])
  })

  it('sets no compression for a lossless file, which OpenAI would refuse', () => {
    const plan = planFor(catalog, 'gpt-image-2.5-flare', { format: 'png' })
    const body = clientOf('gpt-image-2.5-flare').requestBody(plan)
    expect(body).toMatchObject({ output_format: 'png' })
    expect(body).not.toHaveProperty('output_compression')
  })

  it('is not turned into another request by a parameter of the model', () => {
    const model = {
      ...modelNamed(catalog, 'bria:10@1'),
      generation_params: {
        steps: 6,
        width: 1,
        taskUUID: 'mine',
        deliveryMethod: 'async',
        outputQuality: 90,
        notListed: true,
      },
    }
    expect(clientOf('bria:10@1').requestBody(planFor(catalog, 'bria:10@1', { model }))).toStrictEqual(
      runwareTask({ model: 'bria:10@1', steps: 6, outputQuality: 90, width: 1344, height: 768 }),
    )
  })
})

describe('the body of a chat request', () => {
  const model = modelNamed(catalog, 'gpt-6-luna')
  const schema = {
    name: 'prompts',
    schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  }
  const messages = [{ role: 'user' as const, content: 'Hello' }]
  const shared = { model: 'gpt-6-luna', messages, reasoning_effort: 'low', max_completion_tokens: 4000 }

  it.each([
    [
      'json_schema',
      {
        ...shared,
        response_format: { type: 'json_schema', json_schema: { name: 'prompts', strict: true, schema: schema.schema } },
      },
    ],
    ['json_object', { ...shared, response_format: { type: 'json_object' } }],
    ['text', shared],
  ] as const)('carries the schema as mode %s says', (mode, body) => {
    expect(chatRequest({ model, messages, schema, mode }, catalog.parameterSets)).toStrictEqual(body)
  })

  it('keeps all parameters of the model where no parameter set is known', () => {
    const other = { ...model, generation_params: { top_k: 3 } }
    expect(chatRequest({ model: other, messages, schema, mode: 'text' })).toStrictEqual({
      model: 'gpt-6-luna',
      messages,
      top_k: 3,
    })
  })
})
