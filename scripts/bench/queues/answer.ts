/** What a queue is asked by the bench, in a process of its own. Times are `Date.now()` with fractions: all are on one machine. */
export interface QueueCommands {
  /** Makes what the queue needs in the database. */
  prepare(): Promise<void>
  /** Queues so many jobs as fast as it can. */
  fill(options: { count: number }): Promise<void>
  /** Starts to work. */
  work(options: { concurrency: number }): Promise<void>
  /** Queues jobs over some connections, each call with `perCall` of them. Answers the seconds it took. */
  enqueue(options: { count: number; connections: number; perCall: number }): Promise<number>
  /** Queues one job. Answers what it is known by, and when the call began. */
  enqueueOne(): Promise<{ key: string; atMs: number }>
  /** Jobs that are not finished. */
  left(): Promise<number>
  /** Milliseconds that each claim took since it was last asked. Ours alone. */
  claimTimes?(): Promise<number[]>
  close(): Promise<void>
}

/** What a process tells without being asked. */
export type Told =
  | { kind: 'ready' }
  | { kind: 'done'; count: number }
  | { kind: 'started'; key: string; atMs: number }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; error: string }

export interface Asked {
  id: number
  name: keyof QueueCommands
  options: unknown
}

export const nowMs = (): number => performance.timeOrigin + performance.now()

/** The bench may let go at any moment: what it no longer hears is no error. */
const tell = (told: Told): void => {
  if (process.connected) process.send?.(told, undefined, undefined, () => undefined)
}

const tellEveryMs = 10

/** Counts finished jobs, and tells of them so often that the bench sees when the last is done. */
export function createDoneCounter() {
  let done = 0
  let told = 0
  setInterval(() => {
    if (done === told) return
    told = done
    tell({ kind: 'done', count: done })
  }, tellEveryMs)
  return { add: (count = 1): void => void (done += count) }
}

export const tellStarted = (key: string): void => tell({ kind: 'started', key, atMs: nowMs() })

/** Answers the bench until it lets go. */
export function answerBench(commands: QueueCommands): void {
  const perform = (name: keyof QueueCommands, options: unknown): Promise<unknown> =>
    (commands[name] as ((given: unknown) => Promise<unknown>) | undefined)?.(options) ??
    Promise.reject(new Error(`This queue has no ${name}.`))
  process.on('message', ({ id, name, options }: Asked) => {
    perform(name, options).then(
      (value) => tell({ kind: 'answer', id, value }),
      (error: unknown) =>
        tell({ kind: 'failure', id, error: error instanceof Error ? (error.stack ?? '') : String(error) }),
    )
  })
  process.on('disconnect', () => process.exit())
  tell({ kind: 'ready' })
}

/** Runs `count` calls over so many lanes, each lane one call after another. Answers the seconds it took. */
export async function timeLanes(
  count: number,
  lanes: number,
  call: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0
  const beganAtMs = performance.now()
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < count) {
        const index = next
        next += 1
        await call(index)
      }
    }),
  )
  return (performance.now() - beganAtMs) / 1000
}
