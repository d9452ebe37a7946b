import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Pool } from 'pg'
import { type QueueCommands, answerBench, createDoneCounter, nowMs, tellStarted, timeLanes } from './answer.ts'

interface Utils {
  migrate(): Promise<void>
  addJob(task: string, payload: object): Promise<{ id: string }>
  addJobs(jobs: { identifier: string; payload: object }[]): Promise<unknown>
  release(): Promise<void>
}

interface Runner {
  stop(): Promise<void>
}

interface GraphileWorker {
  makeWorkerUtils: (options: object) => Promise<Utils>
  run: (options: object) => Promise<Runner>
  Logger: new (factory: () => () => void) => object
}

const task = 'bench'
const jobs = (count: number) => Array.from({ length: count }, () => ({ identifier: task, payload: {} }))

/** graphile-worker as it comes, or with the two settings that its own documentation gives for throughput. */
export const main = async (): Promise<void> => {
  const peers = process.env['BENCH_PEERS'] ?? ''
  const { makeWorkerUtils, run, Logger } = (await import(
    pathToFileURL(join(peers, 'node_modules', 'graphile-worker', 'dist', 'index.js')).href
  )) as GraphileWorker
  const pgPool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 10 })
  pgPool.on('error', () => undefined)
  pgPool.on('connect', (client) => client.on('error', () => undefined))
  const logger = new Logger(() => () => undefined)
  const utils = await makeWorkerUtils({ pgPool, logger })
  const done = createDoneCounter()
  const isTold = process.env['BENCH_TELLS_STARTS'] === '1'
  const isTuned = process.env['BENCH_TUNED'] === '1'
  let runner: Runner | undefined
  const commands: QueueCommands = {
    prepare: () => utils.migrate(),
    async fill({ count }) {
      for (let at = 0; at < count; at += 1000) await utils.addJobs(jobs(Math.min(1000, count - at)))
    },
    async work({ concurrency }) {
      const worker = isTuned
        ? { concurrentJobs: concurrency, localQueue: { size: Math.max(4 * concurrency, 50) }, completeJobBatchDelay: 0 }
        : { concurrentJobs: concurrency }
      runner = await run({
        pgPool,
        logger,
        noHandleSignals: true,
        preset: { worker },
        taskList: {
          [task]: (_: unknown, { job }: { job: { id: string } }) => {
            if (isTold) tellStarted(job.id)
            done.add()
          },
        },
      })
    },
    enqueue: ({ count, connections, perCall }) =>
      timeLanes(count / perCall, connections, () =>
        perCall === 1 ? utils.addJob(task, {}) : utils.addJobs(jobs(perCall)),
      ),
    async enqueueOne() {
      const atMs = nowMs()
      return { key: (await utils.addJob(task, {})).id, atMs }
    },
    async left() {
      const { rows } = await pgPool.query<{ count: number }>(
        'select count(*)::int as count from graphile_worker._private_jobs',
      )
      return rows[0]?.count ?? 0
    },
    async close() {
      await runner?.stop()
      await utils.release()
      await pgPool.end()
    },
  }
  answerBench(commands)
}
