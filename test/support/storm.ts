import { sql } from 'kysely'
import { retryGeneration } from '../../api/actions/change-generation.ts'
import { queueImages } from '../../api/actions/queue-generations.ts'
import { filesFolderOf } from '../../api/atelier.ts'
import { chanceOf } from '../../api/sandbox/chance.ts'
import type { RandomFaults } from '../../api/sandbox/faults.ts'
import { type Sandbox, startSandbox } from '../../api/sandbox/server.ts'
import { type TestAtelier, openTestAtelier } from './atelier.ts'
import { promptsFor, seedContent } from './records.ts'
import { applyChanged, withFields } from './releases.ts'

/** How many calls to a provider may be under way at once. */
export const caps = { runware: 12, openai: 6 } as const

const callTimeoutSeconds = 4
/** When a call that nobody knows must be over: its timeout, and time for a busy machine to have delivered it. */
const callOverSeconds = callTimeoutSeconds + 8
/** What the engine waits for beyond that, before it believes that a provider knows nothing of a call. */
const archiveSeconds = 65

/** After so long without any end, what is open is stuck. */
const standstillMs = 90_000

/** As small as the protocols have them. */
const small = { square_size: '128x128', landscape_size: '192x128' }
const tierId = 'basic'
const cancelEveryTurns = 20
const imagesPerArticle = 8
const runwareModel = 'runware:97@1'
const openAiModel = 'gpt-image-2.5-flare'

/** Every way to fail that the sandbox knows, as often as a bad day has them. */
export const badDay: RandomFaults['shares'] = [
  { fault: { kind: 'fail', status: 500 }, share: 0.03 },
  { fault: { kind: 'fail', status: 502, route: 'openai-images' }, share: 0.01 },
  { fault: { kind: 'fail', status: 503, retryAfterMs: 200 }, share: 0.02 },
  { fault: { kind: 'rate-limit', retryAfterMs: 100 }, share: 0.02 },
  { fault: { kind: 'no-credits' }, share: 0.003 },
  { fault: { kind: 'fail', status: 200, code: 'timeoutProvider', route: 'runware' }, share: 0.01 },
  { fault: { kind: 'reset' }, share: 0.01 },
  { fault: { kind: 'drop' }, share: 0.02 },
  { fault: { kind: 'hang' }, share: 0.01 },
  { fault: { kind: 'gateway', status: 502 }, share: 0.01 },
  { fault: { kind: 'gateway', status: 504 }, share: 0.01 },
  { fault: { kind: 'cut-off' }, share: 0.01 },
  { fault: { kind: 'blocked' }, share: 0.01 },
  { fault: { kind: 'broken' }, share: 0.01 },
  { fault: { kind: 'wrong-size' }, share: 0.01 },
  { fault: { kind: 'not-a-picture' }, share: 0.01 },
  { fault: { kind: 'missing' }, share: 0.01 },
  { fault: { kind: 'late' }, share: 0.02 },
]

export interface StormOptions {
  seed: number
  shares?: RandomFaults['shares']
  delayMsMax?: number
  /** Another database than the test's own. */
  serverUrl?: string | undefined
}

/** A queue full of work, a provider that has a bad day, and somebody who watches. */
export interface Storm extends Omit<TestAtelier, 'sandbox'> {
  /** One for all workers, which outlives them. */
  sandbox: Sandbox
  filesFolder: string
  /** What a worker process needs to know. */
  environment: Record<string, string>
  /** Queues generations of many articles: of a tier that falls back, and of one model. Answers their ids. */
  queue(count: number): Promise<number[]>
  /** A person retries what failed and may be mended by that, and all ends once more. Answers how many. */
  retry(why: 'given up' | 'storage'): Promise<number>
  /** What persons had tried again. */
  retried(): ReadonlySet<number>
  /** More calls under way than a provider allows, as seen by looking again and again. */
  overCaps(): string[]
  /** How often was looked. */
  looks(): number
  run(statement: string): Promise<unknown>
}

