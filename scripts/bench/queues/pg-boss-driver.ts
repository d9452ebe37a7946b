import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type QueueCommands, answerBench, createDoneCounter, nowMs, tellStarted, timeLanes } from './answer.ts'

interface Job {
  id: string
}

interface Boss {
  on(event: 'error', listener: (error: Error) => void): void
  start(): Promise<unknown>
  stop(options: object): Promise<void>
  createQueue(name: string, options: object): Promise<void>
  send(name: string, data: object): Promise<string>
  insert(name: string, jobs: object[]): Promise<unknown>
  work(name: string, options: object, handler: (jobs: Job[]) => Promise<void>): Promise<string>
  getDb(): { executeSql(text: string): Promise<{ rows: { count: number }[] }> }
}

const queue = 'bench'

/** pg-boss with everything on that it has for speed: notifications, large batches, and fetching on while they come full. */
export const main = async (): Promise<void> => {
  const peers = process.env['BENCH_PEERS'] ?? ''
  const { PgBoss } = (await import(pathToFileURL(join(peers, 'node_modules', 'pg-boss', 'dist', 'index.js')).href)) as {
    PgBoss: new (options: object) => Boss
  }
  const done = createDoneCounter()
  const boss = new PgBoss({
    connectionString: process.env['DATABASE_URL'],
    useListenNotify: true,
    max: 10,
  })
  boss.on('error', (error) => process.stderr.write(`pg-boss: ${error.message}\n`))
  await boss.start()
  const isTold = process.env['BENCH_TELLS_STARTS'] === '1'
  const commands: QueueCommands = {
    prepare: () => boss.createQueue(queue, { notify: true }),
    async fill({ count }) {
      for (let at = 0; at < count; at += 1000)
        await boss.insert(
          queue,
          Array.from({ length: Math.min(1000, count - at) }, () => ({ data: {} })),
        )
    },
    async work({ concurrency }) {
      await boss.work(
        queue,
        { batchSize: Math.max(4 * concurrency, 50), burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
        async (jobs) => {
          if (isTold) for (const { id } of jobs) tellStarted(id)
          done.add(jobs.length)
        },
      )
    },
    enqueue: ({ count, connections, perCall }) =>
      timeLanes(count / perCall, connections, () =>
        perCall === 1
          ? boss.send(queue, {})
          : boss.insert(
              queue,
              Array.from({ length: perCall }, () => ({ data: {} })),
            ),
      ),
    async enqueueOne() {
      const atMs = nowMs()
      return { key: await boss.send(queue, {}), atMs }
    },
    async left() {
      const { rows } = await boss
        .getDb()
        .executeSql(`select count(*)::int as count from pgboss.job where name = '${queue}' and state < 'completed'`)
      return rows[0]?.count ?? 0
    },
    close: () => boss.stop({ graceful: false, close: true }),
  }
  answerBench(commands)
}
