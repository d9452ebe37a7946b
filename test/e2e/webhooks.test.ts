import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ApiServer, startApiServer } from '../../api/api-server.ts'
import { openAtelier } from '../../api/atelier.ts'
import { queueForContent } from '../../api/actions/queue-generations.ts'
import type { CmsImages } from '../../api/contract/types.gen.ts'
import { type SecretKeys, createSecretBox } from '../../api/db/secret-box.ts'
import { createWebhookOutbox } from '../../api/db/webhook-outbox.ts'
import { createWebhookStore } from '../../api/db/webhook-store.ts'
import type { ClaimedDelivery } from '../../api/domain/webhook.ts'
import { readEnv } from '../../api/env.ts'
import { openSecretBox } from '../../api/secret-keys.ts'
import type { Courier, CourierOptions } from '../../api/webhooks/courier.ts'
import { planRetry } from '../../api/webhooks/retry-plan.ts'
import { sendDelivery } from '../../api/webhooks/send.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { promptsFor, seedContent, seedGeneration } from '../support/records.ts'

const run = promisify(execFile)
const hasCurl = spawnSync('curl', ['--version']).status === 0
if (!hasCurl) console.log('Skipped: running the commands of docs/cms-api.md needs curl.')

interface Received {
  headers: IncomingHttpHeaders
  body: string
}
interface Told {
  type: string
  data: {
    externalId: string | null
    articleId: number
    images: { type: string; position: number; state: string; error: { class: string; message: string } | null }[]
  }
}
type Verify = (headers: IncomingHttpHeaders, body: string, secret: string, nowMs?: number) => boolean

const newKey = (): string => randomBytes(32).toString('base64')

let test: TestAtelier
let server: ApiServer
let receiver: Server
let hook: string
let home: string
let isFromAtelier: Verify
let commands: string[]
/** What the receiver got, and what it answers next; 204 where nothing is said. */
let received: Received[] = []
let answers: (number | { status: number; retryAfter: string })[] = []
const couriers: Courier[] = []

beforeAll(async () => {
  test = await openTestAtelier({
    ATELIER_PORT: '0',
    ATELIER_WEBHOOKS_ALLOW_PRIVATE: 'on',
    ATELIER_SECRET_KEY: newKey(),
  })
  server = await startApiServer(test.atelier)
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      const answer = answers.shift() ?? 204
      const { status, retryAfter } = typeof answer === 'number' ? { status: answer, retryAfter: undefined } : answer
      response.writeHead(status, { location: '/elsewhere', ...(retryAfter && { 'retry-after': retryAfter }) }).end()
    })
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  home = await mkdtemp(join(tmpdir(), 'atelier-cms-'))
  const docs = await readFile('docs/cms-api.md', 'utf8')
  const blocks = (language: string) =>
    [...docs.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text ?? '')
  commands = blocks('sh')
  await writeFile(join(home, 'verify.mjs'), blocks('js').join('\n'))
  ;({ isFromAtelier } = (await import(pathToFileURL(join(home, 'verify.mjs')).href)) as { isFromAtelier: Verify })
})
afterEach(async () => {
  await Promise.all(couriers.splice(0).map((courier) => courier.stop()))
  received = []
  answers = []
  await test.clear()
})
afterAll(async () => {
  receiver.close()
  await server.close()
  await test.close()
  await rm(home, { recursive: true, force: true })
})

const startCourier = (options: CourierOptions = {}): void =>
  void couriers.push(test.atelier.startCourier({ pollMs: 50, delaysMs: [0, 0, 0], ...options }))
const addWebhook = (accountId: number, url = hook) =>
  test.atelier.stores.webhooks.create({ accountId, url, events: ['images.ready', 'images.failed'], createdBy: 'test' })
const deliveries = async () =>
  test.atelier.database.db.selectFrom('webhookDeliveries').selectAll().orderBy('id').execute()
