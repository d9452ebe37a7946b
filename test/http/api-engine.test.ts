import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type {
  AccountSpending,
  Generation,
  GenerationTimeline,
  LedgerPage,
  Overview,
  Problem,
  Provider,
  Worker,
} from '../../api/contract/types.gen.ts'
import { createDeliveryStore } from '../../api/db/webhook-delivery-store.ts'
import type { ClaimedGeneration } from '../../api/domain/claimed-generation.ts'
import { ProviderError } from '../../api/domain/provider-error.ts'
import { type TestApi, jsonOf, startTestApi } from '../support/api.ts'
import { promptsFor, seedContent, seedGeneration } from '../support/records.ts'

let api: TestApi
let admin: string
let editor: string
let operator: string
const logged: [fields: object, message: string][] = []

beforeAll(async () => {
  const log = (fields: object, message: string) => void logged.push([fields, message])
  api = await startTestApi({ logger: { info: log, warn: log, error: log } })
  admin = await api.signIn('admin')
  editor = await api.signIn('editor')
  operator = await api.signIn('operator')
})
afterAll(() => api.close())

beforeEach(async () => {
  const { db } = api.database
  await sql`truncate accounts, ledger_entries, provider_days, provider_states, workers restart identity cascade`.execute(
    db,
  )
  // What is kept for five seconds is of the test before.
  api.stores.standings.forget()
  logged.length = 0
})

const get = <T>(path: string) => jsonOf<T>(api.send('GET', path, { cookie: admin }))
const post = (path: string, body: unknown, cookie = admin) => api.send('POST', path, { cookie, body })
const provider = (id = 'runware') => get<Provider>(`/api/providers/${id}`)
const timeline = (id: number) => get<GenerationTimeline>(`/api/generations/${id}/timeline`)
const notices = async () => (await get<Overview>('/api/overview')).notices
const alive = () => api.stores.workers.beat({ id: 'host:1:a', host: 'host', processId: 1, slots: 16, inHand: 0 })

/** An account with some generations in the queue. */
async function queue(count = 1, changes: { planId?: string; name?: string; modelId?: string } = {}) {
  const { db } = api.database
  const { modelId = 'bria:10@1', ...account } = changes
  const { accountId, contentId } = await seedContent(db, account)
  const written = { writer: 'extractive', costUsd: 0, notes: [] }
  await api.stores.images.savePrompts(contentId, promptsFor(count), written, { overwrite: false })
  const images = (await api.stores.images.ofContent(contentId)).slice(0, count)
  const ids: number[] = []
  for (const image of images) ids.push(await seedGeneration(db, image.id, 'queued', { modelId }))
  await change(ids, { estimateUsd: 0.04, estimateCredits: 2, correlationId: 'request-1' })
  return { accountId, ids, id: ids[0] ?? 0 }
}

const change = (
  ids: number[],
  values: { estimateUsd?: number; estimateCredits?: number; correlationId?: string; runAt?: Date; fallbacks?: string },
) => api.database.db.updateTable('generations').set(values).where('id', 'in', ids).execute()

const setLimit = (spec: string) =>
  sql`update providers set spec = ${sql.raw(spec)} where id = 'runware'`.execute(api.database.db)

async function claim(): Promise<ClaimedGeneration> {
  const [claimed] = await api.stores.queue.claim('worker', 1, 60)
  if (!claimed) throw new Error('Nothing was claimed.')
  return claimed
}

async function send(fence: ClaimedGeneration): Promise<string> {
  const taskId = randomUUID()
  await api.stores.queue.recordSent({ fence, taskId, mode: 'sandbox', releaseId: 1, requestSha256: 'f'.repeat(64) })
  return taskId
}

const picture = { sha256: 'a'.repeat(64), format: 'webp', width: 1344, height: 768, bytes: 1000 } as const
const answer = {
  source: { kind: 'url', url: 'https://im.runware.ai/x.webp' },
  costUsd: 0.03,
  costSource: 'provider',
  seed: 7,
  requestId: 'req-1',
  raw: {},
} as const

