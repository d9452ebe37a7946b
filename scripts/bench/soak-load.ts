import { setTimeout as delay } from 'node:timers/promises'

/** A steady stream of wishes to an API, as a console and a CMS make them. */
export interface SoakLoad {
  /** Pictures asked for so far. */
  asked(): number
  /** What the API refused, by its answer. */
  refusals(): ReadonlyMap<string, number>
  stop: () => Promise<void>
}

interface SoakLoadOptions {
  url: string
  password: string
  ratePerSecond: number
  planId: string
}

const articles = 30

const articleSource = (index: number): string => `# Garden number ${index}

Gardens grow on the flat roofs of the old harbour, where bees have come back.

## Soil

The soil is light and made of crushed brick, so that the beams can carry it.

## Water

Rain is kept in tanks that once held olive oil, and every plant gets its share.

## Neighbours

On Sundays the neighbours climb the ladders with baskets and bread.

## Winter

The beds are covered with straw, and the bees sleep in their boxes.
`

type Call = (method: string, path: string, body?: unknown) => Promise<Response>

async function signIn(url: string, password: string): Promise<Call> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'admin', password }),
  })
  if (!answer.ok) throw new Error(`Signing in failed: ${await answer.text()}`)
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return (method, path, body) =>
    fetch(`${url}${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
}

async function made<T>(answer: Promise<Response>): Promise<T> {
  const response = await answer
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

/** Articles with prompts, and the ids of their images. */
async function addArticles(call: Call, planId: string): Promise<number[]> {
  const account = await made<{ id: number }>(call('POST', '/api/accounts', { name: 'Soak', planId }))
  const site = await made<{ id: number }>(call('POST', '/api/sites', { accountId: account.id, name: 'Soak' }))
  const ids: number[] = []
  for (let index = 0; index < articles; index++) {
    const content = { siteId: site.id, sourceFormat: 'markdown', source: articleSource(index) }
    const { id } = await made<{ id: number }>(call('POST', '/api/contents', content))
    const { images } = await made<{ images: { id: number }[] }>(
      call('POST', `/api/contents/${id}/actions/write-prompts`, {}),
    )
    ids.push(...images.map((image) => image.id))
  }
  return ids
}

/** What an open console asks for. Its stream of events is open all the time. */
const looks = ['/api/overview', '/api/generations', '/api/images', '/api/contents', '/api/workers'] as const
const lookEveryMs = 5000

/** Begins to ask for pictures, one after another and evenly, each of another seed. */
export async function startSoakLoad({ url, password, ratePerSecond, planId }: SoakLoadOptions): Promise<SoakLoad> {
  const call = await signIn(url, password)
  const imageIds = await addArticles(call, planId)
  const stopping = new AbortController()
  const { signal } = stopping
  const refusals = new Map<string, number>()
  let asked = 0
  const refuse = (why: string): void => void refusals.set(why, (refusals.get(why) ?? 0) + 1)

  const ask = async (index: number): Promise<void> => {
    const imageId = imageIds[index % imageIds.length]
    const answer = await call('POST', `/api/images/${imageId}/actions/remake`, { seed: index })
    const text = await answer.text()
    if (answer.ok) asked += 1
    else refuse(`${answer.status} ${text.slice(0, 200)}`)
  }

  const askOnAndOn = async (): Promise<void> => {
    const beganAtMs = performance.now()
    const pending = new Set<Promise<void>>()
    for (let index = 0; !signal.aborted; index++) {
      const dueMs = beganAtMs + (index * 1000) / ratePerSecond - performance.now()
      if (dueMs > 0) await delay(dueMs, undefined, { signal }).catch(() => undefined)
      // Not one after the other's answer: an API that is slow is asked as often.
      const asking = ask(index).catch((error: unknown) => refuse(String(error)))
      pending.add(asking)
      void asking.finally(() => pending.delete(asking))
    }
    await Promise.all(pending)
  }

  const lookOnAndOn = async (): Promise<void> => {
    for (let turn = 0; !signal.aborted; turn++) {
      const path = looks[turn % looks.length] ?? looks[0]
      await call('GET', path)
        .then((answer) => answer.text())
        .catch((error: unknown) => refuse(String(error)))
      await delay(lookEveryMs, undefined, { signal }).catch(() => undefined)
    }
  }

  const listen = async (): Promise<void> => {
    const answer = await call('GET', '/api/events')
    const reader = answer.body?.getReader()
    signal.addEventListener('abort', () => void reader?.cancel().catch(() => undefined))
    let isOver = reader === undefined
    while (!isOver) isOver = (await reader?.read())?.done ?? true
  }

  const running = Promise.all([
    askOnAndOn(),
    lookOnAndOn(),
    listen().catch((error: unknown) => refuse(`events: ${String(error)}`)),
  ])
  return {
    asked: () => asked,
    refusals: () => refusals,
    async stop() {
      stopping.abort()
      await running
    },
  }
}
