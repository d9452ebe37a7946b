import { execFile, spawnSync } from 'node:child_process'
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
import { queueForContent } from '../../api/actions/queue-generations.ts'
import type { CmsImages } from '../../api/contract/types.gen.ts'
import type { ClaimedDelivery } from '../../api/domain/webhook.ts'
import type { Courier, CourierOptions } from '../../api/webhooks/courier.ts'
import { retryDelayMs } from '../../api/webhooks/retry-delay.ts'
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

let test: TestAtelier
let server: ApiServer
let receiver: Server
let hook: string
let home: string
let isFromAtelier: Verify
let commands: string[]
/** What the receiver got, and what it answers next; 204 where nothing is said. */
let received: Received[] = []
let answers: number[] = []
const couriers: Courier[] = []

beforeAll(async () => {
  test = await openTestAtelier({ ATELIER_PORT: '0', ATELIER_WEBHOOKS_ALLOW_PRIVATE: 'on' })
  server = await startApiServer(test.atelier)
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      response.writeHead(answers.shift() ?? 204, { location: '/elsewhere' }).end()
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

describe('a delivery', () => {
  const addTest = async (): Promise<{ webhookId: number; secret: string; deliveryId: number }> => {
    const { accountId } = await seedContent(test.atelier.database.db)
    const { id: webhookId, secret } = await addWebhook(accountId)
    return { webhookId, secret, deliveryId: await test.atelier.stores.webhooks.sendTest(webhookId, accountId) }
  }

  it('is tried again after anything but 2xx, as the same event, and given up after the last try', async () => {
    const { secret, deliveryId } = await addTest()
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
    await webhookOutbox.settle(
      dead as ClaimedDelivery,
      { kind: 'failed', responseStatus: 500, error: 'late' },
      undefined,
    )
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

  it('is signed with the old secret too after a rotation', async () => {
    const { webhookId, secret } = await addTest()
    const next = await test.atelier.stores.webhooks.rotateSecret(webhookId)
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

  it('waits a tenth more or less between tries', () => {
    expect([0, 0.5, 1].map((random) => retryDelayMs([1000], 1, random))).toEqual([900, 1000, 1100])
    expect(retryDelayMs([1000], 2, 0)).toBeUndefined()
  })
})