const idsReceived = () => received.map(({ headers }) => headers['webhook-id'])
const until = async (isSo: () => boolean | Promise<boolean>) =>
  expect.poll(isSo, { timeout: 50_000, interval: 10 }).toBe(true)
const areOver = async () => (await deliveries()).every(({ status }) => status !== 'pending')

/** An article whose images are all being made. */
async function addRunning(
  name: string,
  inArticle = 2,
): Promise<{ accountId: number; contentId: number; generationIds: number[] }> {
  const { db, stores } = { db: test.atelier.database.db, stores: test.atelier.stores }
  const { accountId, contentId } = await seedContent(db, { name })
  await stores.images.savePrompts(
    contentId,
    promptsFor(inArticle),
    { writer: 'x', costUsd: 0, notes: [] },
    { overwrite: true },
  )
  const images = await stores.images.ofContent(contentId)
  const generationIds = await Promise.all(images.map(({ id }) => seedGeneration(db, id, 'running')))
  return { accountId, contentId, generationIds }
}

const end = (id: number, status: 'failed' | 'cancelled' = 'failed') =>
  test.atelier.database.db
    .updateTable('generations')
    .set({
      status,
      errorClass: status === 'failed' ? 'moderation' : null,
      errorMessage: status === 'failed' ? 'Refused.' : null,
      finishedAt: new Date(),
      leaseUntil: null,
    })
    .where('id', '=', id)
    .execute()

describe('a CMS', () => {
  it.runIf(hasCurl)('goes the whole way of docs/cms-api.md, command by command', async () => {
    const { stores } = test.atelier
    const { accountId } = await seedContent(test.atelier.database.db)
    const { token } = await stores.accessTokens.create({
      accountId,
      name: 'CMS',
      scopes: ['contents:read', 'contents:write', 'images:make'],
      expiresAt: null,
      createdBy: 'test',
    })
    const { secret } = await addWebhook(accountId)
    const worker = test.atelier.startWorker({ pollMs: 50 })
    startCourier()
    const shell = async (command: string, more: object = {}): Promise<string> =>
      (
        await run('bash', ['-c', command], {
          cwd: home,
          env: { ...process.env, ATELIER: server.url, TOKEN: token, ...more },
        })
      ).stdout
    const [sites = '', put = '', ask = '', results = '', fetchPicture = '', ...others] = commands
    expect(others).toEqual([])
    expect(JSON.parse(await shell(sites))).toEqual({ data: [{ id: 1, name: 'Northwind blog', url: null }], total: 1 })
    expect(JSON.parse(await shell(put))).toMatchObject({ externalId: 'post/17', keyword: 'rooftop gardens' })
    const asked = await shell(ask)
    expect(JSON.parse(asked)).toMatchObject({ queued: [{ type: 'featured' }, { type: 'in_article' }], skipped: [] })
    expect(JSON.parse(await shell(ask))).toEqual(JSON.parse(asked))
    await until(() => received.length > 0)
    const [told] = received
    if (!told) throw new Error('Nothing was received.')
    expect(isFromAtelier(told.headers, told.body, secret)).toBe(true)
    expect(isFromAtelier(told.headers, `${told.body} `, secret)).toBe(false)
    expect(isFromAtelier(told.headers, told.body, secret, Date.now() + 600_000)).toBe(false)
    expect(JSON.parse(told.body)).toMatchObject({ type: 'images.ready', data: { externalId: 'post/17', siteId: 1 } })
    const { images, isFinal } = JSON.parse(await shell(results)) as CmsImages
    expect([isFinal, images.map(({ state }) => state)]).toEqual([true, ['succeeded', 'succeeded']])
    await shell(fetchPicture, { PICTURE: images[0]?.picture?.url })
    expect((await readFile(join(home, 'featured.webp'))).byteLength).toBe(images[0]?.picture?.bytes)
    await until(areOver)
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempts: 1, responseStatus: 204 }])
    await worker.stop()
    expect(received).toHaveLength(1)
  })

  it('is told of an image that the provider refused, and why, and again when it was made after all', async () => {
    const { contentId } = await test.addArticle('Refused')
    const { db } = test.atelier.database
    const { accountId } = await db
      .selectFrom('contents')
      .select('accountId')
      .where('id', '=', contentId)
      .executeTakeFirstOrThrow()
    await addWebhook(accountId)
    test.sandbox.faults.add({ kind: 'blocked', route: 'runware', times: 1 })
    const worker = test.atelier.startWorker({ pollMs: 50 })
    startCourier()
    await queueForContent(test.atelier.studio, contentId, 'missing', { requestedBy: 'ada' })
    await until(() => received.length === 1)
    const first = JSON.parse(received[0]?.body ?? '{}') as Told
    expect(first.type).toBe('images.failed')
    expect(first.data.images).toHaveLength(5)
    const failed = first.data.images.filter(({ state }) => state === 'failed')
    expect(failed).toMatchObject([{ error: { class: 'moderation', message: expect.stringMatching(/\w/) } }])
    await queueForContent(test.atelier.studio, contentId, 'failed', { requestedBy: 'ada' })
    await until(() => received.length === 2)
    const second = JSON.parse(received[1]?.body ?? '{}') as Told
    expect(second).toMatchObject({ type: 'images.ready', data: { images: [{ state: 'succeeded', error: null }] } })
    await worker.stop()
  })
})