const upstream = new ProviderError({ class: 'upstream', code: 'boom', message: 'It is down.', status: 503 })
const failedEnd = { outcome: 'failed', costUsd: 0, costSource: null } as const

describe('the timeline of a generation', () => {
  it('tells of asking, each step of its call, its money and its end, in order', async () => {
    const { id } = await queue()
    const claimed = await claim()
    const taskId = await send(claimed)
    await api.stores.queue.recordAnswer({ fence: claimed, taskId, answer })
    await api.stores.queue.recordStored({ fence: claimed, taskId, picture })
    await api.stores.queue.succeed({ fence: claimed, taskId, picture, answer, credits: 2 })
    const { entries, calls } = await timeline(id)
    expect(entries.map((entry) => (entry.kind === 'booked' ? `booked ${entry.entryKind}` : entry.kind))).toEqual([
      'asked',
      'claimed',
      'booked reserve',
      'call_sent',
      'call_answered',
      'call_stored',
      'call_settled',
      'booked settle',
      'finished',
    ])
    expect(entries[0]).toMatchObject({
      by: 'test',
      correlationId: 'request-1',
      modelId: 'bria:10@1',
      estimateUsd: 0.04,
    })
    expect(entries[2]).toMatchObject({ reservedUsd: 0.04, reservedCredits: 2, spentUsd: 0 })
    expect(entries[7]).toMatchObject({ reservedUsd: -0.04, spentUsd: 0.03, spentCredits: 2, callId: taskId })
    expect(entries[8]).toMatchObject({ status: 'succeeded', costUsd: 0.03, credits: 2 })
    expect(calls).toMatchObject([
      {
        id: taskId,
        providerMode: 'sandbox',
        releaseId: 1,
        workerId: 'worker',
        requestSha256: 'f'.repeat(64),
        step: 'settled',
        outcome: 'succeeded',
        costUsd: 0.03,
        costSource: 'provider',
        requestId: 'req-1',
        answerMs: expect.any(Number),
        fileMs: expect.any(Number),
        totalMs: expect.any(Number),
      },
    ])
  })

  it('tells which model failed and which took its place, and what comes next is waited for', async () => {
    const { id } = await queue()
    const claimed = await claim()
    await send(claimed)
    const { id: _, ...unchanged } = { ...claimed, id: 0 }
    const { prompt, negativePrompt, width, height, seed, generationParams, maxAttempts } = unchanged
    const next = {
      modelId: 'runware:97@1',
      providerId: 'runware',
      releaseId: 1,
      estimateUsd: 0.05,
      estimateCredits: 3,
      notes: [],
    }
    const change = { ...next, prompt, negativePrompt, width, height, seed, generationParams, maxAttempts }
    const failed = { modelId: 'bria:10@1', errorClass: 'upstream', message: 'It is down.' } as const
    expect(await api.stores.queue.changeModel(claimed, change, failed, upstream, failedEnd)).toBe('changed')
    await alive()
    const { entries, calls } = await timeline(id)
    expect(entries[0]).toMatchObject({
      kind: 'asked',
      modelId: 'bria:10@1',
      estimateUsd: 0.04,
      estimateCredits: 2,
    })
    expect(entries.slice(-4)).toMatchObject([
      { kind: 'call_settled', outcome: 'failed', errorClass: 'upstream', errorMessage: 'It is down.' },
      { kind: 'booked', entryKind: 'release', reservedUsd: -0.04 },
      { kind: 'fell_back', fromModelId: 'bria:10@1', toModelId: 'runware:97@1', errorClass: 'upstream' },
      { kind: 'waits', reason: 'in_line' },
    ])
    expect(calls).toMatchObject([{ modelId: 'bria:10@1', errorCode: 'boom', outcome: 'failed' }])
    expect(await get<Generation>(`/api/generations/${id}`)).toMatchObject({
      fallbacks: [{ ...failed, at: expect.any(String) }],
      isModelFixed: false,
      rescues: 0,
      correlationId: 'request-1',
      estimateUsd: 0.05,
      estimateCredits: 3,
    })
  })

  it('tells what it waits for', async () => {
    const { id, accountId } = await queue()
    const wait = async () => (await timeline(id)).entries.at(-1)
    expect(await wait()).toMatchObject({ kind: 'waits', reason: 'no_worker', until: null })
    await alive()
    expect(await wait()).toMatchObject({ reason: 'in_line' })

    const claimed = await claim()
    const requeue = { delayMs: 60_000, error: upstream, end: null, countsAsTry: true }
    await api.stores.queue.requeue(claimed, requeue)
    expect(await wait()).toMatchObject({ reason: 'backoff', message: 'It is tried again after: It is down.' })
    await change([id], { runAt: new Date() })

    await api.stores.providerStates.wait('runware', 60_000)
    expect(await wait()).toMatchObject({ reason: 'provider_waits', until: expect.any(String) })
    await api.stores.providerStates.pause('runware', 'credits', 'No credits left.')
    expect(await wait()).toMatchObject({
      reason: 'provider_paused',
      message: expect.stringContaining('No credits left.'),
    })
    await api.stores.providerStates.resume('runware')

    await change([id], { estimateCredits: 1_000_000 })
    expect(await wait()).toMatchObject({ reason: 'account_budget', until: expect.stringMatching(/-01T00:00:00.000Z$/) })
    expect(accountId).toBeGreaterThan(0)
  })

  it('is not there for a generation that is not', async () => {
    expect((await api.send('GET', '/api/generations/999/timeline', { cookie: admin })).status).toBe(404)
  })
})

