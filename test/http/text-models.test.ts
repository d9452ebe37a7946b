import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ModelConfig, ProviderConfig } from '../../config/types.gen.ts'
import type { Catalog } from '../../api/domain/catalog.ts'
import { readEnv } from '../../api/env.ts'
import { promptWriterFor } from '../../api/prompt-desk.ts'
import { type ProviderDesk, openProviderDesk } from '../../api/provider-desk.ts'
import type { Fault } from '../../api/sandbox/faults.ts'
import { readArticle } from '../../api/article/read-article.ts'
import { extractiveWriter } from '../../api/prompts/extractive-writer.ts'
import { createModelWriter } from '../../api/prompts/model-writer.ts'
import { answerSchema } from '../../api/prompts/prompt-answer.ts'
import { createWriterWithFallback } from '../../api/prompts/writer-with-fallback.ts'
import { createOpenAiChat } from '../../api/providers/openai/chat.ts'
import { type Sandbox, startSandbox } from '../../api/sandbox/server.ts'
import { readSampleArticles } from '../../api/sample/articles.ts'
import { shippedCatalog } from '../support/catalog.ts'
import { type LocalServer, startLocalServer } from '../support/local-server.ts'

const catalog = await shippedCatalog()
const [sample] = await readSampleArticles()
const article = readArticle(sample?.source ?? '', 'markdown')
const model = catalog.models.find(({ model_type: type, is_default: isDefault }) => type === 'text' && isDefault)
const provider = catalog.providers.find(({ id }) => id === model?.provider)
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ catalog: () => catalog, today: () => '2026-11-22' })
})
afterAll(() => sandbox.stop())
afterEach(() => sandbox.faults.clear())

type Body = { model: string; messages: { role: string; content: string }[]; response_format?: { type: string } }

/** Writes with the real adapter over HTTP, and keeps what went out. */
async function write(changes: { base_url?: string; timeout_seconds?: number; key?: string } = {}) {
  if (!model || !provider) throw new Error('The shipped catalog has no text model.')
  const calls: { url: string; headers: Headers; body: Body }[] = []
  const { key = 'sandbox-key', ...fields } = changes
  const chat = createOpenAiChat({
    provider: { ...provider, base_url: `${sandbox.url}/openai/v1`, ...fields },
    apiKey: key,
    parameterSets: catalog.parameterSets,
    fetch: (input, init) => {
      calls.push({
        url: input instanceof Request ? input.url : String(input),
        headers: new Headers(init?.headers),
        body: JSON.parse(typeof init?.body === 'string' ? init.body : 'null') as Body,
      })
      return fetch(input, init)
    },
  })
  const modelWriter = createModelWriter(chat, model)
  const request = { article, imagesPerArticle: 4, promptCharsMax: 1000 }
  const written = await createWriterWithFallback(modelWriter, extractiveWriter).write(request)
  return { ...written, calls, estimateUsd: modelWriter.asks?.(request).estimateUsd ?? 0 }
}

const once = (kind: Fault['kind'], more: Partial<Fault> = {}): Fault => ({ kind, times: 1, ...more })
const always = (kind: Fault['kind'], more: Partial<Fault> = {}): Fault => ({ kind, times: null, ...more })
const byModel = 'gpt-6-luna'
const without = 'extractive'

