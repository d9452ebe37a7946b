import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { queueForContent } from '../../api/actions/queue-generations.ts'
import type { Listening } from '../../api/listen.ts'
import type { Worker } from '../../api/worker/loop.ts'
import { startWorkerServer } from '../../api/worker-server.ts'
import { ensureBuilt } from '../../scripts/build.mjs'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { createOnServer, seedCatalog } from '../support/database.ts'
import { openPostgres } from '../../api/db/postgres.ts'

const serverUrl = process.env['TEST_DATABASE_URL']
if (!serverUrl) console.log('Skipped: a worker process needs a PostgreSQL server (set TEST_DATABASE_URL).')

/** For a machine that has other things to do. */
const patient = { timeout: 20_000 }

const read = async (url: string) => {
  const answer = await fetch(url)
  return { status: answer.status, text: await answer.text() }
}

/** The value of a sample; undefined where there is none. */
const sample = (text: string, name: string): number | undefined => {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `))
  return line === undefined ? undefined : Number(line.slice(name.length + 1))
}

describe('a worker that is asked', () => {
  let test: TestAtelier
  let worker: Worker
  let server: Listening
  const start = async (stuck: Partial<Worker> = {}) => {
    worker = test.atelier.startWorker({ slots: 3, pollMs: 50 })
    server = await startWorkerServer(test.atelier, { ...worker, ...stuck }, 0)
  }
  beforeAll(async () => {
    test = await openTestAtelier({ RUNWARE_API_KEY: '', OPENAI_API_KEY: '' })
  })
  afterEach(async () => {
    await server.close()
    await worker.stop(0)
  })
  afterAll(() => test.close())

  it('counts pictures, calls, money and what it has in hand, by ids of the catalog alone', async () => {
    const { contentId } = await test.addArticle()
    await queueForContent(test.atelier.studio, contentId, 'missing', { requestedBy: 'test' })
    test.sandbox.faults.add({ kind: 'rate-limit', times: 1, retryAfterMs: 1 })
    await start()
    await test.settled()
    const rows = await test.atelier.database.db
      .selectFrom('generations')
      .select(['modelId', 'providerId', 'costUsd'])
      .execute()
    const [{ modelId, providerId } = { modelId: '', providerId: '' }] = rows
    const labels = `provider="${providerId}",model="${modelId}"`
    const made = `atelier_generation_duration_seconds_count{model="${modelId}",outcome="succeeded"}`
    // Counted right after the commit.
    await expect.poll(async () => sample((await read(`${server.url}/metrics`)).text, made), patient).toBe(rows.length)
    await expect.poll(() => worker.load().inHand, patient).toBe(0)
    const { text } = await read(`${server.url}/metrics`)
    expect(sample(text, `atelier_provider_call_duration_seconds_count{${labels}}`)).toBe(rows.length + 1)
    expect(sample(text, `atelier_provider_failures_total{provider="${providerId}",class="rate_limit"}`)).toBe(1)
    const cost = rows.reduce((sum, { costUsd }) => sum + costUsd, 0)
    expect(sample(text, `atelier_provider_cost_usd_total{${labels}}`)).toBeCloseTo(cost)
    expect(sample(text, 'atelier_worker_slots')).toBe(3)
    expect(sample(text, 'atelier_worker_in_hand')).toBe(0)
    expect(sample(text, 'process_resident_memory_bytes')).toBeGreaterThan(0)
    expect(text).toContain('nodejs_eventloop_lag_seconds')
    // The queue is everybody's: the API tells of it, once.
    expect(text).not.toContain('atelier_queue_generations')
  })

  it('is ready while it looks at the queue, and not when it is stuck', async () => {
    await start()
    expect(await read(`${server.url}/healthz`)).toEqual({ status: 200, text: '{"ok":true}' })
    const ready = await read(`${server.url}/readyz`)
    expect([ready.status, JSON.parse(ready.text)]).toMatchObject([200, { ok: true, checks: { worker: { ok: true } } }])
    expect((await read(`${server.url}/anything`)).status).toBe(404)
    await server.close()
    await worker.stop(0)
    await start({ isHealthy: () => false })
    const stuck = await read(`${server.url}/readyz`)
    expect([stuck.status, JSON.parse(stuck.text)]).toMatchObject([
      503,
      { ok: false, checks: { worker: { ok: false, detail: 'It has not looked at the queue for a while.' } } },
    ])
  })
})

describe.runIf(serverUrl)('npm run work', () => {
  let home: string
  let database: Awaited<ReturnType<typeof createOnServer>>
  let child: ChildProcess | undefined
  let isDropped = false
  const drop = async () => {
    if (!isDropped) await database.drop()
    isDropped = true
  }
  beforeAll(async () => {
    await ensureBuilt()
    home = await mkdtemp(join(tmpdir(), 'atelier-work-'))
    database = await createOnServer(serverUrl ?? '', { isMigrated: true })
    const opened = await openPostgres(database.url, 1)
    await seedCatalog(opened.db)
    await opened.close()
  })
  afterEach(async () => {
    const running = child
    if (running?.exitCode !== null) return
    await new Promise((settle) => {
      running.once('exit', settle)
      running.kill('SIGTERM')
    })
  })
  afterAll(async () => {
    await drop()
    await rm(home, { recursive: true, force: true })
  })

  it('tells how it is at ATELIER_WORKER_PORT, and that it is not ready once the database is gone', async () => {
    const { npm_lifecycle_event: _, ...inherited } = process.env
    const variables = {
      DATABASE_URL: database.url,
      ATELIER_HOME: home,
      ATELIER_SANDBOX: 'on',
      ATELIER_WORKER_PORT: '0',
    }
    const started = spawn(process.execPath, [resolve('scripts/launch.mjs'), 'api/work'], {
      env: { ...inherited, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    let output = ''
    let errors = ''
    started.stderr.on('data', (chunk) => (errors += String(chunk)))
    const url = await new Promise<string>((settle, reject) => {
      started.once('exit', (code) => reject(new Error(`It ended with ${code}: ${errors}`)))
      started.stdout.on('data', (chunk) => {
        output += String(chunk)
        const found = /tells how it is at (http:\S+)\/readyz/.exec(output)?.[1]
        if (found) settle(found)
      })
    })
    await expect.poll(async () => (await read(`${url}/readyz`)).status, patient).toBe(200)
    expect((await read(`${url}/metrics`)).text).toContain('atelier_worker_slots 16')
    await drop()
    await expect.poll(async () => (await read(`${url}/readyz`)).status, patient).toBe(503)
    expect((await read(`${url}/healthz`)).status).toBe(200)
  }, 60_000)
})
