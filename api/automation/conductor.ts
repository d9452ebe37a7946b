import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { AfterStep, Baton } from '../actions/runs/advance-run.ts'
import { createBell } from '../domain/bell.ts'
import { messageOf } from '../domain/error.ts'

/** What a conductor works with. Handed in by the composition root. */
export interface ConductorPorts {
  /** Runs that nobody conducts, now this conductor's. */
  claim(conductor: string, leaseSeconds: number): Promise<{ id: number }[]>
  renew(conductor: string, runIds: number[], leaseSeconds: number): Promise<void>
  release(conductor: string): Promise<void>
  /** Takes a run one step further. */
  advance(baton: Baton): Promise<AfterStep>
  /** Tells of a step that failed, how often in a row. Ends the run where that is too often. */
  noteFailure(baton: Baton, failures: number, error: unknown): Promise<void>
  noteSuccess(baton: Baton): Promise<void>
  /** Starts the runs that are due. */
  fireSchedules(): Promise<void>
  log: { error(fields: object, message: string): void }
}

export interface ConductorOptions {
  /** A conductor that dies is replaced when its leases run out. */
  leaseSeconds?: number
  /** Between two looks for runs and schedules. A notification shortens it for runs that somebody starts or resumes. */
  pollMs?: number
  /** Between two looks at a run whose images are in hand. */
  stepMs?: number
}

/** Conducts automation runs and starts scheduled ones. */
export interface Conductor {
  id: string
  /** Looks now instead of at the next poll. */
  wake: () => void
  /** Takes no further step, and lets others take its runs up at once. Images in hand stay with the queue. */
  stop: () => Promise<void>
}

const defaults = { leaseSeconds: 30, pollMs: 10_000, stepMs: 400 } satisfies Required<ConductorOptions>
const failureWaitMsMax = 60_000

/** Starts conducting. Any number of processes may: a run has one conductor at a time. */
export function startConductor(ports: ConductorPorts, options: ConductorOptions = {}): Conductor {
  const { leaseSeconds, pollMs, stepMs } = { ...defaults, ...options }
  const id = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  const stop = new AbortController()
  const inHand = new Map<number, Promise<void>>()
  const bell = createBell(stop.signal)

  const conduct = async (runId: number): Promise<void> => {
    const baton: Baton = { runId, conductor: id, signal: stop.signal }
    let failures = 0
    while (!stop.signal.aborted) {
      try {
        const next = await ports.advance(baton)
        if (failures > 0) await ports.noteSuccess(baton)
        failures = 0
        if (next === 'over') return
        if (next === 'wait') await bell.wait(stepMs)
      } catch (error) {
        if (stop.signal.aborted) return
        failures += 1
        ports.log.error({ runId, failures, error: messageOf(error) }, 'a step of a run failed; it will be tried again')
        await ports.noteFailure(baton, failures, error).catch(() => undefined)
        await bell.wait(Math.min(failureWaitMsMax, stepMs * 2 ** failures))
      }
    }
  }

  const look = async (): Promise<void> => {
    await ports
      .fireSchedules()
      .catch((error: unknown) => ports.log.error({ error: messageOf(error) }, 'schedules could not be looked at'))
    for (const { id: runId } of await ports.claim(id, leaseSeconds)) {
      // One that was paused and resumed in this moment may still be ending here; its successor waits for that.
      const before = inHand.get(runId) ?? Promise.resolve()
      const conducting = before
        .then(() => conduct(runId))
        .finally(() => {
          if (inHand.get(runId) === conducting) inHand.delete(runId)
        })
      inHand.set(runId, conducting)
    }
  }

  const lookOften = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      // A run that is started during the look may have missed it.
      const heard = bell.rings()
      await look().catch((error: unknown) => ports.log.error({ error: messageOf(error) }, 'no run could be looked for'))
      await bell.wait(pollMs, heard)
    }
  }
  const running = lookOften()
  const renewal = setInterval(
    () => {
      if (inHand.size === 0) return
      ports
        .renew(id, [...inHand.keys()], leaseSeconds)
        .catch((error: unknown) => ports.log.error({ error: messageOf(error) }, 'leases of runs could not be renewed'))
    },
    (leaseSeconds * 1000) / 3,
  )

  return {
    id,
    wake: bell.ring,
    async stop() {
      stop.abort()
      await running
      await Promise.all(inHand.values())
      clearInterval(renewal)
      await ports.release(id).catch(() => undefined)
    },
  }
}
