import { parseArgs } from 'node:util'
import { openDatabase } from '../api/connection.ts'
import { migrate } from '../api/db/migrate.ts'
import { createSecretBox } from '../api/db/secret-box.ts'
import { createStores } from '../api/db/stores.ts'
import { readEnv } from '../api/env.ts'
import { resetAdmin } from '../api/first-start.ts'
import { runCommand } from '../api/run-command.ts'
import { print } from './standard-output.ts'

const help = `Usage: npm run set-password

Gives the user admin a new password: ATELIER_ADMIN_PASSWORD where it is set, else one that is made and printed once.
Ends every session that the old one opened. Stop npm start first where there is no DATABASE_URL.
`

export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } } })
    if (values.help) return print(help)
    const env = readEnv()
    const database = await openDatabase(env)
    try {
      await migrate(database.db)
      const { name, password } = await resetAdmin(
        createStores(database.db, createSecretBox(env.secretKeys)),
        env.adminPassword,
      )
      await print(
        password === null
          ? `${name} now has the password in ATELIER_ADMIN_PASSWORD.\n`
          : `${name} now has the password ${password} (shown only now).\n`,
      )
    } finally {
      await database.close()
    }
  })
