import { parseArgs } from 'node:util'
import { startApiServer } from './api-server.ts'
import { filesFolderOf, openAtelier } from './atelier.ts'
import { openDatabase } from './connection.ts'
import { migrate } from './db/migrate.ts'
import { AppError } from './domain/error.ts'
import { readEnv } from './env.ts'
import { ensureAdmin } from './first-start.ts'
import { createLog } from './log.ts'
import { sandboxPlace, serverPlace } from './places.ts'
import { closeOnFailure, runCommand } from './run-command.ts'
import { exitOnSignal } from './shutdown.ts'

const help = `Usage: npm run serve

Runs the API and the console on the server that DATABASE_URL names. Any number may run, beside any number of \`npm run work\`.
The catalog comes from the database: \`npm run sync-config\` puts it there. All processes need the same pictures: one ATELIER_HOME, or ATELIER_STORAGE.
`

export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } } })
    if (values.help) return void process.stdout.write(help)
    const env = readEnv()
    if (env.databaseUrl === undefined)
      throw new AppError(
        'invalid',
        'npm run serve needs DATABASE_URL. Without a server, npm start runs everything in one process.',
      )
    await closeOnFailure(async (opened) => {
      const database = await openDatabase(env)
      opened(database.close)
      await migrate(database.db)
      const log = createLog(env.logLevel ?? 'info')
      const atelier = await openAtelier({ env, database, filesFolder: filesFolderOf(env), log })
      opened(atelier.close)
      const server = await startApiServer(atelier)
      const admin = await ensureAdmin(atelier.stores, env.adminPassword)
      exitOnSignal(env, [server.close, atelier.close, database.close])
      const password =
        admin.password === null
          ? []
          : [`Sign in as ${admin.name} with the password ${admin.password} (shown only now).`]
      process.stdout.write([serverPlace(server.url, env), ...password, ...sandboxPlace(atelier), ''].join('\n'))
    })
  })
