import { openPostgres } from '../../../api/db/postgres.ts'
import { plainBox } from '../../../api/db/secret-box.ts'
import { createStores } from '../../../api/db/stores.ts'
import { type Worker, startWorker } from '../../../api/worker/loop.ts'
import { type QueueCommands, answerBench, createDoneCounter, nowMs, tellStarted, timeLanes } from './answer.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { createGenerationMaker } from './generation-maker.ts'
import { queueOnly, quietPorts } from './quiet-ports.ts'

const perInsert = 1000

/** Atelier's worker with a provider that answers at once, and its queue. */
export const main = async (): Promise<void> => {
  const { DATABASE_URL: url = '', BENCH_IMAGES: images = '', BENCH_ACCOUNTS: accounts = '' } = process.env
  const database = await openPostgres(url)
  const stores = createStores(database.db, plainBox)
  const { releaseId } = await stores.catalogs.current()
  const done = createDoneCounter()
  const isTold = process.env['BENCH_TELLS_STARTS'] === '1'
  const queue = process.env['BENCH_QUEUE_ONLY'] === '1' ? queueOnly(stores.queue, database.db) : stores.queue
  const [latencyMinMs = 0, latencyMaxMs = 0] = (process.env['BENCH_LATENCY_MS'] ?? '0-0').split('-').map(Number)
  let claimTimesMs: number[] = []
  const timedQueue: typeof queue = {
    ...queue,
    async claim(...asked) {
      const beganAtMs = performance.now()
      const claimed = await queue.claim(...asked)
      if (claimed.length > 0) claimTimesMs.push(performance.now() - beganAtMs)
      return claimed
    },
  }
  let worker: Worker | undefined

  const nextGeneration = createGenerationMaker({
    images: Number(images),
    accounts: Number(accounts),
    releaseId: releaseId ?? 0,
    size: process.env['BENCH_SIZE'] ?? '256x192',
  })
  const enqueue = (count: number) => stores.intake.enqueue(Array.from({ length: count }, nextGeneration))

  const commands: QueueCommands = {
    prepare: () => Promise.resolve(),
    async fill({ count }) {
      for (let at = 0; at < count; at += perInsert) await enqueue(Math.min(perInsert, count - at))
    },
    async work({ concurrency }) {
      const ports = quietPorts({
        stores,
        queue: timedQueue,
        onCall: async ({ prompt }) => {
          if (isTold) tellStarted(prompt)
          if (latencyMaxMs > 0) await delay(latencyMinMs + Math.random() * (latencyMaxMs - latencyMinMs))
        },
        onFinished: () => done.add(),
      })
      worker = startWorker(ports, { slots: concurrency })
      await database.listen('atelier_queue', worker.wake)
    },
    enqueue: ({ count, connections, perCall }) => timeLanes(count / perCall, connections, () => enqueue(perCall)),
    async enqueueOne() {
      const generation = nextGeneration()
      const atMs = nowMs()
      await stores.intake.enqueue([generation])
      return { key: generation.prompt, atMs }
    },
    async left() {
      const { count } = await database.db
        .selectFrom('generations')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('status', 'in', ['queued', 'running'])
        .executeTakeFirstOrThrow()
      return count
    },
    async claimTimes() {
      const times = claimTimesMs
      claimTimesMs = []
      return times
    },
    async close() {
      await worker?.stop()
      await database.close()
    },
  }
  answerBench(commands)
}
