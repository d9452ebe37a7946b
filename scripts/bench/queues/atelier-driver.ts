import type { NewGeneration } from '../../../api/db/intake-store.ts'
import { openPostgres } from '../../../api/db/postgres.ts'
import { createStores } from '../../../api/db/stores.ts'
import { type Worker, startWorker } from '../../../api/worker/loop.ts'
import { benchModel, benchProvider } from '../engine-catalog.ts'
import { type QueueCommands, answerBench, createDoneCounter, nowMs, tellStarted, timeLanes } from './answer.ts'
import { accountOf, contentOf } from './history.ts'
import { queueOnly, quietPorts } from './quiet-ports.ts'

const perInsert = 1000

/** Atelier's worker with a provider that answers at once, and its queue. */
export const main = async (): Promise<void> => {
  const { DATABASE_URL: url = '', BENCH_IMAGES: images = '', BENCH_ACCOUNTS: accounts = '' } = process.env
  const database = await openPostgres(url)
  const stores = createStores(database.db)
  const { releaseId } = await stores.catalogs.current()
  const done = createDoneCounter()
  const isTold = process.env['BENCH_TELLS_STARTS'] === '1'
  const queue = process.env['BENCH_QUEUE_ONLY'] === '1' ? queueOnly(stores.queue, database.db) : stores.queue
  let worker: Worker | undefined
  let image = 0

  /** The next image in turn: an image is made once at a time. */
  const nextGeneration = (): NewGeneration => {
    image = (image % Number(images)) + 1
    return {
      imageId: image,
      contentId: contentOf(image),
      accountId: accountOf(contentOf(image), Number(accounts)),
      releaseId: releaseId ?? 0,
      tierId: 'basic',
      modelId: benchModel,
      providerId: benchProvider,
      styleId: 'photorealistic',
      prompt: `image ${image}`,
      negativePrompt: null,
      width: 256,
      height: 192,
      format: 'webp',
      seed: null,
      generationParams: {},
      notes: [],
      requestedBy: 'bench',
      maxAttempts: 4,
      priority: 0,
      estimateUsd: 0.009,
      estimateCredits: 1,
      isModelFixed: false,
      correlationId: null,
    }
  }
  const enqueue = (count: number) => stores.intake.enqueue(Array.from({ length: count }, nextGeneration))

  const commands: QueueCommands = {
    prepare: () => Promise.resolve(),
    async fill({ count }) {
      for (let at = 0; at < count; at += perInsert) await enqueue(Math.min(perInsert, count - at))
    },
    async work({ concurrency }) {
      const ports = quietPorts({
        stores,
        queue,
        onCall: async ({ prompt }) => {
          if (isTold) tellStarted(prompt)
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
      return Number(count)
    },
    async close() {
      await worker?.stop()
      await database.close()
    },
  }
  answerBench(commands)
}
