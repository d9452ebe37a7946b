import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AfterStep, advanceRun } from '../../api/actions/runs/advance-run.ts'
import { AppError } from '../../api/domain/error.ts'
import type { RunOperation, RunStatus } from '../../api/domain/run.ts'
import { useEngine } from '../support/engine.ts'
import { runsOf } from '../support/runs.ts'
import { addSite, drawSmall } from '../support/site.ts'

const engine = useEngine()
const { run, start } = runsOf(engine)

const imagesOfSite = 4
const conductors = ['one', 'two'] as const

/** What can happen to the runs of a site, in any order. */
type Happening =
  | { kind: 'start' }
  | { kind: 'steer'; operation: RunOperation }
  /** A conductor takes up what is free and goes some steps. */
  | { kind: 'conduct'; by: (typeof conductors)[number]; steps: number }
  /** Whoever conducts dies: its lease runs out. */
  | { kind: 'crash' }
  /** A worker makes what is queued. */
  | { kind: 'work' }

const happenings = fc.array(
  fc.oneof(
    fc.constant<Happening>({ kind: 'start' }),
    fc
      .constantFrom<RunOperation>('pause', 'resume', 'cancel')
      .map((operation): Happening => ({ kind: 'steer', operation })),
    fc.record({
      kind: fc.constant('conduct' as const),
      by: fc.constantFrom(...conductors),
      steps: fc.integer({ min: 1, max: 6 }),
    }),
    fc.record({
      kind: fc.constant('conduct' as const),
      by: fc.constantFrom(...conductors),
      steps: fc.integer({ min: 1, max: 6 }),
    }),
    fc.constant<Happening>({ kind: 'crash' }),
    fc.constant<Happening>({ kind: 'work' }),
  ),
  { minLength: 6, maxLength: 14 },
)

/** What ought to be: who may do what, and nothing of how it is done. */
interface Expected {
  /** The newest run; undefined before the first. */
  runId?: number
  status?: RunStatus
  conductor?: string | undefined
}

const allowed: Record<RunOperation, { from: RunStatus[]; to: RunStatus }> = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['running', 'paused'], to: 'cancelled' },
}

const refusalOf = async (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

it('obeys its model, whatever happens in whatever order', async () => {
  await drawSmall(engine)
  await fc.assert(
    fc.asyncProperty(happenings, async (list) => {
      await engine.clear()
      const bills = engine.bills().length
      const site = await addSite(engine, { articles: 2 })
      const { runs, runLeases } = engine.atelier.stores
      const expected: Expected = {}
      const isActive = () => expected.status === 'running' || expected.status === 'paused'

      const step = async (by: string): Promise<AfterStep> =>
        advanceRun(engine.atelier.studio, {
          runId: expected.runId ?? 0,
          conductor: by,
          signal: new AbortController().signal,
        })

      const conduct = async (by: string, steps: number): Promise<void> => {
        const claimed = (await runLeases.claim(by, 60)).map(({ id }) => id)
        const isFree = expected.status === 'running' && expected.conductor === undefined
        expect(claimed).toEqual(isFree ? [expected.runId] : [])
        if (isFree) expected.conductor = by
        for (let index = 0; index < steps; index += 1) {
          const next = await step(by)
          if (expected.status !== 'running' || expected.conductor !== by) expect(next).toBe('over')
          else if (next === 'over') {
            expected.status = 'completed'
            expected.conductor = undefined
          }
        }
      }

      const work = async (): Promise<void> => {
        const worker = engine.work()
        await engine.settled()
        await worker.stop()
      }

      const happen = async (what: Happening): Promise<void> => {
        if (what.kind === 'start') {
          const refusal = await refusalOf(
            start(site).then((id) => void (expected.runId = isActive() ? (expected.runId ?? 0) : id)),
          )
          expect(refusal).toBe(isActive() ? 'conflict' : undefined)
          if (refusal === undefined) Object.assign(expected, { status: 'running', conductor: undefined })
        } else if (what.kind === 'steer') {
          const { from, to } = allowed[what.operation]
          const isAllowed = expected.status !== undefined && from.includes(expected.status)
          const refusal = await refusalOf(runs.operate(expected.runId ?? 0, what.operation, 'ada'))
          expect(refusal).toBe(isAllowed ? undefined : expected.runId === undefined ? 'not_found' : 'conflict')
          if (isAllowed) Object.assign(expected, { status: to, conductor: undefined })
        } else if (what.kind === 'conduct') await conduct(what.by, what.steps)
        else if (what.kind === 'crash') {
          await runLeases.endLeases()
          expected.conductor = undefined
        } else await work()
      }

      const check = async (): Promise<void> => {
        if (expected.runId === undefined) return
        const now = await run(expected.runId)
        expect(now.status).toBe(expected.status)
        if (now.status !== 'running') expect(now.progress.queued).toBe(0)
        expect(now.finishedAt === null).toBe(isActive())
      }

      for (const what of list) {
        await happen(what)
        await check()
      }
      // Whatever happened, the site can be finished, and nothing was bought twice.
      if (expected.status === 'paused') await happen({ kind: 'steer', operation: 'resume' })
      if (expected.status !== 'running') await happen({ kind: 'start' })
      await happen({ kind: 'crash' })
      for (let round = 0; round < 4 && expected.status === 'running'; round += 1) {
        await conduct('one', 12)
        await work()
      }
      await conduct('one', 4)
      expect(expected.status).toBe('completed')
      expect(engine.bills().length - bills).toBe(imagesOfSite)
    }),
    { numRuns: Number(process.env['RUN_MODEL_RUNS'] ?? 8) },
  )
}, 900_000)