describe('a provider', () => {
  it('is paused by an operator, with the reason and the name, and resumed', async () => {
    await queue(2)
    expect((await post('/api/providers/runware/actions/pause', { reason: 'Wrong bills' }, editor)).status).toBe(403)
    expect((await post('/api/providers/runware/actions/resume', {}, editor)).status).toBe(403)
    expect((await post('/api/providers/runware/actions/pause', { reason: ' ' }, operator)).status).toBe(422)
    expect((await post('/api/providers/nobody/actions/pause', { reason: 'x' }, operator)).status).toBe(404)
    const paused = await post('/api/providers/runware/actions/pause', { reason: 'Wrong bills' }, operator)
    expect(await paused.json()).toMatchObject({
      state: { kind: 'paused', class: 'operator', reason: 'Wrong bills', by: 'operator', since: expect.any(String) },
      queued: 2,
      running: 0,
    })
    expect(await api.stores.queue.claim('worker', 1, 60)).toEqual([])
    const again = await post('/api/providers/runware/actions/pause', { reason: 'Again' }, admin)
    expect([again.status, (await jsonOf<Problem>(again)).detail]).toEqual([
      409,
      'runware is paused already. Look at why, and resume it first.',
    ])
    const resumed = await post('/api/providers/runware/actions/resume', {}, operator)
    expect(await resumed.json()).toMatchObject({ state: { kind: 'running' } })
    expect(await api.stores.queue.claim('worker', 1, 60)).toHaveLength(1)
    expect(logged.filter(([, message]) => message.startsWith('provider'))).toEqual([
      [
        { requestId: paused.headers.get('x-request-id'), by: 'operator', providerId: 'runware', reason: 'Wrong bills' },
        'provider paused by a person',
      ],
      [
        { requestId: resumed.headers.get('x-request-id'), by: 'operator', providerId: 'runware' },
        'provider resumed by a person',
      ],
    ])
  })

  it('tells consoles when it is paused and resumed', async () => {
    // The table itself: the stream waits for every transaction on the server, those of other tests included.
    const { db } = api.database
    const events = () => db.selectFrom('events').select(['topic', 'recordId', 'payload']).orderBy('id')
    const before = await events().execute()
    await post('/api/providers/openai/actions/pause', { reason: 'x' })
    await post('/api/providers/openai/actions/resume', {})
    const event = { topic: 'providers', recordId: 'openai', payload: { id: 'openai' } }
    expect((await events().execute()).slice(before.length)).toEqual([event, event])
  })

  it('tells of its open circuit, what it waits for and what it cost today', async () => {
    expect(await provider()).toMatchObject({ state: { kind: 'running' }, failures: 0, lastFailure: null })
    await queue()
    const claimed = await claim()
    expect(await provider()).toMatchObject({ running: 1, spending: { limitUsd: null, spentUsd: 0, reservedUsd: 0.04 } })
    await send(claimed)
    const rules = { failuresMax: 1, cooldownMs: 30_000, cooldownMsMax: 60_000 }
    await api.stores.providerStates.noteFailure('runware', 'It is down.', rules, 0.5)
    expect(await provider()).toMatchObject({
      state: { kind: 'circuit_open', since: expect.any(String), nextTrialAt: expect.any(String) },
      failures: 1,
      lastFailure: 'It is down.',
    })
    await api.stores.providerStates.noteAlive('runware')
    await api.stores.providerStates.wait('runware', 60_000)
    expect((await provider()).state).toMatchObject({ kind: 'waiting', until: expect.any(String) })
  })
})

