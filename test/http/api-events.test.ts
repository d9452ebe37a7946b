import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type TestApi, startTestApi } from '../support/api.ts'
import { promptsFor, seedContent } from '../support/records.ts'

let api: TestApi
let cookie: string
let contentId: number

beforeAll(async () => {
  api = await startTestApi()
  cookie = await api.signIn()
  ;({ contentId } = await seedContent(api.database.db))
  await untilVisible()
})
afterAll(() => api.close())

/** Events wait for older transactions of the same database. */
async function untilVisible(): Promise<void> {
  const { newest } = await api.database.db
    .selectFrom('events')
    .select((eb) => eb.fn.max('id').as('newest'))
    .executeTakeFirstOrThrow()
  await vi.waitFor(async () => expect((await api.stores.events.head()).id).toBe(newest), { timeout: 30_000 })
}

/** Reads a stream as a browser does, until enough events came. */
async function openStream(path: string, headers: Record<string, string> = {}) {
  const answer = await api.send('GET', path, { cookie, headers })
  const reader = answer.body?.getReader()
  if (!reader) throw new Error('The answer has no body.')
  let text = ''
  const decoder = new TextDecoder()
  const readUntil = async (isEnough: () => boolean): Promise<void> => {
    while (!isEnough()) {
      const { done, value } = await reader.read()
      if (done) throw new Error(`The stream ended early: ${text}`)
      text += decoder.decode(value, { stream: true })
    }
  }
  await readUntil(() => text.includes('retry:'))
  const events = () =>
    [...text.matchAll(/id: (\d+)\nevent: (\w+)\ndata: (.+)\n\n/g)].map(([, id, topic, payload]) => ({
      id: Number(id),
      topic,
      payload: JSON.parse(payload ?? '') as { id: number; contentId?: number; title?: string },
    }))
  return {
    answer,
    events,
    startId: () => /^id: (\d+)\nretry: 2000\n\n/.exec(text)?.[1] ?? '',
    take: async (count: number) => {
      await readUntil(() => events().length >= count)
      return events()
    },
    close: () => reader.cancel(),
  }
}

const rename = (title: string, id = contentId) => api.stores.contents.update(id, { title })

describe('the event stream', () => {
  it('tells what changes, and resumes after the last event without a gap', async () => {
    const stream = await openStream('/api/events')
    expect(stream.answer.headers.get('content-type')).toBe('text/event-stream')
    await rename('One')
    await rename('Two')
    const [first, second] = await stream.take(2)
    expect([first, second]).toMatchObject([
      { topic: 'contents', payload: { id: contentId, title: 'One' } },
      { topic: 'contents', payload: { id: contentId, title: 'Two' } },
    ])
    await stream.close()
    await rename('Three')
    const resumed = await openStream('/api/events', { 'last-event-id': String(first?.id) })
    expect((await resumed.take(2)).map((event) => event.payload.title)).toEqual(['Two', 'Three'])
    await resumed.close()
  })

  it('says at once where it begins, for a reader that is cut off before anything happens', async () => {
    await untilVisible()
    const stream = await openStream('/api/events')
    const start = stream.startId()
    await stream.close()
    await rename('While away')
    const resumed = await openStream('/api/events', { 'last-event-id': start })
    expect((await resumed.take(1)).map((event) => event.payload.title)).toEqual(['While away'])
    expect(resumed.startId()).toBe(start)
    await resumed.close()
  })

  it('can be narrowed to one article', async () => {
    const other = await seedContent(api.database.db, { name: 'Other' })
    const stream = await openStream(`/api/events?contentId=${contentId}`)
    await rename('Elsewhere', other.contentId)
    await api.stores.images.savePrompts(
      contentId,
      promptsFor(1),
      { writer: 'extractive', costUsd: 0, notes: [] },
      { overwrite: false },
    )
    const events = await stream.take(3)
    expect(events.map((event) => event.payload.contentId ?? event.payload.id)).toEqual([
      contentId,
      contentId,
      contentId,
    ])
    await stream.close()
  })

  it('is open for two hundred readers, and gives its place back when one leaves', async () => {
    await untilVisible()
    const streams = await Promise.all(Array.from({ length: 200 }, () => openStream('/api/events')))
    const refused = await api.send('GET', '/api/events', { cookie })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
    await streams[0]?.close()
    const again = await openStream('/api/events')
    await rename('For all')
    for (const stream of [...streams.slice(1), again])
      expect(await stream.take(1)).toMatchObject([{ payload: { title: 'For all' } }])
    await Promise.all([...streams.slice(1), again].map((stream) => stream.close()))
    expect((await api.send('HEAD', '/api/events', { cookie })).status).toBe(200)
  })

  it('needs a session', async () => {
    expect((await api.send('GET', '/api/events')).status).toBe(401)
  })
})
