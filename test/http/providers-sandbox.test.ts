import type { ServerResponse } from 'node:http'
import { startLocalServer } from '../support/local-server.ts'
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RenderPlan } from '../../api/domain/image-provider.ts'
import { createProviders } from '../../api/providers/registry.ts'
import { type Sandbox, startSandbox } from '../../api/sandbox/server.ts'
import { readPicture } from '../../api/storage/picture.ts'
import { modelNamed, planFor, shippedCatalog } from '../support/catalog.ts'

const catalog = await shippedCatalog()
const signal = new AbortController().signal
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ catalog: () => catalog, servesRetired: true })
})
afterAll(() => sandbox.stop())
afterEach(() => sandbox.faults.clear())

const clientsFor = (modelName: string, timeoutSeconds?: number) => {
  const providers = catalog.providers.map((provider) => ({
    ...provider,
    ...(timeoutSeconds !== undefined && { timeout_seconds: timeoutSeconds }),
  }))
  const modes = new Map(providers.map(({ id }) => [id, 'sandbox' as const]))
  const clients = createProviders({
    providers,
    modes,
    keys: new Map(),
    sandboxUrl: sandbox.url,
    parameterSets: catalog.parameterSets,
  }).get(modelNamed(catalog, modelName).provider)
  if (!clients?.image) throw new Error(`No client for ${modelName}.`)
  return { ...clients, image: clients.image }
}
const freshPlan = (name: string, changes: Partial<RenderPlan> = {}) =>
  planFor(catalog, name, { taskId: randomUUID(), ...changes })

async function makePicture(plan: RenderPlan) {
  const clients = clientsFor(plan.model.model_name)
  const made = await clients.image.generate(plan, signal)
  const bytes =
    made.source.kind === 'bytes' ? made.source.bytes : await clients.download(made.source.url, plan.size, signal)
  return { made, picture: await readPicture(bytes, plan) }
}

describe('a picture from the sandbox', () => {
  const names = catalog.models.filter((model) => model.model_type === 'image').map((model) => model.model_name)

  it.each(names)('of %s has the size and format asked for, and a cost', async (name) => {
    const plan = freshPlan(name, { negativePrompt: 'text, blurry', seed: 7 })
    const { made, picture } = await makePicture(plan)
    expect(picture).toMatchObject({ ...plan.size, format: 'webp' })
    // By usage where there is one; the catalog's price per picture is an estimate then, and never below it.
    const priceUsd = plan.model.price.usd_per_image ?? 0
    expect(made.costUsd).toBeLessThanOrEqual(priceUsd)
    expect(made.costUsd).toBeGreaterThan(priceUsd * (made.costSource === 'usage' ? 0.8 : 0.999))
    expect(made.requestId).not.toBeNull()
  })

  it('costs by its usage where the model is billed by tokens', async () => {
    expect((await makePicture(freshPlan('gpt-image-2.6-sunburst'))).made.costSource).toBe('usage')
    expect((await makePicture(freshPlan('dall-e-3'))).made.costSource).toBe('catalog')
    expect((await makePicture(freshPlan('bria:10@1'))).made.costSource).toBe('provider')
  })

  it('is another one for another prompt or seed, and the same for the same', async () => {
    const draw = async (changes: Partial<RenderPlan>) =>
      (await makePicture(freshPlan('bria:10@1', { seed: 1, ...changes }))).picture.sha256
    const [one, same, otherSeed, otherPrompt] = [
      await draw({}),
      await draw({}),
      await draw({ seed: 2 }),
      await draw({ prompt: 'A harbour' }),
    ]
    expect([same === one, otherSeed === one, otherPrompt === one]).toStrictEqual([true, false, false])
  })

  it('that is broken or of a wrong size is no picture', async () => {
    await expect(makePicture(freshPlan('bria:10@1', { prompt: 'A garden [broken]' }))).rejects.toMatchObject({
      class: 'upstream',
      code: 'broken_file',
    })
    await expect(
      makePicture(freshPlan('gpt-image-2.5-flare', { prompt: 'A garden [wrong-size]' })),
    ).rejects.toMatchObject({ class: 'upstream', code: 'wrong_size' })
  })
})