describe('an account', () => {
  it('tells what it may spend, has spent and has waiting', async () => {
    const { accountId } = await queue(3)
    await claim()
    const spending = await get<AccountSpending>(`/api/accounts/${accountId}/spending`)
    expect(spending).toMatchObject({
      accountId,
      planId: 'studio',
      current: { reservedUsd: 0.04, reservedCredits: 2, waitingUsd: 0.08, waitingCredits: 4, spentUsd: 0 },
    })
    const { current, months } = spending
    expect(current.leftUsd).toBeCloseTo(current.limitUsd - 0.12)
    expect(current.leftCredits).toBe(current.limitCredits - 6)
    expect(months).toHaveLength(12)
    expect(months[0]).toEqual({
      month: current.month,
      spentUsd: 0,
      reservedUsd: 0.04,
      spentCredits: 0,
      reservedCredits: 2,
    })
    expect(new Set(months.map(({ month }) => month)).size).toBe(12)
    expect((await api.send('GET', '/api/accounts/999/spending', { cookie: admin })).status).toBe(404)
  })

  it('shows its ledger page by page, however much is booked meanwhile', async () => {
    const { accountId } = await queue()
    const book = (usd: number) =>
      api.database.db
        .insertInto('ledgerEntries')
        .values({
          accountId,
          providerId: 'runware',
          generationId: 1,
          kind: 'settle',
          spentUsd: usd,
          bookedFor: '2026-01-31',
        })
        .execute()
    for (const usd of [1, 2, 3, 4, 5]) await book(usd)
    const first = await get<LedgerPage>(`/api/accounts/${accountId}/ledger?perPage=2`)
    await book(6)
    const second = await get<LedgerPage>(`/api/accounts/${accountId}/ledger?perPage=2&before=${first.nextBefore}`)
    const last = await get<LedgerPage>(`/api/accounts/${accountId}/ledger?perPage=2&before=${second.nextBefore}`)
    expect([first, second, last].map(({ data }) => data.map(({ spentUsd }) => spentUsd))).toEqual([[5, 4], [3, 2], [1]])
    expect(last.nextBefore).toBeNull()
    expect(first.data[0]).toMatchObject({ kind: 'settle', bookedFor: '2026-01-31', providerId: 'runware' })
    const refused = await api.send('GET', `/api/accounts/${accountId}/ledger?perPage=101`, { cookie: admin })
    expect(refused.status).toBe(422)
  })
})