describe('the end of the last image', () => {
  it('makes exactly one event however many end at once, and however many look', async () => {
    const articles = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => addRunning(name)))
    for (const { accountId } of articles) await addWebhook(accountId)
    const { webhookOutbox } = test.atelier.stores
    const ends = articles.flatMap(({ generationIds }) =>
      generationIds.map((id) => end(id).then(() => webhookOutbox.tellOfEnded())),
    )
    await Promise.all(ends)
    await Promise.all([webhookOutbox.tellOfEnded(), webhookOutbox.tellOfEnded()])
    const told = (await deliveries()).map(({ payload }) => (payload as Told).data)
    expect(told.map(({ articleId }) => articleId).toSorted((a, b) => a - b)).toEqual(
      articles.map(({ contentId }) => contentId).toSorted((a, b) => a - b),
    )
    expect(told.map(({ images }) => images.length)).toEqual([3, 3, 3, 3, 3])
  })

  it('is waited for, and a cancelled image is told of as one that is not there', async () => {
    const { accountId, generationIds } = await addRunning('waits')
    await addWebhook(accountId)
    const { webhookOutbox } = test.atelier.stores
    const [first = 0, second = 0, third = 0] = generationIds
    await end(first)
    await webhookOutbox.tellOfEnded()
    await end(second, 'cancelled')
    await webhookOutbox.tellOfEnded()
    expect(await deliveries()).toEqual([])
    await end(third)
    await webhookOutbox.tellOfEnded()
    const [told] = (await deliveries()).map(({ payload }) => payload as Told)
    expect(told?.type).toBe('images.failed')
    expect(told?.data.images.map(({ error }) => error)).toMatchObject([
      { class: 'moderation', message: 'Refused.' },
      { class: 'cancelled', message: 'It was cancelled before it was made.' },
      { class: 'moderation' },
    ])
  })

  it('is told to the webhooks of its own account that want to know, and writes nothing where there are none', async () => {
    const [own, foreign, none] = [
      await addRunning('own', 0),
      await addRunning('foreign', 0),
      await addRunning('none', 0),
    ]
    const ready = await test.atelier.stores.webhooks.create({
      accountId: own.accountId,
      url: hook,
      events: ['images.ready'],
      createdBy: 'test',
    })
    const both = [await addWebhook(own.accountId), await addWebhook(own.accountId)]
    await addWebhook(foreign.accountId)
    await end(none.generationIds[0] ?? 0)
    expect(await test.atelier.database.db.selectFrom('endedGenerations').selectAll().execute()).toEqual([])
    await end(own.generationIds[0] ?? 0)
    await test.atelier.stores.webhookOutbox.tellOfEnded()
    const told = await deliveries()
    expect(told.map(({ webhookId }) => webhookId)).toEqual(both.map(({ id }) => id))
    expect(told.map(({ webhookId }) => webhookId)).not.toContain(ready.id)
    expect(new Set(told.map(({ eventId }) => eventId)).size).toBe(1)
  })
})

