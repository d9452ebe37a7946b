import { afterEach, describe, expect, it } from 'vitest'
import { postJson, retryAfterMsOf } from '../../api/providers/http.ts'
import { createOpenAiImages } from '../../api/providers/openai/images.ts'
import { planFor, shippedCatalog } from '../support/catalog.ts'
import { type LocalServer, startLocalServer } from '../support/local-server.ts'

const apiKey = 'sk-very-secret-0123456789'
let server: LocalServer | undefined
afterEach(async () => server?.stop())

const call = (url: string, changes: Partial<Parameters<typeof postJson>[0]> = {}) =>
  postJson({
    providerName: 'Runware',
    url,
    apiKey,
    body: { a: 1 },
    timeoutMs: 5000,
    signal: new AbortController().signal,
    ...changes,
  })

describe('a call to a provider', () => {
  it('posts JSON once with the key, on a connection of its own, and gives back what came', async () => {
    server = await startLocalServer((_, response) =>
      response.writeHead(200, { 'x-request-id': 'req_1' }).end('{"ok":true}'),
    )
    expect(await call(server.url)).toStrictEqual({
      status: 200,
      body: { ok: true },
      requestId: 'req_1',
      retryAfterMs: null,
    })
    expect(server.requests).toMatchObject([
      { method: 'POST', body: '{"a":1}', headers: { authorization: `Bearer ${apiKey}`, connection: 'close' } },
    ])
  })

  it('carries our id of it where it is given one, and no such header where not', async () => {
    server = await startLocalServer((_, response) => response.writeHead(200).end('{}'))
    await call(server.url, { clientRequestId: 'task-1' })
    await call(server.url)
    expect(server.requests.map(({ headers }) => headers['x-client-request-id'])).toEqual(['task-1', undefined])
  })

  it('to OpenAI carries the task id, which finds it in their logs when its answer is lost', async () => {
    server = await startLocalServer((_, response) => response.writeHead(500).end('{}'))
    const catalog = await shippedCatalog()
    const model = catalog.models.find(({ provider, model_type }) => provider === 'openai' && model_type === 'image')
    const provider = catalog.providers.find(({ id }) => id === 'openai')
    if (!model || !provider) throw new Error('The shipped catalog has no image model of OpenAI.')
    const adapter = createOpenAiImages({ provider: { ...provider, base_url: server.url }, apiKey })
    const plan = planFor(catalog, model.model_name, { taskId: 'task-2' })
    await expect(adapter.generate(plan, new AbortController().signal)).rejects.toThrow('OpenAI')
    expect(server.requests[0]?.headers['x-client-request-id']).toBe('task-2')
  })

  it('gives back an error answer as it is, without the key that the provider repeats in it', async () => {
    server = await startLocalServer((_, response) =>
      response.writeHead(401).end(JSON.stringify({ errors: [{ message: `Invalid key ${apiKey}` }] })),
    )
    expect(await call(server.url)).toMatchObject({ status: 401, body: { errors: [{ message: 'Invalid key [key]' }] } })
  })

  it('fails as never sent when the connection is refused', async () => {
    server = await startLocalServer(() => {})
    const { url } = server
    await server.stop()
    await expect(call(url)).rejects.toMatchObject({
      class: 'upstream',
      code: 'ECONNREFUSED',
      outcomeUnknown: false,
      message: 'Runware could not be reached (ECONNREFUSED).',
    })
  })

  it('fails as never sent when the host does not exist', async () => {
    await expect(call('http://provider.invalid')).rejects.toMatchObject({ class: 'upstream', outcomeUnknown: false })
  })

  it('fails with an unknown outcome when the provider is silent for too long', async () => {
    server = await startLocalServer(() => {})
    await expect(call(server.url, { timeoutMs: 100 })).rejects.toMatchObject({
      class: 'timeout',
      outcomeUnknown: true,
      retryable: true,
    })
  })

  it('fails with an unknown outcome when the answer stops half-way', async () => {
    server = await startLocalServer((_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"data":')
      setTimeout(() => response.destroy(), 50)
    })
    await expect(call(server.url)).rejects.toMatchObject({ class: 'upstream', outcomeUnknown: true })
  })

  it('fails with an unknown outcome when the connection is lost after sending', async () => {
    server = await startLocalServer((_, response) => response.destroy())
    await expect(call(server.url)).rejects.toMatchObject({ class: 'upstream', outcomeUnknown: true })
  })

  it('fails with an unknown outcome when a success is not JSON', async () => {
    server = await startLocalServer((_, response) => response.end('<html>'))
    await expect(call(server.url)).rejects.toMatchObject({
      class: 'upstream',
      code: 'broken_answer',
      outcomeUnknown: true,
    })
  })

  it('gives up an answer larger than any picture', async () => {
    server = await startLocalServer((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, 32)
      const more = () => {
        while (response.write(chunk));
        response.once('drain', more)
      }
      response.on('close', () => response.removeListener('drain', more))
      more()
    })
    await expect(call(server.url)).rejects.toMatchObject({ class: 'upstream', code: 'answer_too_large' })
  })

  it('follows no redirect, so that the key stays where it belongs', async () => {
    server = await startLocalServer((request, response) =>
      response.writeHead(request.url === '/' ? 307 : 200, { location: '/elsewhere' }).end('{}'),
    )
    await expect(call(server.url)).rejects.toMatchObject({ code: 'redirect_refused', outcomeUnknown: false })
    expect(server.requests).toHaveLength(1)
  })

  it('lets the abort of its caller through as it is', async () => {
    server = await startLocalServer(() => {})
    const reason = new Error('The worker stops.')
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 50)
    await expect(call(server.url, { signal: controller.signal })).rejects.toBe(reason)
  })

  it('never shows the key in an error', async () => {
    server = await startLocalServer((_, response) => response.writeHead(200).end(`not json ${apiKey}`))
    const error = await call(server.url).catch((thrown: unknown) => thrown)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(apiKey)
  })
})

describe('the wait a provider asks for', () => {
  it.each([
    [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1500],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('in %o is %s ms', (headers, expected) => {
    expect(retryAfterMsOf(new Headers(headers as Record<string, string>), Date.parse('2026-11-22T10:00:00Z'))).toBe(
      expected,
    )
  })
})