/** Opens a storm: the catalog with small pictures, and the providers' own addresses at a sandbox of this process. */
export async function openStorm({ seed, shares = badDay, delayMsMax = 60, serverUrl }: StormOptions): Promise<Storm> {
  const keys = { RUNWARE_API_KEY: 'sandbox-key', OPENAI_API_KEY: 'sandbox-key' }
  const test = await openTestAtelier(keys, undefined, serverUrl)
  const { atelier } = test
  const { db } = atelier.database
  const chance = chanceOf(seed, 'storm')
  let catalog = await atelier.stores.catalogs.current()
  const sandbox = await startSandbox({
    catalog: () => catalog,
    randomFaults: { seed, shares, delayMsMax },
    drawsPlain: true,
    servesRetired: true,
  })
  const common = { timeout_seconds: callTimeoutSeconds, max_attempts: 4 }
  // Either is a policy that somebody has.
  const openAi = { ...common, concurrency: caps.openai, unknown_outcome: seed % 2 === 0 ? 'park' : 'retry_once' }
  await applyChanged(db, (shipped) => {
    let entries = withFields(shipped, 'providers', 'runware', {
      ...common,
      concurrency: caps.runware,
      base_url: `${sandbox.url}/runware/v1`,
    })
    entries = withFields(entries, 'providers', 'openai', {
      ...openAi,
      base_url: `${sandbox.url}/openai/v1`,
      requests_per_minute: 100_000,
    })
    entries = withFields(entries, 'models', runwareModel, small)
    entries = withFields(entries, 'models', openAiModel, {
      ...small,
      quality_tier: tierId,
      priority: 2,
      size_rules: { min_side: 16, max_side: 3840, step: 16 },
    })
    return withFields(entries, 'tiers', tierId, { fallback: true })
  })
  catalog = await atelier.stores.catalogs.current()

  const queueArticle = async (index: number): Promise<number[]> => {
    const { contentId } = await seedContent(db, { name: `Account ${index}` })
    const prompts = promptsFor(imagesPerArticle - 1, `Garden ${index}`)
    const meta = { writer: 'extractive', costUsd: 0, notes: [] }
    await atelier.stores.images.savePrompts(contentId, prompts, meta, { overwrite: true })
    const imageIds = (await atelier.stores.images.ofContent(contentId)).map(({ id }) => id)
    const modelId = chance.pick([undefined, undefined, runwareModel, openAiModel])
    const wish = { requestedBy: 'ada', ...(modelId === undefined ? { tierId } : { modelId }) }
    return (await queueImages(atelier.studio, imageIds, wish)).generations
  }

  let articles = 0
  const overCaps: string[] = []
  let looks = 0
  const over = new AbortController()
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const { rows } = await sql<{ providerId: string; running: number }>`
        select provider_id, count(*)::int as running from generations where status = 'running' group by 1`
        .execute(db)
        .catch(() => ({ rows: [] }))
      looks += 1
      for (const { providerId, running } of rows) {
        const cap = caps[providerId as keyof typeof caps]
        if (running > cap) overCaps.push(`${providerId}: ${running} run, ${cap} may`)
      }
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  /** Somebody does not want a picture any more. */
  const cancelOne = async (): Promise<void> => {
    const queued = await db
      .selectFrom('generations')
      .select('id')
      .where('status', '=', 'queued')
      .where('sentAt', 'is', null)
      .orderBy(sql`random()`)
      .limit(1)
      .executeTakeFirst()
    if (queued) await atelier.stores.intake.cancel(queued.id)
  }
  /** A person who resumes what was paused or held back, and time that passes faster for calls which nobody can hear of any more. */
  const tend = async (): Promise<void> => {
    for (let turn = 1; !over.signal.aborted; turn += 1) {
      await resumeProviders().catch(() => undefined)
      if (turn % cancelEveryTurns === 0) await cancelOne().catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
  const resumeProviders = async (): Promise<void> => {
    for (const { providerId, pausedAt, openedAt } of await atelier.stores.providerStates.list())
      if (pausedAt ?? openedAt) await atelier.stores.providerStates.resume(providerId)
    await sql`update generations set sent_at = sent_at - make_interval(secs => ${archiveSeconds})
      where status = 'queued' and task_id is not null and answered_at is null
        and sent_at between now() - make_interval(secs => ${archiveSeconds}) and now() - make_interval(secs => ${callOverSeconds})`.execute(
      db,
    )
  }
  const watching = [watch(), tend()]
  const countOpen = async (): Promise<number | undefined> => {
    const open = db.selectFrom('generations').select('id').where('status', 'in', ['queued', 'running'])
    // The database may be gone for a moment.
    return open.execute().then(
      ({ length }) => length,
      () => undefined,
    )
  }
  /** Waits until all ended, or nothing has ended for so long that it never will. */
  const settled = async (): Promise<void> => {
    let [open, sinceMs] = [await countOpen(), performance.now()]
    while (open !== 0 && performance.now() - sinceMs < standstillMs) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      const now = await countOpen()
      if (now !== undefined && now !== open) [open, sinceMs] = [now, performance.now()]
    }
  }
  const retried = new Set<number>()

  return {
    ...test,
    sandbox,
    filesFolder: filesFolderOf(test),
    environment: {
      ...keys,
      ATELIER_HOME: test.home,
      DATABASE_URL: test.databaseUrl ?? '',
    },
    async queue(count) {
      const ids: number[] = []
      for (; ids.length < count; articles += 1) ids.push(...(await queueArticle(articles)))
      return ids
    },
    overCaps: () => overCaps,
    looks: () => looks,
    run: (statement) => sql.raw(statement).execute(db),
    settled,
    async retry(why) {
      const failed = db.selectFrom('generations').select('id').where('status', '=', 'failed')
      const found = await (
        why === 'storage'
          ? failed.where('errorClass', '=', 'storage')
          : failed.where('errorMessage', 'like', 'Given up:%')
      ).execute()
      for (const { id } of found) await retryGeneration(atelier.studio, id)
      for (const { id } of found) retried.add(id)
      await settled()
      return found.length
    },
    retried: () => retried,
    async close() {
      over.abort()
      await Promise.all(watching)
      await sandbox.stop()
      await test.close()
    },
  }
}