describe('prompts by a text model that answers badly', () => {
  it.each<[string, Fault | null, string, number, RegExp | null]>([
    ['well', null, byModel, 1, null],
    ['no JSON, once', once('not-json'), byModel, 2, null],
    ['no JSON', always('not-json'), without, 2, /answered twice .*holds no whole JSON object/],
    ['words around the JSON', always('prose'), byModel, 1, null],
    ['a wrong count, once', once('wrong-count'), byModel, 2, null],
    ['a wrong count', always('wrong-count'), without, 2, /entries instead of 4/],
    ['texts that are too long, once', once('too-long'), byModel, 2, null],
    ['texts that are too long', always('too-long'), without, 2, /holds no whole JSON object/],
    ['nothing, once', once('empty'), byModel, 2, null],
    ['nothing', always('empty'), without, 2, /answered twice/],
    ['the same prompt for all, once', once('same-prompts'), byModel, 2, null],
    ['the same prompt for all', always('same-prompts'), without, 2, /nearly the same as/],
    ['prompts that want lettering, once', once('lettering'), byModel, 2, null],
    ['prompts that want lettering', always('lettering'), without, 2, /asks for text or a logo/],
    ['another language, once', once('other-language'), byModel, 2, null],
    ['a refusal', once('refusal'), without, 1, /refused the article: I'm sorry/],
    ['that it takes no JSON mode', always('mode-refused'), byModel, 3, null],
    ['an error of its own', once('fail'), without, 1, /could not be asked/],
    ['that it is asked too often', once('rate-limit'), without, 1, /could not be asked/],
    ['that the credits are used up', once('no-credits'), without, 1, /could not be asked/],
    ['by hanging up', once('drop'), without, 1, /Whether that call is billed is not known/],
  ])(
    '%s: whoever wrote in the end, there are five prompts, the cost and why',
    async (_, fault, writer, calls, note) => {
      if (fault) sandbox.faults.add(fault)
      const written = await write()
      expect(written.prompts).toHaveLength(5)
      expect(written.writer).toBe(writer)
      expect(written.calls).toHaveLength(calls)
      if (note) expect(written.notes[0]).toMatch(note)
      else expect(written.notes).toStrictEqual([])
      // Everything that was answered is paid for, refusals too; and never more than was held for it.
      const isUnanswered = fault !== null && ['fail', 'rate-limit', 'no-credits'].includes(fault.kind)
      if (isUnanswered) expect(written.costUsd).toBe(0)
      else expect(written.costUsd).toBeGreaterThan(0)
      expect(written.costUsd).toBeLessThanOrEqual(written.estimateUsd)
    },
  )

  it('not at all, for longer than it has: written without it, and what is held counts as spent', async () => {
    sandbox.faults.add(once('hang'))
    const written = await write({ timeout_seconds: 0.2 })
    expect(written).toMatchObject({ writer: without, notes: [expect.stringMatching(/is billed is not known/)] })
    expect(written.costUsd).toBeGreaterThan(0)
  })
})

describe('what a text model is sent', () => {
  it('is the schema to enforce, then the promise of some JSON, then only words', async () => {
    sandbox.faults.add(always('mode-refused'))
    const { calls } = await write()
    const formats = calls.map(({ body }) => body.response_format)
    expect(formats).toStrictEqual([
      {
        type: 'json_schema',
        json_schema: { name: 'image_prompts', strict: true, schema: answerSchema.schema },
      },
      { type: 'json_object' },
      undefined,
    ])
    const [first, second, third] = calls.map(({ body: { response_format: _format, ...body } }) => body)
    expect(first).toStrictEqual({
      model: 'gpt-6-luna',
      reasoning_effort: 'low',
      max_completion_tokens: 4000,
      messages: [
        { role: 'system', content: expect.stringContaining('a list of exactly 4 pictures') },
        { role: 'user', content: expect.stringMatching(/^<article>\n[^]*\n<\/article>$/) },
      ],
    })
    const told = `\n\nThe JSON schema of your answer:\n${JSON.stringify(answerSchema.schema)}`
    const [system, user] = first?.messages ?? []
    const toldToo = { ...first, messages: [{ role: 'system', content: `${system?.content}${told}` }, user] }
    expect(second).toStrictEqual(toldToo)
    expect(third).toStrictEqual(toldToo)
  })

  it('goes below the path of the base URL, also to a server that looks at no key', async () => {
    const path = `${sandbox.url}/openai/v1`
    const { calls, writer } = await write({ base_url: `${path}/`, key: 'none-needed' })
    expect(writer).toBe(byModel)
    expect(calls.map(({ url }) => url)).toStrictEqual([`${path}/chat/completions`])
    expect(calls[0]?.headers.get('authorization')).toBe('Bearer none-needed')
  })
})

describe('a server of one’s own that needs no key', () => {
  let server: LocalServer
  let desk: ProviderDesk
  beforeAll(async () => {
    const picture = { section: 0, prompt: 'A wide street at noon with children on bicycles.', alt: 'A street' }
    const content = JSON.stringify({ featured: picture, in_article: [] })
    const usage = { prompt_tokens: 900, completion_tokens: 60, total_tokens: 960 }
    server = await startLocalServer((_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }], usage })),
    )
    // No key is set at all, and the sandbox may stand in for whoever lacks one.
    desk = await openProviderDesk(readEnv({}), true)
  })
  afterAll(async () => {
    await desk.close()
    await server.stop()
  })
  afterEach(() => server.requests.splice(0))

  /** The shipped catalog with a text model at the local server as its default, changed a little. */
  function catalogWith(ownModel: Partial<ModelConfig> = {}, ownProvider: Partial<ProviderConfig> = {}): Catalog {
    if (!model || !provider) throw new Error('The shipped catalog has no text model.')
    const { key_env: _key, ...keyless } = provider
    const local = { ...keyless, id: 'ollama', display_name: 'Ollama', base_url: `${server.url}/v1`, ...ownProvider }
    const price = { usd_per_1m_tokens: { text_input: 0, text_output: 0 } }
    const own = { ...model, model_name: 'small:4b', provider: 'ollama', generation_params: {}, price, ...ownModel }
    const models = catalog.models.map((each) => (each === model ? { ...each, is_default: !own.is_default } : each))
    return { ...catalog, providers: [...catalog.providers, local], models: [...models, own] }
  }
  const ask = (over: Catalog) => {
    desk.use(over)
    return promptWriterFor(over, 'model', desk).write({ article, imagesPerArticle: 0, promptCharsMax: 1000 })
  }

  it('is live, never played by the sandbox, and sent no Authorization header', async () => {
    const over = catalogWith()
    expect(Object.fromEntries(desk.modes(over))).toEqual({ runware: 'sandbox', openai: 'sandbox', ollama: 'live' })
    expect(await ask(over)).toMatchObject({ writer: 'small:4b', costUsd: 0, notes: [] })
    expect(server.requests).toHaveLength(1)
    const [request] = server.requests
    expect(request).toMatchObject({ method: 'POST', path: '/v1/chat/completions' })
    expect(Object.keys(request?.headers ?? {}).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'accept-language',
      'connection',
      'content-length',
      'content-type',
      'host',
      'sec-fetch-mode',
      'user-agent',
    ])
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ model: 'small:4b', messages: [{ role: 'system' }, {}] })
  })

  it('makes no pictures, whatever the catalog says', async () => {
    const over = catalogWith()
    expect(desk.clients({ id: 'ollama' }, over)?.image).toBeUndefined()
  })

  it('is asked only for the catalog’s default text model: another one is no second choice', async () => {
    // The default is OpenAI's here, whose key is not set.
    expect(await ask(catalogWith({ is_default: false }))).toMatchObject({ writer: 'extractive', notes: [] })
    expect(await ask(catalogWith({ is_active: false }))).toMatchObject({ writer: 'extractive', notes: [] })
    expect(server.requests).toEqual([])
  })

  it('is configured only where it says that it needs no key', () => {
    const over = catalogWith({}, { key_env: 'OLLAMA_API_KEY' })
    expect(desk.modes(over).get('ollama')).toBe('sandbox')
  })
})