/** What the process counted so far, by name and outcome. */
async function metrics(): Promise<(name: string, outcome: string) => number> {
  const lines = (await test.atelier.metrics.text()).split('\n')
  return (name, outcome) => {
    const sample = `atelier_webhook_${name}{outcome="${outcome}"} `
    return Number(lines.find((line) => line.startsWith(sample))?.slice(sample.length) ?? 0)
  }
}
const failure = { kind: 'failed', responseStatus: 500, error: 'Broken.', retryAfterMs: null } as const

describe('a delivery', () => {
  const addTest = async (): Promise<{ webhookId: number; secret: string; deliveryId: number }> => {
    const { accountId } = await seedContent(test.atelier.database.db)
    const { id: webhookId, secret } = await addWebhook(accountId)
    return { webhookId, secret, deliveryId: await test.atelier.stores.webhooks.sendTest(webhookId, accountId) }
  }

  it('is tried again after anything but 2xx, as the same event, and given up after the last try', async () => {
    const { webhookId, secret, deliveryId } = await addTest()
    const before = await metrics()
    answers = [500, 302, 429]
    startCourier()
    await until(areOver)
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempts: 4, responseStatus: 204, error: null }])
    expect(new Set(idsReceived()).size).toBe(1)
    expect(received.every(({ headers, body }) => isFromAtelier(headers, body, secret))).toBe(true)
    answers = [500, 500, 500, 500]
    expect(await test.atelier.stores.deliveries.sendAgain(deliveryId)).toBe(true)
    await until(areOver)
    expect(await deliveries()).toMatchObject([{ status: 'failed', attempts: 4, responseStatus: 500 }])
    expect(received).toHaveLength(8)
    expect(new Set(idsReceived()).size).toBe(1)
    // Nothing else arrived in all that time.
    expect(await test.atelier.stores.webhooks.get(webhookId)).toMatchObject({
      enabled: false,
      disabledReason: expect.stringMatching(/given up after 4 tries.* It answered 500/),
    })
    await until(async () => (await metrics())('deliveries_total', 'failed') > before('deliveries_total', 'failed'))
    const after = await metrics()
    const grown = (name: string, outcome: string) => after(name, outcome) - before(name, outcome)
    expect([grown('deliveries_total', 'delivered'), grown('deliveries_total', 'failed')]).toEqual([1, 1])
    const attempts = 'attempt_duration_seconds_count'
    expect([grown(attempts, 'delivered'), grown(attempts, 'failed')]).toEqual([1, 7])
  })

  it('that is given up leaves a webhook on where something else arrived meanwhile, or that was changed', async () => {
    const { webhookId } = await addTest()
    const { webhookOutbox, webhooks } = test.atelier.stores
    const { db } = test.atelier.database
    const giveUp = async () => {
      await webhooks.sendTest(webhookId, 1)
      const [delivery] = await webhookOutbox.claim(5, 60)
      const plan = { retryMs: null, restMs: 0, triedForMs: 3_600_000 }
      return webhookOutbox.settle(delivery as ClaimedDelivery, failure, plan)
    }
    startCourier()
    await until(areOver)
    await Promise.all(couriers.splice(0).map((courier) => courier.stop()))
    await db
      .updateTable('webhooks')
      .set({ updatedAt: new Date(0) })
      .execute()
    expect(await giveUp()).toEqual({ isOver: true, isSwitchedOff: false })
    await db
      .updateTable('webhookDeliveries')
      .set({ finishedAt: new Date(0) })
      .execute()
    await webhooks.update(webhookId, { description: 'Mended.' })
    expect(await giveUp()).toEqual({ isOver: true, isSwitchedOff: false })
    await db
      .updateTable('webhooks')
      .set({ updatedAt: new Date(0) })
      .execute()
    expect(await giveUp()).toEqual({ isOver: true, isSwitchedOff: true })
  })

  it('waits, with all that goes to the same webhook, as long as its receiver asks, or until a person wants it', async () => {
    const { webhookId } = await addTest()
    await test.atelier.stores.webhooks.sendTest(webhookId, 1)
    answers = [{ status: 429, retryAfter: '600' }]
    startCourier()
    await until(() => received.length === 1)
    await until(async () => (await deliveries()).every(({ leaseUntil }) => leaseUntil === null))
    const { data } = await test.atelier.stores.deliveries.list({ filter: {}, page: 1, perPage: 10 })
    const soonest = Date.now() + 500_000
    expect(data.map(({ attempts, nextAt }) => [attempts, Number(nextAt) > soonest])).toEqual([
      [0, true],
      [1, true],
    ])
    // Woken again and again, it still sends nothing: the first to arrive is what a person asks for, and what it held up.
    for (const courier of couriers) courier.wake()
    expect(received).toHaveLength(1)
    await test.atelier.stores.webhooks.sendTest(webhookId, 1)
    await until(() => received.length === 3)
    await until(async () => (await deliveries()).filter(({ status }) => status === 'pending').length === 1)
    expect((await deliveries()).map(({ status }) => status)).toEqual(['pending', 'delivered', 'delivered'])
  })

  it('is sent by one process while its lease holds, and again when whoever had it is gone', async () => {
    await addTest()
    const { webhookOutbox } = test.atelier.stores
    const claims = await Promise.all([1, 2, 3].map(() => webhookOutbox.claim(5, 60)))
    const [dead] = claims.flat()
    expect(claims.flat()).toHaveLength(1)
    expect(await webhookOutbox.claim(5, 60)).toEqual([])
    await test.atelier.database.db
      .updateTable('webhookDeliveries')
      .set({ leaseUntil: new Date(0) })
      .execute()
    startCourier()
    await until(areOver)
    expect(idsReceived()).toEqual([dead?.eventId])
    // What the dead one has to say comes too late.
    await webhookOutbox.settle(dead as ClaimedDelivery, failure, { retryMs: null, restMs: 0, triedForMs: 0 })
    expect(await test.atelier.stores.webhooks.list({ filter: {}, page: 1, perPage: 1 })).toMatchObject({
      data: [{ enabled: true }],
    })
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempts: 2 }])
  })

  it('that is answered 410 switches its webhook off and drops what waits', async () => {
    const { webhookId } = await addTest()
    await test.atelier.stores.webhooks.sendTest(webhookId, 1)
    answers = [410]
    startCourier()
    await until(areOver)
    expect((await deliveries()).map(({ status }) => status)).toEqual(['failed', 'dropped'])
    expect(await test.atelier.stores.webhooks.get(webhookId)).toMatchObject({
      enabled: false,
      disabledReason: expect.stringContaining('410'),
    })
    expect(received).toHaveLength(1)
  })

  it('that is answered 410 at an address that was changed meanwhile takes nothing from the new one', async () => {
    const { webhookId } = await addTest()
    const { webhookOutbox, webhooks } = test.atelier.stores
    await webhooks.sendTest(webhookId, 1)
    const [delivery] = await webhookOutbox.claim(5, 60)
    await webhooks.update(webhookId, { url: `${hook}/new` })
    const gone = { kind: 'gone', responseStatus: 410, error: 'Gone.' } as const
    const plan = { retryMs: 0, restMs: 0, triedForMs: 0 }
    await webhookOutbox.settle(delivery as ClaimedDelivery, gone, plan)
    expect((await deliveries()).map(({ status }) => status)).toEqual(['failed', 'pending'])
    expect(await webhooks.get(webhookId)).toMatchObject({ enabled: true })
  })

  it('is signed with the old secret too after a rotation', async () => {
    const { webhookId, secret } = await addTest()
    const next = await test.atelier.stores.webhooks.rotateSecret(webhookId)
    const row = test.atelier.database.db.selectFrom('webhooks').select(['secret', 'previousSecret'])
    expect(Object.values(await row.executeTakeFirstOrThrow()).join(' ')).toMatch(/^sealed:\S+ sealed:\S+$/)
    startCourier()
    await until(() => received.length === 1)
    const { headers, body } = received[0] ?? { headers: {}, body: '' }
    expect([isFromAtelier(headers, body, secret), isFromAtelier(headers, body, next)]).toEqual([true, true])
  })
})

