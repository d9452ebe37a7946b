import { expect, it } from 'vitest'
import { auditStorm } from '../support/audit.ts'
import { chaosScale, chaosSeed, chaosSizes } from '../support/chaos-sizes.ts'
import { openStorm } from '../support/storm.ts'
import { type WorkerCrew, startWorkerCrew } from '../support/worker-crew.ts'

const serverUrl = process.env['TEST_DATABASE_URL']
if (!serverUrl) console.log('Skipped: the embedded database has the clock of its process (set TEST_DATABASE_URL).')

const preloads = [new URL('../support/shifted-clock.mjs', import.meta.url).pathname]

it.runIf(serverUrl)(
  'no lease is taken away, no picture is paid for twice and nothing stands still, however the clocks of workers jump',
  { timeout: 600_000 },
  async () => {
    const storm = await openStorm({ seed: chaosSeed })
    const crews: WorkerCrew[] = []
    try {
      await storm.queue(chaosSizes.clock.generations * chaosScale)
      for (const offsets of [[-1], [1], [0, 1, -1, 0, -1, 1]])
        crews.push(
          startWorkerCrew({
            size: 1,
            // As in production: a lease that ends while its worker lives ends by a clock.
            worker: { leaseSeconds: 60, pollMs: 100, slots: 8 },
            environment: { ...storm.environment, CLOCK_OFFSETS_HOURS: JSON.stringify(offsets) },
            preloads,
          }),
        )
      await storm.settled()
      await Promise.all(crews.map((crew) => crew.stop()))
      const { problems, counts } = await auditStorm(storm, { mayBeLeft: false })
      console.log(`CHAOS_SEED=${chaosSeed}`, counts)
      const rescued = await storm.atelier.database.db
        .selectFrom('generations')
        .select(['id', 'rescues'])
        .where('rescues', '>', 0)
        .execute()
      expect([...problems, ...crews.flatMap((crew) => crew.problems())], `CHAOS_SEED=${chaosSeed}`).toEqual([])
      expect(rescued, `CHAOS_SEED=${chaosSeed}`).toEqual([])
    } finally {
      for (const crew of crews) crew.kill()
      await storm.close()
    }
  },
)
