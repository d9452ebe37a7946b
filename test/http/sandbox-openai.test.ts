import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../api/sandbox/server.ts'
import { shippedCatalog } from '../support/catalog.ts'

const catalog = await shippedCatalog()
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ catalog: () => catalog, today: () => '2026-11-22' })
})
afterAll(() => sandbox.stop())
afterEach(() => sandbox.faults.clear())

type Answer = {
  data: { b64_json?: string; url?: string; id?: string; shutdown_date?: string | null }[]
  usage?: { completion_tokens?: number }
  background?: string
  error?: object
  choices: { index: number; message: { content: string | null; refusal: string | null } }[]
}

const call = async (path: string, body: unknown, key: string | null = 'sandbox-key', at = sandbox) => {
  const response = await fetch(`${at.url}/openai/v1/${path}`, {
    ...(body !== undefined && { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
  })
  return { status: response.status, headers: response.headers, ...((await response.json()) as Answer) }
}
const image = (changes: object = {}) => ({
  model: 'gpt-image-2.5-flare',
  prompt: 'A garden',
  n: 1,
  size: '1536x864',
  quality: 'medium',
  output_format: 'webp',
  output_compression: 85,
  ...changes,
})
const draw = (changes: object = {}) => call('images/generations', image(changes))

describe('OpenAI’s image sandbox', () => {
  it('answers with the picture in base64, what it used, and a request id', async () => {
    const { status, headers, data, usage } = await draw()
    expect([status, headers.get('x-request-id')]).toStrictEqual([200, expect.stringMatching(/^req_/)])
    expect(await sharp(Buffer.from(data[0]?.b64_json ?? '', 'base64')).metadata()).toMatchObject({
      format: 'webp',
      width: 1536,
      height: 864,
    })
    expect(usage).toStrictEqual({
      input_tokens: 2,
      output_tokens: 556,
      total_tokens: 558,
      input_tokens_details: { text_tokens: 2, image_tokens: 0 },
    })
  })

  it.each([
    ['low', '1024x1024', 196],
    ['medium', '1024x1024', 439],
    ['high', '1024x1024', 1756],
    ['xhigh', '1024x1024', 3122],
    ['max', '1024x1024', 7024],
    ['high', '2048x2048', 7024],
  ])('uses more for more: %s at %s', async (quality, size, output) => {
    const before = sandbox.bills().length
    const { usage } = await draw({ quality, size, n: 2 })
    expect(usage).toMatchObject({ output_tokens: output * 2 })
    const bill = { costUsd: expect.closeTo((output * 30 + 5) / 1_000_000, 9) }
    expect(sandbox.bills().slice(before)).toMatchObject([bill, bill])
  })

  it.each(['png', 'webp'])('draws on nothing in %s where a transparent background is asked for', async (format) => {
    const asked = { output_format: format, output_compression: undefined }
    const { data, background } = await draw({ ...asked, background: 'transparent' })
    const cut = sharp(Buffer.from(data[0]?.b64_json ?? '', 'base64'))
    expect([background, (await cut.stats()).isOpaque]).toStrictEqual(['transparent', false])
    const corner = await cut.extract({ left: 1500, top: 2, width: 1, height: 1 }).ensureAlpha().raw().toBuffer()
    expect(corner[3]).toBe(0)
    const whole = await draw({ ...asked, background: 'opaque' })
    expect((await sharp(Buffer.from(whole.data[0]?.b64_json ?? '', 'base64')).stats()).isOpaque).toBe(true)
  })

  it.each<object>([
    { user: 'acct_7f3a' },
    { n: null, size: null, quality: null, background: null, moderation: null },
    { output_format: null, output_compression: null, stream: null, partial_images: null },
    { stream: false },
  ])('takes %o', async (changes) => {
    expect((await draw({ size: '1024x1024', ...changes })).status).toBe(200)
  })

  it('knows each of its models by name', async () => {
    expect(await call('models/gpt-image-2.5-flare', undefined)).toMatchObject({
      status: 200,
      id: 'gpt-image-2.5-flare',
      object: 'model',
      shutdown_date: null,
    })
    for (const name of ['gpt-image-99', 'dall-e-3'])
      expect(await call(`models/${name}`, undefined)).toMatchObject({
        status: 404,
        error: { code: 'model_not_found', message: `The model '${name}' does not exist` },
      })
  })

  it('chooses format and size itself where nothing is asked for', async () => {
    const { data } = await draw({ size: 'auto', output_format: undefined, output_compression: undefined })
    expect(await sharp(Buffer.from(data[0]?.b64_json ?? '', 'base64')).metadata()).toMatchObject({
      format: 'png',
      width: 1024,
      height: 1024,
    })
  })

  it('lists its models with the day they are taken away', async () => {
    const { data } = await call('models', undefined)
    expect(data.map(({ id, shutdown_date }) => [id, shutdown_date])).toStrictEqual([
      ['gpt-6-luna', null],
      ['gpt-image-2.5-flare', null],
      ['gpt-image-2.6-sunburst', null],
    ])
  })

  it('serves a retired model where it is told to, as PNG at a URL unless bytes are asked for', async () => {
    const old = await startSandbox({ catalog: () => catalog, servesRetired: true })
    const body = { model: 'dall-e-3', prompt: 'A garden', size: '1792x1024', quality: 'hd' }
    const { data, usage } = await call('images/generations', body, 'sandbox-key', old)
    const file = await fetch(data[0]?.url ?? '')
    expect(await sharp(await file.arrayBuffer()).metadata()).toMatchObject({ format: 'png', width: 1792, height: 1024 })
    expect(usage).toBeUndefined()
    expect(
      (await call('images/generations', { ...body, response_format: 'b64_json' }, 'sandbox-key', old)).data[0]
        ?.b64_json,
    ).toBeDefined()
    await old.stop()
  })
})

describe('OpenAI’s image sandbox refuses', () => {
  it.each<[string, object, number, object]>([
    [
      'a size off the grid',
      { size: '1792x936' },
      400,
      {
        message: "Invalid size '1792x936'. Width and height must both be divisible by 16.",
        param: 'size',
        code: 'invalid_value',
        type: 'invalid_request_error',
      },
    ],
    ['a size that is too long', { size: '4096x2048' }, 400, { param: 'size' }],
    ['too few pixels', { size: '256x256' }, 400, { param: 'size' }],
    ['a shape that is too long', { size: '3072x512' }, 400, { param: 'size' }],
    ['a size that is none', { size: 'large' }, 400, { param: 'size' }],
    [
      'a parameter it does not know',
      { seed: 7 },
      400,
      { message: "Unknown parameter: 'seed'.", code: 'unknown_parameter', param: 'seed' },
    ],
    [
      'a value it does not know',
      { quality: 'hd' },
      400,
      {
        message: "Invalid value: 'hd'. Supported values are: 'low', 'medium', 'high', 'xhigh', 'max', and 'auto'.",
        param: 'quality',
      },
    ],
    ['too many pictures', { n: 11 }, 400, { code: 'integer_above_max_value', param: 'n' }],
    ['a value of another type', { n: 'one' }, 400, { code: 'invalid_type', param: 'n' }],
    [
      'a prompt that is too long',
      { prompt: 'x'.repeat(32_001) },
      400,
      { code: 'string_above_max_length', param: 'prompt' },
    ],
    [
      'no prompt',
      { prompt: undefined },
      400,
      { message: "Missing required parameter: 'prompt'.", code: 'missing_required_parameter' },
    ],
    ['compression of a lossless file', { output_format: 'png' }, 400, { param: 'output_compression' }],
    [
      'a retired model',
      { model: 'dall-e-3' },
      404,
      { code: 'model_not_found', message: expect.stringContaining('deprecated') },
    ],
    ['a model that does not exist', { model: 'gpt-image-99' }, 404, { code: 'model_not_found' }],
    ['no model', { model: undefined }, 400, { message: 'you must provide a model parameter' }],
    [
      'a living model that does not draw',
      { model: 'gpt-6-luna' },
      400,
      {
        code: 'invalid_value',
        param: 'model',
        message:
          "Invalid value: 'gpt-6-luna'. Supported values are: 'gpt-image-2.5-flare' and 'gpt-image-2.6-sunburst'.",
      },
    ],
    ['nothing where something must be', { prompt: null }, 400, { code: 'invalid_type', param: 'prompt' }],
    ['nothing by an unknown name', { seed: null }, 400, { code: 'unknown_parameter' }],
    [
      'a stream, which it does not play',
      { stream: true, partial_images: 2 },
      400,
      {
        code: 'unsupported_parameter',
        param: 'stream',
        message: expect.stringContaining('not supported by the sandbox'),
      },
    ],
  ])('%s', async (_, changes, status, error) => {
    expect(await draw(changes)).toMatchObject({ status, error })
  })

  it.each([
    [null, null],
    ['invalid-key-123', 'invalid_api_key'],
  ])('the key %s', async (key, code) => {
    expect(await call('images/generations', image(), key)).toMatchObject({
      status: 401,
      error: { code, type: 'invalid_request_error' },
    })
  })

  it('a body that is no JSON', async () => {
    expect(await call('images/generations', '{')).toMatchObject({
      status: 400,
      error: { message: expect.stringContaining('could not parse the JSON body') },
    })
  })

  it('a URL it does not have', async () => {
    expect(await call('videos', {})).toMatchObject({ status: 404, error: { message: 'Invalid URL (POST /v1/videos)' } })
  })

  it.each([
    [{ kind: 'rate-limit' }, 429, 'rate_limit_exceeded'],
    [{ kind: 'no-credits' }, 429, 'insufficient_quota'],
    [{ kind: 'fail' }, 500, 'server_error'],
    [{ kind: 'blocked' }, 400, 'moderation_blocked'],
  ] as const)('a call that meets the fault %o, and bills nothing', async (fault, status, code) => {
    const before = sandbox.bills().length
    sandbox.faults.add(fault)
    expect(await draw()).toMatchObject({ status, error: { code } })
    expect(sandbox.bills()).toHaveLength(before)
  })
})

describe('OpenAI’s chat sandbox', () => {
  const schema = {
    type: 'object',
    required: ['prompts'],
    additionalProperties: false,
    properties: {
      prompts: {
        type: 'array',
        items: {
          type: 'object',
          required: ['prompt', 'altText'],
          additionalProperties: false,
          properties: { prompt: { type: 'string' }, altText: { type: 'string' } },
        },
      },
    },
  }
  const article =
    'Write exactly 5 prompts.\n\n# Lighthouses\nThe lighthouse was built in 1820 on a bare rock. Its keepers lived there for months at a time.'
  const ask = async (changes: object = {}, content = article) => {
    const answer = await call('chat/completions', {
      model: 'gpt-6-luna',
      messages: [
        { role: 'system', content: 'You write prompts.' },
        { role: 'user', content },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'prompts', strict: true, schema } },
      ...changes,
    })
    return { ...answer, content: answer.choices?.[0]?.message.content }
  }
  const prompts = (content: string | null | undefined): { prompt: string; altText: string }[] =>
    JSON.parse(content ?? '').prompts

  it('gives as many prompts as are asked for, about the article, in the shape of the schema', async () => {
    const { content, usage } = await ask()
    expect(prompts(content)).toHaveLength(5)
    expect(prompts(content)[0]).toStrictEqual({
      prompt: expect.stringContaining('lighthouse'),
      altText: expect.any(String),
    })
    expect(usage).toMatchObject({ prompt_tokens: expect.any(Number), completion_tokens: expect.any(Number) })
  })

  it('gives the same answer to the same question', async () => {
    expect((await ask()).content).toBe((await ask()).content)
  })

  it('finds the schema in the messages where it is not sent beside them', async () => {
    const { content } = await ask(
      { response_format: { type: 'json_object' } },
      `${article}\nAnswer as JSON of this schema: ${JSON.stringify(schema)}`,
    )
    expect(prompts(content)).toHaveLength(5)
  })

  it('can answer with something else than asked for', async () => {
    const answers: Record<string, unknown> = {}
    for (const kind of ['not-json', 'wrong-count', 'too-long', 'empty', 'refusal', 'mode-refused'] as const) {
      sandbox.faults.add({ kind })
      const { status, content, choices } = await ask()
      answers[kind] =
        kind === 'wrong-count'
          ? prompts(content).length
          : kind === 'too-long'
            ? (prompts(content)[0]?.prompt.length ?? 0) > 5000
            : kind === 'refusal'
              ? choices[0]?.message
              : (content ?? status)
    }
    expect(answers).toStrictEqual({
      'not-json': expect.stringMatching(/^Sure!/),
      'wrong-count': 4,
      'too-long': true,
      empty: '',
      refusal: { role: 'assistant', content: null, refusal: expect.any(String) },
      'mode-refused': 400,
    })
  })

  it('answers as often as it is asked to, and takes what it need not act on', async () => {
    const asked = {
      n: 2,
      seed: 7,
      top_p: 0.9,
      user: 'acct_7f3a',
      store: false,
      temperature: null,
      stream: false,
      tools: [],
    }
    const { status, choices, usage } = await ask(asked)
    const one = (await ask()).usage
    expect([status, choices.map((choice) => choice.index)]).toStrictEqual([200, [0, 1]])
    expect(usage?.completion_tokens).toBe(2 * (one?.completion_tokens ?? 0))
  })

  it.each<[object, number, object]>([
    [{ model: 'gpt-4' }, 404, { code: 'model_not_found' }],
    [{ model: undefined }, 400, { message: 'you must provide a model parameter' }],
    [
      { model: 'gpt-image-2.5-flare' },
      404,
      { code: null, param: 'model', message: expect.stringMatching(/^This is not a chat model /) },
    ],
    [{ model: 'dall-e-3' }, 404, { code: 'model_not_found', message: expect.stringContaining('deprecated') }],
    [{ stream: true }, 400, { code: 'unsupported_parameter', param: 'stream' }],
    [{ tools: [{}] }, 400, { code: 'unsupported_parameter', param: 'tools' }],
    [{ top_p: 2 }, 400, { code: 'decimal_above_max_value', param: 'top_p' }],
    [{ temperature: 3 }, 400, { code: 'decimal_above_max_value', param: 'temperature' }],
    [{ logits: true }, 400, { code: 'unknown_parameter' }],
    [{ messages: [] }, 400, { param: 'messages', code: 'empty_array' }],
  ])('refuses %o', async (changes, status, error) => {
    expect(await ask(changes)).toMatchObject({ status, error })
  })
})
