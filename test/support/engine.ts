import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { queueForContent, remakeImage } from '../../api/actions/queue-generations.ts'
import { readCatalog } from '../../api/catalog/read-catalog.ts'
import type { Hand } from '../../api/db/provider-claims.ts'
import type { ClaimedGeneration } from '../../api/domain/claimed-generation.ts'
import type { CatalogKind, DeclaredEntry } from '../../api/domain/declared-entry.ts'
import type { Bill } from '../../api/sandbox/ledger.ts'
import type { Worker, WorkerOptions } from '../../api/worker/loop.ts'
import { applyEntries } from './apply.ts'
import { type TestAtelier, openTestAtelier } from './atelier.ts'
import { withFields } from './releases.ts'

/** The engine for real, with what its tests say again and again. */
export interface Engine extends TestAtelier {
  /** What the providers charged for in this test. */
  bills(): Bill[]
  /** Starts a worker, which the end of the test stops. */
  work(options?: WorkerOptions): Worker
  /** Another version of one image of a new article. */
  queueOne(wish?: object): Promise<number>
  /** All images of a new article of an account of its own. */
  queueArticle(account: string, wish?: object): Promise<number[]>
  generation(
    id: number,
  ): Promise<NonNullable<Awaited<ReturnType<TestAtelier['atelier']['stores']['generations']['get']>>>>
  /** How often it was claimed, and what that came to. */
  claimsOf(id: number): Promise<{ claims: number; attempts: number; modelId: string }>
  claim(slots: number, hand?: Partial<Hand>): Promise<ClaimedGeneration[]>
  /** Claims one as a worker that then dies: its lease is already over. */
  claimAndDie(): Promise<ClaimedGeneration>
  /** The calls of a generation, oldest first. */
  calls(
    generationId: number,
  ): Promise<{ id: string; step: string; outcome: string | null; costUsd: number; modelId: string }[]>
  /** The catalog with other fields in some entries, until the end of the test. */
  change(kind: CatalogKind, fieldsById: Record<string, Record<string, unknown>>): Promise<void>
  run(statement: string): Promise<unknown>
  until(isSo: () => boolean | Promise<boolean>, maxMs?: number): Promise<void>
}

/** Shorter than a test may take, so that it ends with its own words and leaves nothing that polls on. */
const untilMaxMs = 50_000

/** Opens the engine for the tests of a file, and leaves it empty and balanced after each. Use within a file's top level. */
export function useEngine(): Engine {
  let opened: TestAtelier | undefined
  let shipped: DeclaredEntry[] = []
  let current: DeclaredEntry[] = []
  let billsBefore = 0
  const workers: Worker[] = []
  const engine = {} as Engine

  const generationsOf = (test: TestAtelier) => test.atelier.stores.generations

  beforeAll(async () => {
    const test = await openTestAtelier()
    opened = test
    const read = await readCatalog('config')
    if (!read.ok) throw new Error('The shipped catalog is not sound.')
    shipped = current = read.entries
    const { studio, stores, database } = test.atelier
    Object.assign(engine, test, {
      bills: () => test.sandbox.bills().slice(billsBefore),
      work: (options: WorkerOptions = {}) => {
        const worker = test.atelier.startWorker({ pollMs: 50, ...options })
        workers.push(worker)
        return worker
      },
      queueOne: async (wish: object = {}) => {
        const { imageIds } = await test.addArticle(`Account ${randomUUID()}`)
        return remakeImage(studio, imageIds[0] ?? 0, { requestedBy: 'ada', ...wish })
      },
      queueArticle: async (account: string, wish: object = {}) => {
        const { contentId } = await test.addArticle(account)
        return (await queueForContent(studio, contentId, 'missing', { requestedBy: 'ada', ...wish })).generations
      },
      generation: async (id: number) => {
        const found = await generationsOf(test).get(id)
        if (!found) throw new Error(`There is no generation ${id}.`)
        return found
      },
      claimsOf: (id: number) =>
        database.db
          .selectFrom('generations')
          .select(['claims', 'attempts', 'modelId'])
          .where('id', '=', id)
          .executeTakeFirstOrThrow(),
      claim: (slots: number, hand: Partial<Hand> = {}) =>
        stores.queue.claim(`claimer:${randomUUID()}`, slots, 60, { ids: [], hasSuspect: false, unserved: [], ...hand }),
      claimAndDie: async () => {
        const [claimed] = await stores.queue.claim(`dead:${randomUUID()}`, 1, -1)
        if (!claimed) throw new Error('Nothing was claimed.')
        return claimed
      },
      calls: (generationId: number) =>
        database.db
          .selectFrom('generationAttempts')
          .select(['id', 'step', 'outcome', 'costUsd', 'modelId'])
          .where('generationId', '=', generationId)
          .orderBy('sentAt')
          .execute(),
      change: async (kind: CatalogKind, fieldsById: Record<string, Record<string, unknown>>) => {
        for (const [id, fields] of Object.entries(fieldsById)) current = withFields(current, kind, id, fields)
        await applyEntries(database.db, current)
      },
      run: (statement: string) => sql.raw(statement).execute(database.db),
      until: async (isSo: () => boolean | Promise<boolean>, maxMs = untilMaxMs) => {
        const deadlineMs = performance.now() + maxMs
        while (!(await isSo())) {
          if (performance.now() > deadlineMs) throw new Error(`It is not so after ${maxMs} ms.`)
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
      },
    } satisfies Partial<Engine>)
  })
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop(0)))
    if (!opened) return
    await opened.clear()
    billsBefore = opened.sandbox.bills().length
    if (current !== shipped) await applyEntries(opened.atelier.database.db, shipped)
    current = shipped
  })
  afterAll(() => opened?.close())
  return engine
}