describe('a call that goes wrong', () => {
  const generate = (plan: RenderPlan, timeoutSeconds?: number) =>
    clientsFor(plan.model.model_name, timeoutSeconds).image.generate(plan, signal)

  it.each([
    ['bria:10@1', 'rate-limit', { class: 'rate_limit', status: 429, retryAfterMs: 1000, retryable: true }],
    ['bria:10@1', 'fail', { class: 'upstream', status: 500, retryable: true }],
    ['bria:10@1', 'no-credits', { class: 'credits', code: 'insufficientCredits', retryable: false }],
    ['bria:10@1', 'blocked', { class: 'moderation', code: 'invalidProviderContent', retryable: false }],
    ['gpt-image-2.5-flare', 'rate-limit', { class: 'rate_limit', status: 429, retryAfterMs: 1000, retryable: true }],
    ['gpt-image-2.5-flare', 'fail', { class: 'upstream', status: 500, retryable: true }],
    ['gpt-image-2.5-flare', 'no-credits', { class: 'credits', code: 'insufficient_quota', retryable: false }],
    ['gpt-image-2.5-flare', 'blocked', { class: 'moderation', code: 'moderation_blocked', retryable: false }],
  ] as const)('at %s with %s has the class that decides what comes next', async (name, kind, error) => {
    await expect(generate(freshPlan(name, { prompt: `A garden [${kind}]` }))).rejects.toMatchObject({
      ...error,
      outcomeUnknown: false,
    })
  })

  it.each(['bria:10@1', 'gpt-image-2.5-flare'])(
    'at %s without an answer is of unknown outcome, billed once',
    async (name) => {
      const prompt = `A garden ${randomUUID()} [drop]`
      await expect(generate(freshPlan(name, { prompt }))).rejects.toMatchObject({
        class: 'upstream',
        outcomeUnknown: true,
      })
      await expect(generate(freshPlan(name, { prompt: prompt.replace('drop', 'hang') }), 1)).rejects.toMatchObject({
        class: 'timeout',
        outcomeUnknown: true,
      })
      expect(sandbox.bills().filter((bill) => bill.prompt === prompt)).toHaveLength(1)
    },
  )

  it('because of a size the model does not have names what the provider said', async () => {
    await expect(generate(freshPlan('bria:10@1', { size: { width: 1792, height: 1024 } }))).rejects.toMatchObject({
      class: 'invalid_request',
      code: 'invalidCustomWidth',
      parameter: 'width',
      status: 400,
    })
    await expect(
      generate(freshPlan('gpt-image-2.5-flare', { size: { width: 1792, height: 936 } })),
    ).rejects.toMatchObject({ class: 'invalid_request', parameter: 'size', status: 400 })
  })
})

describe('a Runware task whose answer was lost', () => {
  const find = async (plan: RenderPlan) => clientsFor('bria:10@1').image.findTask?.(plan.taskId, plan, signal)

  it('is found again with its picture, without another bill', async () => {
    const plan = freshPlan('bria:10@1', { prompt: 'A garden [drop]' })
    await expect(clientsFor('bria:10@1').image.generate(plan, signal)).rejects.toMatchObject({ outcomeUnknown: true })
    expect(await find(plan)).toMatchObject({
      status: 'succeeded',
      picture: { source: { kind: 'url' }, costUsd: 0.04, costSource: 'provider' },
    })
    expect(sandbox.bills().filter((bill) => bill.taskId === plan.taskId)).toHaveLength(1)
  })

  it('is pending while it is drawn', async () => {
    sandbox.faults.add({ kind: 'slow', ms: 2000 })
    const plan = freshPlan('bria:10@1')
    const answer = clientsFor('bria:10@1').image.generate(plan, signal)
    await expect.poll(() => find(plan), { timeout: 20_000 }).toStrictEqual({ status: 'pending' })
    expect((await answer).costUsd).toBe(0.04)
    expect(await find(plan)).toMatchObject({ status: 'succeeded' })
  })

  it('is unknown where it never arrived', async () => {
    expect(await find(freshPlan('bria:10@1'))).toStrictEqual({ status: 'unknown' })
  })

  it('is failed where the provider refused it', async () => {
    const plan = freshPlan('bria:10@1', { prompt: 'A garden [blocked]' })
    await expect(clientsFor('bria:10@1').image.generate(plan, signal)).rejects.toMatchObject({ class: 'moderation' })
    expect(await find(plan)).toMatchObject({
      status: 'failed',
      error: { class: 'moderation', code: 'invalidProviderContent' },
    })
  })

  it('sent a second time gives the picture of the first, without another bill', async () => {
    const plan = freshPlan('bria:10@1')
    const { image } = clientsFor('bria:10@1')
    const first = await image.generate(plan, signal)
    const second = await image.generate(plan, signal)
    expect([second.source, second.costUsd]).toStrictEqual([first.source, first.costUsd])
    expect(sandbox.bills().filter((bill) => bill.taskId === plan.taskId)).toHaveLength(1)
  })

  it('cannot be asked for without a valid key, which is an error and no outcome', async () => {
    const { createRunware } = await import('../../api/providers/runware/client.ts')
    const [provider] = catalog.providers
    if (!provider) throw new Error('The catalog has no provider.')
    const client = createRunware({
      provider: { ...provider, base_url: `${sandbox.url}/runware/v1` },
      apiKey: 'invalid-key-123',
    })
    const plan = freshPlan('bria:10@1')
    await expect(client.findTask?.(plan.taskId, plan, signal)).rejects.toMatchObject({ class: 'auth' })
  })
})