describe('sending', () => {
  const delivery = (url: string): ClaimedDelivery => ({
    id: 1,
    webhookId: 1,
    eventId: 'one',
    attempts: 1,
    claims: 1,
    url,
    secrets: ['whsec_AAAA'],
    payload: {},
  })

  it('refuses a name that leads into a private network, at the moment of the connection', async () => {
    const lookup = ((_: string, __: object, done: (error: null, found: object[]) => void) =>
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '169.254.169.254', family: 4 },
      ])) as never
    expect(await sendDelivery(delivery('https://cms.example/'), { allowsPrivate: false, lookup })).toEqual({
      kind: 'failed',
      responseStatus: null,
      retryAfterMs: null,
      error: expect.stringContaining('cms.example is at 169.254.169.254, in a private network'),
    })
    expect(await sendDelivery(delivery(hook), { allowsPrivate: false })).toMatchObject({
      error: expect.stringContaining('Only https'),
    })
    expect(received).toEqual([])
  })

  it('waits for an answer no longer than it may', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
    expect(await sendDelivery(delivery(url), { allowsPrivate: true, timeoutMs: 100 })).toMatchObject({
      kind: 'failed',
      error: 'It did not answer within 0.1 seconds.',
    })
    silent.closeAllConnections()
    silent.close()
  })

  it('reads for how long its receiver wants to be left alone, in seconds or as a date', async () => {
    const now = () => new Date('2026-01-31T12:00:00Z')
    const told = async (status: number, retryAfter: string) => {
      answers = [{ status, retryAfter }]
      return sendDelivery(delivery(hook), { allowsPrivate: true, now })
    }
    expect(await told(429, '120')).toMatchObject({
      kind: 'failed',
      retryAfterMs: 120_000,
      error: 'It answered 429; 2xx is taken as received. It asks to be left alone for 120 seconds.',
    })
    expect(await told(503, 'Sat, 31 Jan 2026 12:01:00 GMT')).toMatchObject({ kind: 'failed', retryAfterMs: 60_000 })
    expect(await told(503, 'Sat, 31 Jan 2026 11:00:00 GMT')).toMatchObject({ retryAfterMs: 0 })
    expect(await told(503, 'soon')).toMatchObject({ retryAfterMs: null })
    // Beside a redirect it tells when to follow it.
    expect(await told(302, '120')).toMatchObject({ retryAfterMs: null })
    answers = []
  })

  it('waits a tenth more or less between tries', () => {
    expect([0, 0.5, 1].map((random) => planRetry([1000], 1, null, random).retryMs)).toEqual([900, 1000, 1100])
    expect(planRetry([1000], 2, null, 0)).toEqual({ retryMs: null, restMs: 0, triedForMs: 900 })
  })

  it('waits as long as it is asked to, a day at most, and never less than by itself', () => {
    const day = 86_400_000
    const waits = (retryAfterMs: number) => planRetry([1000], 1, retryAfterMs, 0)
    expect([0, 10, 5000, 400 * day, Infinity].map((ms) => waits(ms).retryMs)).toEqual([900, 900, 5000, day, day])
    expect(waits(5000).restMs).toBe(5000)
    expect(planRetry([1000], 2, 5000, 0)).toMatchObject({ retryMs: null, restMs: 5000 })
  })
})

