import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { createBell } from '../domain/bell.ts'
import type { ClaimedGeneration } from '../domain/claimed-generation.ts'
import { messageOf } from '../domain/error.ts'
import { suspectRescues } from '../domain/generation.ts'
import { logFields } from './failure.ts'
import { LostLease } from './fence.ts'
import type { WorkerPorts } from './ports.ts'
import { advance } from './step.ts'
import type { StepInHand } from './step-parts.ts'

export interface WorkerOptions {
  /** Generations in hand at once. Providers have limits of their own, kept over all workers. */
  slots?: number
  /** A worker that dies is replaced when its leases run out. */
  leaseSeconds?: number
  /** Longest wait between two looks at the queue; a notification shortens it. */
  pollMs?: number
}

export interface Worker {
  id: string
  /** Looks at the queue now instead of at the next poll. */
  wake: () => void
  /** False when it has not looked at the queue for three intervals: stuck, or cut off from the database. */
  isHealthy(): boolean
  /** What it could take at once, and what it has. */
  load: () => { slots: number; inHand: number }
  /** Claims no more, waits up to `graceMs` for what is in hand, hands the rest back. */
  stop: (graceMs?: number) => Promise<void>
}

const defaults = { slots: 16, leaseSeconds: 60, pollMs: 1000 } satisfies Required<WorkerOptions>

interface InHand {
  generation: ClaimedGeneration
  step: StepInHand
  abort: AbortController
  done: Promise<void>
}

/** Keys come with a restart and providers with a release: asking anew twice a minute is soon enough. */
const unservedKeptMs = 30_000

/** Starts working on the queue. Any number of workers may, in any number of processes. */
export function startWorker(ports: WorkerPorts, options: WorkerOptions = {}): Worker {
  const { slots, leaseSeconds, pollMs } = { ...defaults, ...options }
  const id = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  const inHand = new Map<number, InHand>()
  const stop = new AbortController()
  // Of a clock that never jumps, unlike the time of day.
  let lastLookAtMs = performance.now()
  let unserved: { ids: string[]; readAtMs: number } | undefined
  let failuresInARow = 0
  const bell = createBell(stop.signal)

  const take = (generation: ClaimedGeneration): void => {
    const abort = new AbortController()
    const step: StepInHand = { isCallingBlind: false }
    const done = advance(generation, { ports, signal: abort.signal, inHand: step })
      .catch((error: unknown) => {
        if (error instanceof LostLease) {
          ports.meter.leaseLost()
          ports.log.warn(logFields(generation, generation.taskId), 'lease lost; its work was dropped')
        } else if (!abort.signal.aborted)
          ports.log.error(
            { ...logFields(generation, generation.taskId), error: messageOf(error) },
            'a step ended without settling; its lease will run out',
          )
      })
      .finally(() => {
        if (inHand.get(generation.id)?.abort === abort) inHand.delete(generation.id)
        bell.ring()
      })
    inHand.set(generation.id, { generation, step, abort, done })
  }

  const renew = async (): Promise<void> => {
    const held = [...inHand.values()]
    const ids = held.map(({ generation }) => generation.id)
    const kept = new Set(await ports.queue.renew(id, ids, leaseSeconds))
    for (const { generation, step, abort } of held)
      if (!kept.has(generation.id) && !step.isCallingBlind && inHand.get(generation.id)?.abort === abort) abort.abort()
  }

  const beat = (): Promise<void> =>
    ports.workers.beat({ id, host: hostname(), processId: process.pid, slots, inHand: inHand.size })

  /** Providers that this process has no key for: another one may. */
  const readUnserved = async (): Promise<string[]> => {
    if (unserved && performance.now() - unserved.readAtMs < unservedKeptMs) return unserved.ids
    const modes = ports.modes(await ports.catalog())
    const ids = [...modes].filter(([, mode]) => mode === 'not_configured').map(([providerId]) => providerId)
    unserved = { ids, readAtMs: performance.now() }
    return ids
  }

  const look = async (): Promise<void> => {
    const free = slots - inHand.size
    if (free > 0) {
      const claimed = await ports.queue.claim(id, free, leaseSeconds, {
        ids: [...inHand.keys()],
        hasSuspect: [...inHand.values()].some(({ generation }) => generation.rescues >= suspectRescues),
        unserved: await readUnserved(),
      })
      claimed.forEach(take)
      // More may be waiting than one claim brought.
      if (claimed.length > 0) bell.ring()
    }
    lastLookAtMs = performance.now()
    failuresInARow = 0
  }

  /** So that workers do not look all at once. */
  const spread = (ms: number): number => ms * (0.75 + ports.random() / 2)

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const heard = bell.rings()
      try {
        await look()
        await bell.wait(spread(pollMs), heard)
      } catch (error) {
        failuresInARow += 1
        ports.log.error({ error: messageOf(error) }, 'the queue could not be read')
        // A failing database is asked ever more slowly, whatever rang meanwhile.
        await bell.wait(spread(Math.min(30_000, pollMs * 2 ** failuresInARow)))
      }
    }
  }

  const running = run()
  const renewAndBeat = (): void => {
    renew().catch((error: unknown) => ports.log.error({ error: messageOf(error) }, 'leases could not be renewed'))
    beat().catch(() => undefined)
  }
  renewAndBeat()
  const renewal = setInterval(renewAndBeat, (leaseSeconds * 1000) / 3)

  const handBack = async ({ generation, abort, done }: InHand): Promise<void> => {
    abort.abort()
    await done
    // What was sent keeps its task id, so that the next worker asks for it instead of paying again.
    await ports.queue.handBack(generation).catch(() => false)
  }

  return {
    id,
    wake: bell.ring,
    isHealthy: () => stop.signal.aborted || performance.now() - lastLookAtMs < Math.max(3 * pollMs, 5000),
    load: () => ({ slots, inHand: inHand.size }),
    async stop(graceMs = 30_000) {
      stop.abort()
      await running
      let graceTimer: NodeJS.Timeout | undefined
      const grace = new Promise<void>((resolve) => {
        graceTimer = setTimeout(resolve, graceMs)
      })
      await Promise.race([Promise.all([...inHand.values()].map((each) => each.done)), grace])
      clearTimeout(graceTimer)
      await Promise.all([...inHand.values()].map(handBack))
      clearInterval(renewal)
      await ports.workers.leave(id).catch(() => undefined)
    },
  }
}
