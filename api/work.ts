import { parseArgs } from 'node:util'
import { filesFolderOf, openAtelier } from './atelier.ts'
import { openDatabase } from './connection.ts'
import { migrate } from './db/migrate.ts'
import { AppError } from './domain/error.ts'
import { readEnv } from './env.ts'
import { createLog } from './log.ts'
import { sandboxPlace } from './places.ts'
import { conductRuns } from './run-conductor.ts'
import { closeOnFailure, runCommand } from './run-command.ts'
import { callGraceMs, exitOnSignal } from './shutdown.ts'
import { startWorkerServer } from './worker-server.ts'

const help = `Usage: npm run work

Runs one worker on the server that DATABASE_URL names. Any number may run, on any number of machines:
no two take the same generation, and a provider's concurrency holds over all of them.
`

export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } } })
    if (values.help) return void process.stdout.write(help)
    const env = readEnv()
    if (env.databaseUrl === undefined)
      throw new AppError(
        'invalid',
        'npm run work needs DATABASE_URL. Without a server, npm start runs everything in one process.',
      )
    await closeOnFailure(async (opened) => {
      const database = await openDatabase(env)
      opened(database.close)
      await migrate(database.db)
      const log = createLog(env.logLevel ?? 'info')
      const atelier = await openAtelier({ env, database, filesFolder: filesFolderOf(env), log })
      opened(atelier.close)
      // Says now what would otherwise fail every generation later.
      await atelier.stores.catalogs.current()
      const worker = atelier.startWorker()
      opened(() => worker.stop(0))
      const conductor = conductRuns(atelier)
      opened(conductor.stop)
      const courier = atelier.startCourier()
      opened(courier.stop)
      const server = env.workerPort === undefined ? undefined : await startWorkerServer(atelier, worker, env.workerPort)
      // It tells how the worker is until the worker is gone.
      const closeServer = async () => server?.close()
      exitOnSignal(env, [
        conductor.stop,
        () => worker.stop(callGraceMs),
        courier.stop,
        closeServer,
        atelier.close,
        database.close,
      ])
      process.stdout.write(
        [
          `Worker ${worker.id} looks at the queue of ${database.place}.`,
          ...(server ? [`It tells how it is at ${server.url}/readyz and ${server.url}/metrics.`] : []),
          ...sandboxPlace(atelier),
          '',
        ].join('\n'),
      )
    })
  })
