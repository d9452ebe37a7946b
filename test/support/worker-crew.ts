import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { WorkerOptions } from '../../api/worker/loop.ts'
import type { Death } from './mortal-ports.mjs'

/** How a worker of the crew ends: at a point of its work, or some time after it began. Null: with the crew. */
export type Fate = Death | { afterMs: number } | null

export interface CrewOptions {
  size: number
  worker: WorkerOptions
  /** What the processes have in their environment beside what this one has. */
  environment: Record<string, string>
  /** Modules that are loaded before anything else. */
  preloads?: string[]
  /** One for each worker, as they come; those after the last live on. */
  fates?: Fate[]
}

/** Worker processes over one database. One that dies by its fate is replaced at once. */
export interface WorkerCrew {
  /** Waits until all that live now look at the queue. */
  ready(): Promise<void>
  /** How many died, by where. */
  deaths(): Record<string, number>
  /** What went wrong beside that: a worker that ended by itself. */
  problems(): string[]
  /** Whether all fates are fulfilled. */
  isSafe(): boolean
  /** Asks all to stop, and waits until they did. */
  stop(): Promise<void>
  /** Ends all at once, without asking. */
  kill(): void
}

const script = new URL('./crew-worker.mjs', import.meta.url).pathname

/** Starts a crew. The caller stops it. */
export function startWorkerCrew({ size, worker, environment, preloads = [], fates = [] }: CrewOptions): WorkerCrew {
  const waiting = [...fates]
  const living = new Map<ChildProcess, Fate>()
  const ready = new Set<ChildProcess>()
  const deaths: Record<string, number> = {}
  const problems: string[] = []
  let isOver = false

  const start = (): void => {
    const fate = waiting.shift() ?? null
    const death = fate && 'point' in fate ? fate : null
    const flags = preloads.flatMap((path) => ['--import', path])
    const child = spawn(process.execPath, [...flags, script], {
      env: { ...process.env, ...environment, CREW_WORKER: JSON.stringify({ options: worker, death }) },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    living.set(child, fate)
    child.stdout?.once('data', () => {
      ready.add(child)
      if (fate && 'afterMs' in fate) setTimeout(() => child.kill('SIGKILL'), fate.afterMs).unref()
    })
    child.once('exit', (code, signal) => {
      living.delete(child)
      if (isOver) return
      const where = fate === null ? 'nowhere' : 'point' in fate ? fate.point : 'anywhere'
      if (fate && signal === 'SIGKILL') deaths[where] = (deaths[where] ?? 0) + 1
      else problems.push(`A worker ended by itself, with ${signal ?? `code ${code}`}.`)
      start()
    })
  }
  for (let index = 0; index < size; index += 1) start()

  return {
    async ready() {
      while (![...living.keys()].every((child) => ready.has(child)))
        await new Promise((resolve) => setTimeout(resolve, 50))
    },
    deaths: () => ({ ...deaths }),
    problems: () => [...problems],
    isSafe: () => waiting.length === 0 && [...living.values()].every((fate) => fate === null),
    async stop() {
      isOver = true
      await Promise.all(
        [...living.keys()].map(async (child) => {
          const exit = once(child, 'exit')
          child.kill('SIGTERM')
          await exit
        }),
      )
    },
    kill() {
      isOver = true
      for (const child of living.keys()) child.kill('SIGKILL')
    },
  }
}
