import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiServer, startApiServer } from '../../api/api-server.ts'
import type { Generation, GenerationTimeline } from '../../api/contract/types.gen.ts'
import type { Worker } from '../../api/worker/loop.ts'
import { testPassword } from '../support/api.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'

let test: TestAtelier
let server: ApiServer
let worker: Worker | undefined
let cookie: string
let text = ''

type Line = Record<string, unknown>
const lines = (): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
const linesOf = (generationId: number): Line[] => lines().filter((line) => line['generationId'] === generationId)

beforeAll(async () => {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk)
      done()
    },
  })
  test = await openTestAtelier({ ATELIER_PORT: '0' }, pino({ base: null }, stream))
  server = await startApiServer(test.atelier)
  await test.atelier.stores.users.create({ name: 'ada', password: testPassword, role: 'admin' })
  const answer = await send('POST', '/api/session', { name: 'ada', password: testPassword })
  cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
})
afterAll(async () => {
  await worker?.stop(0)
  await server.close()
  await test.close()
})

const send = (method: string, path: string, body?: unknown) =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { cookie: cookie ?? '', 'content-type': 'application/json', 'idempotency-key': `${method} ${path}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

it('one id leads from the answer of the request through every line to the file, and to who cancelled and retried', async () => {
  const { imageIds } = await test.addArticle()
  const [imageId = 0] = imageIds
  const remade = await send('POST', `/api/images/${imageId}/actions/remake`, { prompt: 'A bee on a roof' })
  const requestId = remade.headers.get('x-request-id')
  const { id, correlationId } = (await remade.json()) as Generation
  expect(requestId).toMatch(/^[\da-f-]{36}$/)
  expect(correlationId).toBe(requestId)
  const cancelled = await send('POST', `/api/generations/${id}/actions/cancel`, {})
  const retried = await send('POST', `/api/generations/${id}/actions/retry`, {})
  test.sandbox.faults.add({ kind: 'rate-limit', times: 1, retryAfterMs: 1 })
  worker = test.atelier.startWorker({ pollMs: 50 })
  await test.settled()
  // The line comes right after the commit.
  await expect.poll(() => linesOf(id), { timeout: 20_000 }).toHaveLength(5)

  const found = linesOf(id)
  expect(found.map((line) => line['msg'])).toEqual([
    'generation asked for',
    'generation cancelled',
    'generation put back into the queue',
    expect.stringMatching(/^generation will be tried again: /),
    'generation succeeded',
  ])
  expect(new Set(found.map((line) => line['correlationId']))).toEqual(new Set([requestId]))
  const requests = [remade, cancelled, retried].map((answer) => answer.headers.get('x-request-id'))
  expect(found.slice(0, 3).map((line) => [line['requestId'], line['by']])).toEqual(
    requests.map((each) => [each, 'ada']),
  )

  const last = found.at(-1)
  const generation = (await (await send('GET', `/api/generations/${id}`)).json()) as Generation
  expect(last).toMatchObject({ sha256: generation.picture?.sha256, taskId: generation.taskId })
  const timeline = (await (await send('GET', `/api/generations/${id}/timeline`)).json()) as GenerationTimeline
  expect(timeline.entries[0]).toMatchObject({ kind: 'asked', by: 'ada', correlationId: requestId })
  expect(timeline.calls.map((call) => [call.outcome, call.errorClass])).toEqual([
    ['failed', 'rate_limit'],
    ['succeeded', null],
  ])
  // The provider knows the call by the id that our lines have.
  expect(test.sandbox.bills().map(({ taskId }) => taskId)).toContain(last?.['taskId'])
})

it('nothing secret is written', () => {
  for (const secret of [testPassword, cookie.split('=')[1] ?? '', 'sandbox-key', 'Bearer'])
    expect(secret !== '' && text.includes(secret)).toBe(false)
})
