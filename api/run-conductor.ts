import { advanceRun } from './actions/runs/advance-run.ts'
import type { Atelier } from './atelier.ts'
import { type Conductor, type ConductorOptions, type ConductorPorts, startConductor } from './automation/conductor.ts'
import { cronClock } from './automation/cron-clock.ts'
import { messageOf } from './domain/error.ts'

/** Failures in a row after which a run ends. With the waits between them that is about a quarter of an hour. */
const failuresMax = 20

type Parts = Pick<Atelier, 'studio' | 'stores' | 'database' | 'log'>

function portsOf({ studio, stores: { runLeases, runWork, schedules }, log }: Parts): ConductorPorts {
  return {
    claim: (...of) => runLeases.claim(...of),
    renew: (...of) => runLeases.renew(...of),
    release: (...of) => runLeases.release(...of),
    advance: (baton) => advanceRun(studio, baton),
    async noteFailure({ runId, conductor }, failures, error) {
      const reason = `It cannot go on: ${messageOf(error)}`
      if (failures < failuresMax) await runWork.setWait(runId, conductor, `${reason} It is tried again.`)
      else await runWork.finish(runId, conductor, 'failed', 'error', `${reason} It was tried ${failures} times.`)
    },
    noteSuccess: ({ runId, conductor }) => runWork.setWait(runId, conductor, null),
    async fireSchedules() {
      const nextAfter = (due: { cron: string; timeZone: string }, now: Date) => cronClock.nextTimes(due, now, 1)[0]
      while ((await schedules.fireDue(nextAfter)) !== undefined);
    },
    log,
  }
}

/** Conducts runs with everything for real, woken where the database can notify. */
export function conductRuns(parts: Parts, options?: ConductorOptions): Conductor {
  const conductor = startConductor(portsOf(parts), options)
  // A database that cannot notify is polled; nothing else changes.
  const listening = parts.database.listen('atelier_runs', conductor.wake).catch(() => async () => {})
  return {
    ...conductor,
    async stop() {
      const unlisten = await listening
      await unlisten().catch(() => undefined)
      await conductor.stop()
    },
  }
}
