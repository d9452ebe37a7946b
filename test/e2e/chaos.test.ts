import { expect, it } from 'vitest'
import { chanceOf } from '../../api/sandbox/chance.ts'
import { auditStorm } from '../support/audit.ts'
import { chaosScale, chaosSeed, chaosSizes } from '../support/chaos-sizes.ts'
import { deathPoints } from '../support/mortal-ports.mjs'
import { type Fate, type WorkerCrew, startWorkerCrew } from '../support/worker-crew.ts'
import { openStorm } from '../support/storm.ts'

const serverUrl = process.env['TEST_DATABASE_URL']
if (!serverUrl)
  console.log('Skipped: worker processes that are killed need a PostgreSQL server (set TEST_DATABASE_URL).')

const { killed } = chaosSizes
const generations = Math.ceil(killed.generations * chaosScale)
// A smaller run has fewer of them, a larger one has as many.
const deathsAtEachPoint = Math.ceil(killed.deathsAtEachPoint * Math.min(1, chaosScale))
const deathsAnywhere = Math.ceil(killed.deathsAnywhere * Math.min(1, chaosScale))

/** Some deaths at each point between two commits, and some in the middle of anything. */
function fatesOf(seed: number): Fate[] {
  const chance = chanceOf(seed, 'fates')
  const atPoints = deathPoints.flatMap((point) =>
    Array.from({ length: deathsAtEachPoint }, (): Fate => ({ point, nth: chance.whole(1, 4) })),
  )
  const anywhere = Array.from({ length: deathsAnywhere }, (): Fate => ({ afterMs: chance.whole(100, 2000) }))
  return [...atPoints, ...anywhere]
    .map((fate) => ({ fate, order: chance.between(0, 1) }))
    .sort((one, other) => one.order - other.order)
    .map(({ fate }) => fate)
}

it.runIf(serverUrl)(
  'no picture is paid for twice or lost, and the books add up, however workers are killed',
  { timeout: 600_000 },
  async () => {
    const storm = await openStorm({ seed: chaosSeed })
    const fates = fatesOf(chaosSeed)
    let crew: WorkerCrew | undefined
    try {
      await storm.queue(generations)
      crew = startWorkerCrew({
        size: 3,
        worker: { leaseSeconds: 3, pollMs: 100, slots: 8 },
        environment: storm.environment,
        fates,
      })
      await storm.settled()
      // On a fast machine the work is done before everybody is dead.
      while (!crew.isSafe()) {
        await storm.queue(100)
        await storm.settled()
      }
      const retried = await storm.retry('given up')
      await crew.stop()
      const { problems, counts } = await auditStorm(storm, { mayBeLeft: true })
      console.log(`CHAOS_SEED=${chaosSeed}`, counts, { retried }, crew.deaths())
      expect([...problems, ...crew.problems()], `CHAOS_SEED=${chaosSeed}`).toEqual([])
    } finally {
      crew?.kill()
      await storm.close()
    }
  },
)