it('workers are listed, and told from those that fell silent', async () => {
  await alive()
  await api.stores.workers.beat({ id: 'host:2:b', host: 'host', processId: 2, slots: 4, inHand: 3 })
  const { db } = api.database
  await db
    .updateTable('workers')
    .set({ seenAt: new Date(Date.now() - 120_000) })
    .where('id', '=', 'host:2:b')
    .execute()
  const { data, total } = await get<{ data: Worker[]; total: number }>('/api/workers')
  expect(total).toBe(2)
  expect(data.map(({ id, isAlive, slots, inHand }) => [id, isAlive, slots, inHand])).toEqual([
    ['host:1:a', true, 16, 0],
    ['host:2:b', false, 4, 3],
  ])
})

describe('metrics', () => {
  it('tell of queue, providers, budgets and workers as the database has them', async () => {
    await alive()
    const { ids } = await queue(2)
    await change(ids.slice(1), { runAt: new Date(Date.now() + 3_600_000) })
    await claim()
    await api.stores.providerStates.pause('openai', 'operator', 'Wrong bills.', 'grace')
    await setLimit(`spec || '{"usd_per_day": 5}'`)
    const { accountId } = await api.database.db.selectFrom('contents').select('accountId').executeTakeFirstOrThrow()
    const { id: webhookId } = await api.stores.webhooks.create({
      accountId,
      url: 'https://cms.example/',
      events: ['images.ready'],
      createdBy: 'test',
    })
    const deliveryIds = [1, 2].map(() => api.stores.webhooks.sendTest(webhookId, accountId))
    const hourAgo = sql<Date>`now() - interval '1 hour'`
    await api.database.db
      .updateTable('webhookDeliveries')
      .set({ createdAt: hourAgo, nextAt: sql<Date>`now() + interval '1 hour'` })
      .where('id', '=', (await Promise.all(deliveryIds))[0] ?? 0)
      .execute()
    api.stores.standings.forget()
    try {
      const text = await (await api.send('GET', '/metrics')).text()
      for (const line of [
        'atelier_queue_generations{status="queued",provider="runware"} 1',
        'atelier_queue_generations{status="running",provider="runware"} 1',
        'atelier_queue_oldest_due_seconds{provider="runware"} 0',
        'atelier_provider_paused{provider="runware"} 0',
        'atelier_provider_paused{provider="openai"} 1',
        'atelier_provider_circuit_open{provider="runware"} 0',
        'atelier_provider_budget_left_usd{provider="runware"} 4.96',
        'atelier_workers_alive 1',
        'atelier_webhook_deliveries_waiting 2',
        'atelier_webhooks_switched_off 0',
      ])
        expect(text.split('\n')).toContain(line)
      // One that waits for its next try is old, and not due.
      expect(text).toMatch(/^atelier_webhook_oldest_waiting_seconds 36\d\d/m)
      expect(text).toMatch(/^atelier_webhook_oldest_due_seconds \d\d?(\.|$)/m)
      expect(text).not.toContain('atelier_provider_budget_left_usd{provider="openai"}')
      await api.database.db
        .updateTable('webhookDeliveries')
        .set({ nextAt: sql<Date>`now() + interval '1 hour'` })
        .execute()
      const waiting = await createDeliveryStore(api.database.db).waiting(new Date())
      expect(waiting).toMatchObject({ waiting: 2, oldestDueSeconds: null })
    } finally {
      await setLimit(`spec - 'usd_per_day'`)
    }
  })
})