describe('an answer that is not about the Runware task', () => {
  const notFound = (response: ServerResponse) =>
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404 Not Found</h1>')
  const busy = (response: ServerResponse) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end('{"errors":[{"code":"rateLimitExceeded","message":"Slow down."}]}')

  const findAt = async (answer: (response: ServerResponse) => void) => {
    const { createRunware } = await import('../../api/providers/runware/client.ts')
    const [provider] = catalog.providers
    if (!provider) throw new Error('The catalog has no provider.')
    const server = await startLocalServer((_, response) => answer(response))
    try {
      const plan = freshPlan('bria:10@1')
      const client = createRunware({ provider: { ...provider, base_url: server.url }, apiKey: 'a-valid-key' })
      return await client.findTask?.(plan.taskId, plan, signal)
    } finally {
      await server.stop()
    }
  }

  it('does not make it unknown when a gateway finds nothing, since it would be bought again', async () => {
    expect(await findAt(notFound)).toStrictEqual({ status: 'pending' })
  })

  it('does not make it failed when the question came too fast', async () => {
    await expect(findAt(busy)).rejects.toMatchObject({ class: 'rate_limit' })
  })
})

describe('a chat', () => {
  const schema = {
    name: 'prompts',
    schema: {
      type: 'object',
      required: ['prompt'],
      additionalProperties: false,
      properties: { prompt: { type: 'string' } },
    },
  }
  const ask = (content: string) =>
    clientsFor('gpt-6-luna').chat?.complete(
      { model: modelNamed(catalog, 'gpt-6-luna'), messages: [{ role: 'user', content }], schema, mode: 'json_schema' },
      signal,
    )

  it('gives a text, why it ended, and a cost by usage', async () => {
    const answer = await ask('The lighthouse was built in 1820 on a bare rock.')
    expect(JSON.parse(answer?.text ?? '')).toStrictEqual({ prompt: expect.stringContaining('lighthouse') })
    expect(answer).toMatchObject({ finishReason: 'stop', requestId: expect.stringMatching(/^req_/) })
    expect(answer?.costUsd).toBeGreaterThan(0)
  })

  it('that is refused is of class moderation', async () => {
    await expect(ask('A story. [refusal]')).rejects.toMatchObject({ class: 'moderation', code: 'refusal' })
  })

  it('names the parameter where the server does not take the schema', async () => {
    await expect(ask('A story. [mode-refused]')).rejects.toMatchObject({
      class: 'invalid_request',
      parameter: 'response_format',
    })
  })
})

describe('the providers', () => {
  const modes = new Map([
    ['runware', 'live'],
    ['openai', 'not_configured'],
  ] as const)

  it('are those that are configured', () => {
    const clients = createProviders({
      providers: catalog.providers,
      modes,
      keys: new Map([['runware', 'rw-key-123']]),
      sandboxUrl: null,
    })
    expect([...clients.keys()]).toStrictEqual(['runware'])
    expect(clients.get('runware')).toMatchObject({ mode: 'live' })
  })

  it('are never live without a key', () => {
    expect(() =>
      createProviders({ providers: catalog.providers, modes, keys: new Map(), sandboxUrl: sandbox.url }),
    ).toThrow('has no key')
  })
})
