import { parseArgs } from 'node:util'
import { type Atelier, filesFolderOf, openAtelier } from './atelier.ts'
import { startApiServer } from './api-server.ts'
import { syncCatalog } from './catalog-sync.ts'
import { openDatabase } from './connection.ts'
import { migrate } from './db/migrate.ts'
import { readEnv } from './env.ts'
import { addSample, ensureAdmin } from './first-start.ts'
import { createLog } from './log.ts'
import { sandboxPlace, serverPlace } from './places.ts'
import { conductRuns } from './run-conductor.ts'
import { closeOnFailure, runCommand } from './run-command.ts'
import { callGraceMs, exitOnSignal } from './shutdown.ts'

const help = `Usage: npm start

Migrates the database, applies the catalog, and runs the API, the console and a worker in one process.
Everything is set through the environment: see .env.example.
`

const modeWords = {
  live: 'live',
  sandbox: 'sandbox: pictures are drawn on this machine',
  not_configured: 'not configured',
} as const

async function describeProviders({ stores, desk }: Atelier): Promise<string[]> {
  const catalog = await stores.catalogs.current()
  const modes = desk.modes(catalog)
  return catalog.providers.map((provider) => {
    const mode = modes.get(provider.id) ?? 'not_configured'
    return `  ${provider.display_name}: ${modeWords[mode]}${mode === 'live' ? '' : ` (set ${provider.key_env} for the real one)`}`
  })
}

export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } } })
    if (values.help) return void process.stdout.write(help)
    const env = readEnv()
    await closeOnFailure(async (opened) => {
      const database = await openDatabase(env)
      opened(database.close)
      await migrate(database.db)
      await syncCatalog(database.db, env)
      const log = createLog(env.logLevel ?? 'warn')
      const atelier = await openAtelier({ env, database, filesFolder: filesFolderOf(env), log })
      opened(atelier.close)
      await addSample(atelier.stores)
      // Nobody else can be at an embedded database: what a killed process had in hand need not wait for its lease.
      if (database.kind === 'embedded') {
        await atelier.stores.queue.endLeases()
        await atelier.stores.runLeases.endLeases()
      }
      const worker = atelier.startWorker()
      opened(() => worker.stop(0))
      const conductor = conductRuns(atelier)
      opened(conductor.stop)
      const courier = atelier.startCourier()
      opened(courier.stop)
      const server = await startApiServer(atelier, worker)
      // Only now: a start that fails before it can tell the password would have made one that nobody knows.
      const admin = await ensureAdmin(atelier.stores, env.adminPassword)
      exitOnSignal(env, [
        server.close,
        conductor.stop,
        () => worker.stop(callGraceMs),
        courier.stop,
        atelier.close,
        database.close,
      ])
      const signIn =
        admin.password === null
          ? `Sign in as ${admin.name}.`
          : `Sign in as ${admin.name} with the password ${admin.password} (shown only now).`
      process.stdout.write(
        [
          serverPlace(server.url, env),
          signIn,
          ...sandboxPlace(atelier),
          ...(await describeProviders(atelier)),
          '',
        ].join('\n'),
      )
    })
  })
