import type { RunRecord } from '../../api/db/run-record.ts'
import { type RunLimits, type RunStatus, isOver, noLimits } from '../../api/domain/run.ts'
import type { Engine } from './engine.ts'
import type { TestSite } from './site.ts'

/** What tests of runs say again and again. */
export function runsOf(engine: Engine) {
  const store = () => engine.atelier.stores.runs

  const run = async (id: number): Promise<RunRecord> => {
    const found = await store().get(id)
    if (!found) throw new Error(`There is no run ${id}.`)
    return found
  }

  return {
    run,
    start: (site: TestSite, limits: Partial<RunLimits> = {}, lastStage: 'prompts' | 'images' = 'images') =>
      store().start({
        ...site,
        lastStage,
        limits: { ...noLimits, ...limits },
        startedBy: 'ada',
        scheduleId: null,
        correlationId: null,
      }),
    /** The run when it is over. */
    over: async (id: number, maxMs?: number): Promise<RunRecord> => {
      // The whole record would be read a hundred times a second.
      const { db } = engine.atelier.database
      const status = db.selectFrom('runs').select('status').where('id', '=', id).$narrowType<{ status: RunStatus }>()
      await engine.until(async () => isOver((await status.executeTakeFirstOrThrow()).status), maxMs)
      return run(id)
    },
    /** Its log, oldest first. */
    logOf: async (id: number): Promise<string[]> =>
      (await store().log(id, { before: undefined, limit: 100 })).data.map(({ message }) => message).toReversed(),
  }
}
