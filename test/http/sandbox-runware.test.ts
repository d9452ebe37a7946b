import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ModelConfig } from '../../config/types.gen.ts'
import { type Sandbox, startSandbox } from '../../api/sandbox/server.ts'
import { shippedCatalog } from '../support/catalog.ts'

const catalog = await shippedCatalog()
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ catalog: () => catalog, today: () => '2026-11-22' })
})
afterAll(() => sandbox.stop())
afterEach(() => sandbox.faults.clear())

type Answer = { data: Record<string, unknown>[]; errors?: Record<string, unknown>[] }

const post = async (body: unknown, key: string | null = 'sandbox-key') => {
  const response = await fetch(`${sandbox.url}/runware/v1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return {
    status: response.status,
    headers: response.headers,
    ...((await response.json()) as Answer),
  }
}
const task = (changes: object = {}) => ({
  taskType: 'imageInference',
  taskUUID: randomUUID(),
  model: 'bria:10@1',
  positivePrompt: 'A garden',
  width: 1344,
  height: 768,
  steps: 8,
  includeCost: true,
  ...changes,
})

const google = { model: 'google:4@2', width: 1376, height: 768, steps: undefined }
const seedream = { model: 'bytedance:seedream@4.5', width: 2560, height: 1440, steps: undefined }

describe('Runware’s sandbox', () => {
  it('answers a task with a picture’s URL, its seed and its cost', async () => {
    const one = task({ outputFormat: 'WEBP', seed: 42 })
    const { status, data, errors } = await post([one])
    expect([status, errors]).toStrictEqual([200, undefined])
    expect(data).toStrictEqual([
      {
        taskType: 'imageInference',
        taskUUID: one.taskUUID,
        imageUUID: expect.any(String),
        imageURL: expect.stringContaining(`${sandbox.url}/images/`),
        seed: 42,
        cost: 0.04,
      },
    ])
    const file = await fetch(String(data[0]?.['imageURL']))
    expect(file.headers.get('content-type')).toBe('image/webp')
    expect(await sharp(await file.arrayBuffer()).metadata()).toMatchObject({ format: 'webp', width: 1344, height: 768 })
  })

  it('gives base64 and data URIs where they are asked for', async () => {
    const { data } = await post([
      task({ outputType: 'base64Data', outputFormat: 'PNG' }),
      task({ outputType: 'dataURI' }),
    ])
    expect(await sharp(Buffer.from(String(data[0]?.['imageBase64Data']), 'base64')).metadata()).toMatchObject({
      format: 'png',
      width: 1344,
    })
    expect(data[1]?.['imageDataURI']).toMatch(/^data:image\/jpeg;base64,/)
  })

  it('draws as many as are asked for, and bills each', async () => {
    const one = task({ numberResults: 3 })
    const { data } = await post([one])
    expect(new Set(data.map((item) => item['seed'])).size).toBe(3)
    expect(sandbox.bills().filter((bill) => bill.taskId === one.taskUUID)).toHaveLength(3)
  })

  it.each([
    ['4096x4096', 0.244],
    ['5504x3072', 0.244],
    ['6336x2688', 0.244],
    ['3392x5056', 0.244],
    ['2752x1536', 0.138],
  ])('draws %s where the catalog leaves it out too, for %d dollars', async (size, cost) => {
    const [width, height] = size.split('x').map(Number)
    const { status, data } = await post([task({ ...google, width, height })])
    expect([status, data[0]?.['cost']]).toStrictEqual([200, cost])
  })

  it.each([
    ['google:4@2', '1K', 1024, 0.138],
    ['google:4@2', '2K', 2048, 0.138],
    ['google:4@2', '4K', 4096, 0.244],
    ['bytedance:seedream@4.5', '4K', 4096, 0.04],
  ])('draws what a resolution stands for: %s in %s', async (model, resolution, side, cost) => {
    const one = task({ ...google, model, width: undefined, height: undefined, resolution })
    const { data } = await post([one])
    const file = await fetch(String(data[0]?.['imageURL']))
    const { width, height } = await sharp(await file.arrayBuffer()).metadata()
    expect([width, height, data[0]?.['cost']]).toStrictEqual([side, side, cost])
    expect(sandbox.bills().find((bill) => bill.taskId === one.taskUUID)?.costUsd).toBe(cost)
  })

  it.each<[string, object]>([
    ['a life for the URL', { ttl: 60 }],
    ['a webhook', { webhookURL: 'https://cms.example/hook' }],
    ['a place to put the bytes', { uploadEndpoint: 'https://cms.example/upload' }],
    ['what old clients always send', { checkNSFW: true }],
    ['settings of the model behind', { ...google, settings: { temperature: 0.5, topP: 0.9, systemPrompt: 'Draw.' } }],
    ['pictures to work from', { ...google, inputs: { referenceImages: ['https://cms.example/a.webp'] } }],
    ['pictures to work from, elsewhere', { ...seedream, inputs: { referenceImages: ['https://cms.example/a.webp'] } }],
  ])('takes %s', async (_, changes) => {
    expect(await post([task(changes)])).toMatchObject({ status: 200, data: [{ taskType: 'imageInference' }] })
  })

  it('takes the key as a first task too', async () => {
    const { status, data } = await post(
      [{ taskType: 'authentication', apiKey: 'sandbox-key' }, { taskType: 'ping' }],
      null,
    )
    expect([status, data.map((item) => item['taskType'])]).toStrictEqual([200, ['authentication', 'ping']])
  })

  it('tells the balance', async () => {
    const { data } = await post([{ taskType: 'accountManagement', taskUUID: randomUUID(), operation: 'getDetails' }])
    expect(data).toMatchObject([{ taskType: 'accountManagement', balance: 100 }])
  })

  it('lets tasks of one request succeed and fail on their own', async () => {
    const { status, data, errors } = await post([task({ steps: 20 }), task()])
    expect([status, data.length, errors?.length]).toStrictEqual([200, 1, 1])
  })

  it('serves a model as soon as the catalog has it, with no code', async () => {
    const model = {
      ...catalog.models.find(({ model_name }) => model_name === 'runware:97@1'),
      model_name: 'acme:1@1',
      valid_sizes: ['512x512'],
      size_rules: undefined,
      price: { usd_per_image: 0.5 },
    } as unknown as ModelConfig
    const grown = await startSandbox({ catalog: () => ({ ...catalog, models: [...catalog.models, model] }) })
    const response = await fetch(`${grown.url}/runware/v1`, {
      method: 'POST',
      headers: { authorization: 'Bearer sandbox-key' },
      body: JSON.stringify([task({ model: 'acme:1@1', width: 512, height: 512 })]),
    })
    expect([response.status, await response.json()]).toMatchObject([200, { data: [{ cost: 0.5 }] }])
    await grown.stop()
  })
})

describe('Runware’s sandbox refuses', () => {
  it.each<[string, object, number, object]>([
    ['steps out of range', { steps: 20 }, 400, { code: 'invalidSteps', parameter: 'steps', min: 4, max: 10 }],
    [
      'a size that is not listed',
      { width: 1792, height: 1024 },
      400,
      { code: 'invalidCustomWidth', parameter: 'width', allowedValues: expect.arrayContaining(['1344x768']) },
    ],
    [
      'a height that does not go with a listed width',
      { width: 1344, height: 1024 },
      400,
      { code: 'invalidCustomHeight', parameter: 'height' },
    ],
    [
      'a width off the grid',
      { model: 'runware:97@1', width: 1000, height: 768 },
      400,
      {
        code: 'invalidCustomWidth',
        parameter: 'width',
        min: 128,
        max: 2048,
        multiplier: 64,
        message:
          "Invalid value for 'width' parameter. Image width must be an integer value between 128 and 2048, in multiples of '64'.",
      },
    ],
    [
      'a height out of range',
      { model: 'runware:97@1', width: 1280, height: 4096 },
      400,
      { code: 'invalidCustomHeight', parameter: 'height', min: 128, max: 2048 },
    ],
    [
      'too few pixels',
      { model: 'bytedance:seedream@4.5', width: 1024, height: 1024, steps: undefined },
      400,
      {
        message: 'Invalid image pixels. Total pixels (width x height) must be between 3686400 and 16777216.',
        parameter: ['width', 'height'],
      },
    ],
    [
      'a parameter the model does not have',
      { CFGScale: 7 },
      400,
      { code: 'unsupportedParameter', parameter: 'CFGScale' },
    ],
    [
      'a parameter that no model has',
      { quality: 'high' },
      400,
      { code: 'unknownParameter', parameter: 'quality', message: "Unknown parameter 'quality'." },
    ],
    ['a parameter of models the catalog does not have', { lora: [] }, 400, { code: 'unsupportedParameter' }],
    ['a setting that nobody has', { providerSettings: { bria: { mood: 1 } } }, 400, { code: 'unknownParameter' }],
    ['a legacy field where it is refused', { ...seedream, checkNSFW: true }, 400, { code: 'unsupportedParameter' }],
    [
      'a life that is too short',
      { ttl: 59 },
      400,
      { code: 'invalidTtl', min: 60, message: expect.stringMatching(/a whole number of at least 60\.$/) },
    ],
    [
      'too many pictures to work from',
      { ...google, inputs: { referenceImages: Array(15).fill('https://cms.example/a.webp') } },
      400,
      { code: 'invalidReferenceImages', max: 14, message: expect.stringMatching(/between 1 and 14 entries\.$/) },
    ],
    [
      'a resolution where the model has none',
      { ...google, model: 'google:4@1', width: undefined, height: undefined, resolution: '4K' },
      400,
      { code: 'unsupportedParameter', parameter: 'resolution' },
    ],
    [
      'a negative prompt where there is none',
      { model: 'google:4@2', width: 1376, height: 768, steps: undefined, negativePrompt: 'text' },
      400,
      { code: 'unsupportedParameter', parameter: 'negativePrompt' },
    ],
    [
      'a resolution beside a size',
      { model: 'google:4@2', width: 1376, height: 768, steps: undefined, resolution: '1K' },
      400,
      { code: 'incompatibleParameters', parameter: ['resolution', 'width'] },
    ],
    ['a width without a height', { height: undefined }, 400, { code: 'missingHeight', parameter: 'height' }],
    [
      'a format it does not write',
      { outputFormat: 'webp' },
      400,
      { code: 'invalidOutputFormat', allowedValues: ['JPG', 'PNG', 'WEBP'] },
    ],
    ['a value of another type', { steps: '8' }, 400, { code: 'invalidSteps', type: 'integer' }],
    ['a prompt that is too short', { positivePrompt: 'x' }, 400, { code: 'invalidPositivePrompt', min: 2, max: 3000 }],
    [
      'a prompt that is too long',
      { positivePrompt: 'x'.repeat(3001) },
      400,
      { code: 'invalidPositivePrompt', min: 2, max: 3000 },
    ],
    [
      'a prompt longer than the model’s own limit',
      { model: 'google:4@1', steps: undefined, positivePrompt: 'x'.repeat(3001) },
      400,
      { code: 'invalidPositivePromptLength', max: 3000 },
    ],
    ['no prompt', { positivePrompt: undefined }, 400, { code: 'missingPositivePrompt', parameter: 'positivePrompt' }],
    ['no model', { model: undefined }, 400, { code: 'missingModel' }],
    ['a model that does not exist', { model: 'acme:9@9' }, 404, { code: 'modelNotFound' }],
    ['a text model', { model: 'gpt-6-luna' }, 404, { code: 'modelNotFound' }],
    [
      'a setting of another provider',
      { providerSettings: { google: { webSearch: true } } },
      400,
      { code: 'unsupportedParameter', parameter: 'providerSettings.google' },
    ],
    ['no task id', { taskUUID: undefined }, 400, { code: 'missingTaskUUID' }],
    ['a task id that is none', { taskUUID: 'task-1' }, 400, { code: 'invalidTaskUUID' }],
    [
      'a task id of another version',
      { taskUUID: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' },
      400,
      { code: 'invalidTaskUUID' },
    ],
    ['a task it does not know', { taskType: 'videoInference' }, 400, { code: 'unsupportedTaskType' }],
  ])('%s', async (_, changes, status, error) => {
    const answer = await post([task(changes)])
    expect([answer.status, 'data' in answer]).toStrictEqual([status, false])
    expect(answer.errors?.[0]).toMatchObject(error)
  })

  it.each<[object, string | undefined]>([
    [{ quality: 'high' }, undefined],
    [{ positivePrompt: undefined }, 'string'],
    [{ ...google, resolution: '1K' }, undefined],
    [{ height: undefined }, 'integer'],
  ])('%o with the type of the field, not of the task', async (changes, type) => {
    expect((await post([task(changes)])).errors?.[0]?.['type']).toBe(type)
  })

  it('a task id that was used before, and bills it once', async () => {
    const one = task()
    await post([one])
    const { status, errors } = await post([one])
    expect([status, errors]).toMatchObject([400, [{ code: 'conflictTaskUUID', taskUUID: one.taskUUID }]])
    expect(sandbox.bills().filter((bill) => bill.taskId === one.taskUUID)).toHaveLength(1)
  })

  it.each([
    [null, 'missingApiKey'],
    ['short', 'invalidApiKey'],
    ['invalid-key-123', 'invalidApiKey'],
  ])('the key %s', async (key, code) => {
    const { status, errors } = await post([task()], key)
    expect([status, errors]).toMatchObject([401, [{ code, parameter: 'apiKey', taskType: 'authentication' }]])
  })

  it.each([
    ['a body that is no list', task(), 'invalidRequestBody'],
    ['an empty list', [], 'invalidRequestBody'],
    ['a list of other things', ['task'], 'invalidRequestBody'],
    ['a body that is no JSON', '[{', 'invalidJSON'],
  ])('%s', async (_, body, code) => {
    expect(await post(body)).toMatchObject({ status: 400, errors: [{ code }] })
  })
})

describe('a task that was sent', () => {
  const ask = (taskType: string, taskUUID: string) => post([{ taskType, taskUUID }])

  it('is accepted at once and found when it is done, where it is asynchronous', async () => {
    sandbox.faults.add({ kind: 'slow', ms: 1500 })
    const one = task({ deliveryMethod: 'async' })
    expect((await post([one])).data).toStrictEqual([{ taskType: 'imageInference', taskUUID: one.taskUUID }])
    expect((await ask('getResponse', one.taskUUID)).data).toMatchObject([
      { taskUUID: one.taskUUID, status: 'processing' },
    ])
    await expect
      .poll(async () => (await ask('getResponse', one.taskUUID)).data, { timeout: 20_000 })
      .toMatchObject([{ status: 'success', imageURL: expect.any(String), cost: 0.04 }])
  })

  it('is in the archive with its request and its answer', async () => {
    const one = task()
    const { data } = await post([one])
    expect((await ask('getTaskDetails', one.taskUUID)).data).toStrictEqual([
      { taskType: 'getTaskDetails', taskUUID: one.taskUUID, request: [one], response: { data } },
    ])
  })

  it.each(['getResponse', 'getTaskDetails'])('is not found by %s where it never was', async (taskType) => {
    expect(await ask(taskType, randomUUID())).toMatchObject({ status: 404, errors: [{ code: 'taskNotFound' }] })
  })
})

describe('a fault', () => {
  const control = (body: unknown, type = 'application/json') =>
    fetch(`${sandbox.url}/control`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) })

  it.each([
    [{ kind: 'rate-limit', retryAfterMs: 1500 }, 429, 'rateLimitExceeded'],
    [{ kind: 'no-credits' }, 402, 'insufficientCredits'],
    [{ kind: 'fail' }, 500, 'internalServerError'],
    [{ kind: 'fail', status: 200, code: 'timeoutProvider' }, 200, 'timeoutProvider'],
    [{ kind: 'blocked' }, 400, 'invalidProviderContent'],
  ] as const)('%o meets one call, which is not billed', async (fault, status, code) => {
    sandbox.faults.add(fault)
    const one = task()
    const met = await post([one])
    expect([met.status, met.errors?.[0]?.['code'], met.headers.get('retry-after-ms')]).toStrictEqual([
      status,
      code,
      fault.kind === 'rate-limit' ? '1500' : null,
    ])
    expect(sandbox.bills().some((bill) => bill.taskId === one.taskUUID)).toBe(false)
    expect((await post([task()])).status).toBe(200)
  })

  it('can be written into the prompt, where it meets every call', async () => {
    for (let call = 0; call < 2; call++)
      expect((await post([task({ positivePrompt: 'A garden [blocked]' })])).errors).toMatchObject([
        { code: 'invalidProviderContent' },
      ])
  })

  it('drops the connection after the bill', async () => {
    sandbox.faults.add({ kind: 'drop' })
    const one = task()
    await expect(post([one])).rejects.toThrow()
    expect(sandbox.bills().filter((bill) => bill.taskId === one.taskUUID)).toHaveLength(1)
    expect((await post([{ taskType: 'getTaskDetails', taskUUID: one.taskUUID }])).data).toMatchObject([
      { response: { data: [{ cost: 0.04 }] } },
    ])
  })

  it('resets the connection before anything is known or billed', async () => {
    sandbox.faults.add({ kind: 'reset' })
    const one = task()
    await expect(post([one])).rejects.toThrow()
    expect(sandbox.bills().some((bill) => bill.taskId === one.taskUUID)).toBe(false)
    expect(await post([{ taskType: 'getTaskDetails', taskUUID: one.taskUUID }])).toMatchObject({ status: 404 })
  })

  it.each([
    [{ kind: 'gateway', status: 504 }, 504, '<html>'],
    [{ kind: 'cut-off' }, 200, null],
  ] as const)(
    '%o spoils the answer to a call that is billed, and that can be asked for',
    async (fault, status, text) => {
      sandbox.faults.add(fault)
      const one = task()
      const answer = await fetch(`${sandbox.url}/runware/v1`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer sandbox-key' },
        body: JSON.stringify([one]),
      })
      expect(answer.status).toBe(status)
      if (text === null) await expect(answer.text()).rejects.toThrow()
      else expect(await answer.text()).toContain(text)
      expect(sandbox.bills().filter((bill) => bill.taskId === one.taskUUID)).toHaveLength(1)
      expect((await post([{ taskType: 'getTaskDetails', taskUUID: one.taskUUID }])).data).toMatchObject([
        { response: { data: [{ cost: 0.04 }] } },
      ])
    },
  )

  it('can ask to wait before the next call', async () => {
    sandbox.faults.add({ kind: 'fail', status: 503, retryAfterMs: 2500 })
    const { status, headers } = await post([task()])
    expect([status, headers.get('retry-after')]).toStrictEqual([503, '3'])
  })

  it.each([
    ['missing', [404, 404]],
    ['late', [404, 200]],
    ['not-a-picture', [200, 200]],
  ] as const)('(%s) spoils the file: %o', async (kind, statuses) => {
    sandbox.faults.add({ kind })
    const { data } = await post([task()])
    const url = String(data[0]?.['imageURL'])
    const files = [await fetch(url), await fetch(url)]
    expect(files.map((file) => file.status)).toStrictEqual(statuses)
    if (kind === 'not-a-picture') expect(await files[0]?.text()).toContain('<html>')
  })

  it('meets calls by chance where it is told to, the same ones for the same seed', async () => {
    const shares = [
      { fault: { kind: 'fail', status: 500 }, share: 0.3 },
      { fault: { kind: 'rate-limit' }, share: 0.3 },
    ] as const
    const play = async (seed: number) => {
      const played = await startSandbox({
        catalog: () => catalog,
        today: () => '2026-11-22',
        randomFaults: { seed, shares },
        drawsPlain: true,
      })
      const statuses = await Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          const answer = await fetch(`${played.url}/runware/v1`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: 'Bearer sandbox-key' },
            body: JSON.stringify([task({ positivePrompt: `Garden ${index}` })]),
          })
          return answer.status
        }),
      )
      const [most, billed] = [played.mostAtOnce(), played.bills().length]
      await played.stop()
      expect(billed).toBe(statuses.filter((status) => status === 200).length)
      expect(most.runware).toBeGreaterThan(0)
      return statuses
    }
    const once = await play(1)
    expect(new Set(once)).toStrictEqual(new Set([200, 429, 500]))
    expect(await play(1)).toStrictEqual(once)
    expect(await play(2)).not.toStrictEqual(once)
  })

  it.each(['broken', 'wrong-size'] as const)('gives a %s file', async (kind) => {
    sandbox.faults.add({ kind })
    const { data } = await post([task()])
    const bytes = await (await fetch(String(data[0]?.['imageURL']))).arrayBuffer()
    if (kind === 'broken') await expect(sharp(bytes, { failOn: 'error' }).stats()).rejects.toThrow()
    else expect(await sharp(bytes).metadata()).toMatchObject({ width: 672, height: 384 })
  })

  it('can be told and counted over HTTP', async () => {
    expect(await (await control({ faults: [{ kind: 'rate-limit', times: 2 }] })).json()).toMatchObject({
      faults: [{ kind: 'rate-limit', times: 2 }],
    })
    const one = task()
    expect([(await post([task()])).status, (await post([task()])).status, (await post([one])).status]).toStrictEqual([
      429, 429, 200,
    ])
    expect(await (await fetch(`${sandbox.url}/control`)).json()).toMatchObject({
      bills: { [one.taskUUID]: 1 },
      calls: { 'runware imageInference': expect.any(Number) },
      faults: [],
    })
  })

  it.each<[unknown, RegExp]>([
    [{}, /^The body is a JSON object with "clear", "faults" or both\.$/],
    [{ fault: [] }, /^The body is a JSON object/],
    [[], /^The body is a JSON object/],
    [{ faults: { kind: 'fail' } }, /^"faults" is a list/],
    [{ clear: 'yes' }, /^"clear" is true or false/],
    [{ faults: [{ kind: 'earthquake' }] }, /^There is no fault "earthquake"\. Faults: slow, /],
    [{ faults: [{ kind: 'slow', seconds: 3 }] }, /^A fault has no "seconds"/],
    [{ faults: [{ kind: 'fail', route: 'nowhere' }] }, /^There is no route "nowhere"\. Routes: runware, /],
    [
      { faults: [{ kind: 'empty', route: 'runware' }] },
      /^The fault "empty" never meets runware\. It meets: openai-chat/,
    ],
    [{ faults: [{ kind: 'fail', status: 99 }] }, /^"status" is 99/],
    [{ faults: [{ kind: 'fail', status: 302 }] }, /^"status" is 302/],
    [{ faults: [{ kind: 'fail', times: -3 }] }, /^"times" is -3/],
    [{ faults: [{ kind: 'fail', times: 1.5 }] }, /^"times" is 1\.5/],
    [{ faults: [{ kind: 'slow', ms: -1 }] }, /^"ms" is -1/],
    [{ faults: [{ kind: 'rate-limit', retryAfterMs: -1 }] }, /^"retryAfterMs" is -1/],
    [{ faults: [{ kind: 'drop' }, { kind: 'fail', times: 0 }] }, /^"times" is 0/],
  ])('that cannot happen is refused: %j', async (body, message) => {
    const response = await control(body)
    expect([response.status, await response.json()]).toStrictEqual([422, { error: expect.stringMatching(message) }])
    expect(sandbox.faults.pending()).toStrictEqual([])
  })

  it('can be told with a character set too', async () => {
    expect((await control({ clear: true }, 'application/json; charset=utf-8')).status).toBe(200)
  })

  it('cannot be told by a page of another site, which may only post text', async () => {
    const response = await fetch(`${sandbox.url}/control`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"faults":[{"kind":"fail"}]}',
    })
    expect([response.status, sandbox.faults.pending()]).toStrictEqual([415, []])
  })
})