describe('the secret of a webhook', () => {
  const noKey = { current: undefined, previous: undefined }
  const keys = (current: string, previous?: string) => ({
    current: Buffer.from(current, 'base64'),
    previous: previous === undefined ? undefined : Buffer.from(previous, 'base64'),
  })
  const [old, next] = [newKey(), newKey()]
  const stored = async () =>
    test.atelier.database.db
      .selectFrom('webhooks')
      .select(['secret', 'previousSecret', 'enabled'])
      .executeTakeFirstOrThrow()
  const start = (settings: SecretKeys, isPreviousLost = false) =>
    openSecretBox(test.atelier.database.db, { ...settings, isPreviousLost })
  /** A webhook with two secrets, made while there was no key. */
  const addPlain = async () => {
    const { db } = test.atelier.database
    const { accountId } = await seedContent(db)
    const plain = createWebhookStore(db, createSecretBox(noKey))
    const { id, secret } = await plain.create({ accountId, url: hook, events: ['images.ready'], createdBy: 'test' })
    const newer = await plain.rotateSecret(id)
    await plain.sendTest(id, accountId)
    return { id, secrets: [newer, secret] }
  }
  const claimWith = (settings: SecretKeys) =>
    createWebhookOutbox(test.atelier.database.db, createSecretBox(settings)).claim(5, 60)

  it('is encrypted when there is a key, with another one when that changes, and signs all the while', async () => {
    const { secrets } = await addPlain()
    expect(await stored()).toEqual({ secret: secrets[0], previousSecret: secrets[1], enabled: true })
    await start(keys(old))
    const first = await stored()
    expect(`${first.secret} ${first.previousSecret}`).toMatch(/^sealed:\w{8}:\S+ sealed:\w{8}:\S+$/)
    await start(keys(old))
    expect(await stored()).toEqual(first)
    await start(keys(next, old))
    expect((await stored()).secret.slice(0, 16)).not.toBe(first.secret.slice(0, 16))
    // A process that was not restarted leaves it to those that have the key.
    await expect(claimWith(keys(old))).rejects.toThrow('which this process does not have')
    expect(await deliveries()).toMatchObject([{ attempts: 0, leaseUntil: null }])
    expect(await claimWith(keys(next))).toMatchObject([{ secrets }])
  })

  it('is not lost by a start without its key or with another one: that is refused, and says what to do', async () => {
    await addPlain()
    await start(keys(old))
    const before = await stored()
    const problem =
      /^The secrets of one webhook are encrypted with key \w{8}, and ATELIER_SECRET_KEY is (not set|key \w{8})\./
    await expect(start(noKey)).rejects.toThrow(problem)
    await expect(start(keys(next))).rejects.toThrow(problem)
    await expect(
      openAtelier({ ...test.atelier, filesFolder: home, env: readEnv({ ATELIER_SECRET_KEY: next }) }),
    ).rejects.toThrow(problem)
    expect(await stored()).toEqual(before)
  })

  it('is made anew where its key is lost, and nothing is sent until a person gave it to the receiver', async () => {
    const { id } = await addPlain()
    await start(keys(old))
    await start(keys(next), true)
    expect(await claimWith(keys(next))).toEqual([])
    expect((await deliveries()).map(({ status }) => status)).toEqual(['dropped'])
    const webhooks = createWebhookStore(test.atelier.database.db, createSecretBox(keys(next)))
    expect(await webhooks.get(id)).toMatchObject({ enabled: false, disabledReason: expect.stringContaining('lost') })
    const secret = await webhooks.rotateSecret(id)
    await webhooks.update(id, { enabled: true })
    await webhooks.sendTest(id, 1)
    expect((await claimWith(keys(next)))[0]?.secrets[0]).toBe(secret)
  })
})