describe('notices', () => {
  it('are none where all is well', async () => {
    await alive()
    await queue()
    expect(await notices()).toEqual([])
  })

  it('say that no worker is alive while work waits', async () => {
    await queue(2)
    expect(await notices()).toEqual([
      {
        kind: 'no_worker',
        severity: 'error',
        count: 2,
        message: 'No worker is alive, and 2 generations wait. Start one: npm run work',
      },
    ])
  })

  it('say which provider is paused and which fails, and what waits for it', async () => {
    await alive()
    await queue(2)
    await api.stores.providerStates.pause('runware', 'credits', 'No credits left')
    await api.stores.providerStates.pause('openai', 'operator', 'Wrong bills.', 'grace')
    expect(await notices()).toEqual([
      {
        kind: 'provider_paused',
        severity: 'error',
        providerId: 'runware',
        count: 2,
        message:
          'Runware paused itself: No credits left. 2 generations wait for it. Mend what is wrong, then resume it.',
      },
      {
        kind: 'provider_paused',
        severity: 'error',
        providerId: 'openai',
        count: 0,
        message: 'OpenAI was paused by grace: Wrong bills. Nothing waits for it. Mend what is wrong, then resume it.',
      },
    ])
    await post('/api/providers/runware/actions/resume', {})
    await post('/api/providers/openai/actions/resume', {})
    const rules = { failuresMax: 1, cooldownMs: 30_000, cooldownMsMax: 60_000 }
    await api.stores.providerStates.noteFailure('runware', 'It is down', rules, 0.5)
    api.stores.standings.forget()
    expect(await notices()).toMatchObject([
      { kind: 'circuit_open', severity: 'warning', providerId: 'runware', count: 2 },
    ])
  })

  it('say whose money is used up, and how much waits for it', async () => {
    await alive()
    const { accountId, ids } = await queue(3)
    await change(ids.slice(1), { estimateCredits: 10_000_000 })
    await setLimit(`spec || '{"usd_per_day": 0.03}'`)
    try {
      expect(await notices()).toEqual([
        {
          kind: 'provider_budget',
          severity: 'warning',
          providerId: 'runware',
          count: 3,
          message:
            'Runware may cost $0.03 a day, and $0.00 are spent or held today. 3 generations wait for it. It goes on at 00:00 UTC, or with a larger usd_per_day.',
        },
        {
          kind: 'account_budget',
          severity: 'warning',
          accountId,
          count: 2,
          message:
            'Northwind (plan "studio") has used up this month, and 2 generations wait. Give it a larger plan, or wait for the next month.',
        },
      ])
    } finally {
      await setLimit(`spec - 'usd_per_day'`)
    }
  })

  it('ask a person about calls of unknown outcome, until somebody acts', async () => {
    const { id } = await queue()
    const claimed = await claim()
    await send(claimed)
    const unknown = new ProviderError({ class: 'timeout', code: 'outcome_unknown', message: 'Who knows.' })
    await api.stores.queue.fail(claimed, unknown, { outcome: 'unknown', costUsd: 0.04, costSource: 'estimate' })
    expect(await notices()).toMatchObject([
      { kind: 'unknown_outcome', severity: 'error', providerId: 'runware', count: 1 },
    ])
    await seedGeneration(api.database.db, (await get<Generation>(`/api/generations/${id}`)).imageId, 'succeeded')
    api.stores.standings.forget()
    expect(await notices()).toEqual([])
  })

  it('name a provider without a key only while something waits for it', async () => {
    const other = await startTestApi({ modes: () => new Map() })
    try {
      const cookie = await other.signIn('admin')
      const read = async () => (await jsonOf<Overview>(other.send('GET', '/api/overview', { cookie }))).notices
      expect(await read()).toEqual([])
      const { contentId } = await seedContent(other.database.db)
      const written = { writer: 'extractive', costUsd: 0, notes: [] }
      await other.stores.images.savePrompts(contentId, promptsFor(0), written, { overwrite: false })
      const [image] = await other.stores.images.ofContent(contentId)
      await seedGeneration(other.database.db, image?.id ?? 0, 'queued')
      await other.stores.workers.beat({ id: 'a', host: 'host', processId: 1, slots: 1, inHand: 0 })
      other.stores.standings.forget()
      expect(await read()).toMatchObject([{ kind: 'provider_not_configured', providerId: 'runware', count: 1 }])
      const record = await jsonOf<Provider>(other.send('GET', '/api/providers/runware', { cookie }))
      expect(record.state).toEqual({ kind: 'not_configured' })
    } finally {
      await other.close()
    }
  })
})
