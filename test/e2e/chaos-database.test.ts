import { expect, it } from 'vitest'
import { chanceOf } from '../../api/sandbox/chance.ts'
import { auditStorm } from '../support/audit.ts'
import { chaosScale, chaosSeed, chaosSizes } from '../support/chaos-sizes.ts'
import { type PrivatePostgres, postgresPrograms, startPrivatePostgres } from '../support/private-postgres.ts'
import { type Storm, openStorm } from '../support/storm.ts'
import { type TcpProxy, startTcpProxy } from '../support/tcp-proxy.ts'
import { type WorkerCrew, startWorkerCrew } from '../support/worker-crew.ts'

const serverUrl = process.env['TEST_DATABASE_URL']
if (!serverUrl) console.log('Skipped: the embedded database has no connection to lose (set TEST_DATABASE_URL).')
const programs = postgresPrograms()
if (serverUrl && !programs)
  console.log('A crash of the server is left out: there is no initdb under /usr/lib/postgresql to make one of its own.')

const { generations, rounds } = chaosSizes.database
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Ends about half of the sessions of the database, as an administrator would. */
const endSessions = (storm: Storm): Promise<unknown> =>
  storm
    .run(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and random() < 0.5`)
    .catch(() => undefined)

it.runIf(serverUrl)(
  'no picture is paid for twice or lost, and the books add up, however the database is lost',
  { timeout: 600_000 },
  async () => {
    const chance = chanceOf(chaosSeed, 'database')
    const server: PrivatePostgres | undefined =
      programs === undefined ? undefined : await startPrivatePostgres(programs)
    let storm: Storm | undefined
    let proxy: TcpProxy | undefined
    let crew: WorkerCrew | undefined
    try {
      storm = await openStorm({ seed: chaosSeed, delayMsMax: 300, serverUrl: server?.url ?? serverUrl })
      const url = new URL(storm.environment['DATABASE_URL'] ?? '')
      proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) })
      url.host = `127.0.0.1:${proxy.port}`
      await storm.queue(generations * chaosScale)
      crew = startWorkerCrew({
        size: 3,
        worker: { leaseSeconds: 3, pollMs: 100, slots: 8 },
        environment: { ...storm.environment, DATABASE_URL: url.href },
      })
      await crew.ready()
      for (let round = 0; round < rounds * chaosScale; round += 1) {
        await sleep(chance.whole(300, 1500))
        if (round % 4 === 0) await endSessions(storm)
        else if (round % 4 === 1) proxy.cut()
        else if (round % 4 === 2) await proxy.swallow(chance.whole(200, 4000))
        else await server?.crash()
      }
      await storm.settled()
      await storm.retry('given up')
      await crew.stop()
      const { problems, counts } = await auditStorm(storm, { mayBeLeft: false })
      console.log(`CHAOS_SEED=${chaosSeed}`, counts)
      expect([...problems, ...crew.problems()], `CHAOS_SEED=${chaosSeed}`).toEqual([])
    } finally {
      crew?.kill()
      await proxy?.close()
      await storm?.close()
      await server?.close()
    }
  },
)
