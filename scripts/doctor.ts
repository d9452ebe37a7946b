import { access, constants, mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { SoundCatalog } from '../api/catalog/read-catalog.ts'
import { readSoundCatalog } from '../api/catalog-sync.ts'
import { builtFile, openDatabase } from '../api/connection.ts'
import { planCatalog } from '../api/db/catalog-apply.ts'
import type { Database } from '../api/db/database.ts'
import { pendingMigrations } from '../api/db/migrate.ts'
import { AppError, messageOf } from '../api/domain/error.ts'
import { type Env, readEnv } from '../api/env.ts'
import { allowsSandbox, providerModes } from '../api/provider-modes.ts'
import { runCommand } from '../api/run-command.ts'

const help = `Usage: npm run doctor

Looks at this installation and says what is wrong with it, each time with what mends it.
Exit: 0 all well, 1 something is wrong.
`

const nodeFloor = [20, 19] as const

interface Diagnosis {
  ok: boolean
  line: string
}

const well = (line: string): Diagnosis => ({ ok: true, line })
const ill = (line: string): Diagnosis => ({ ok: false, line })

function checkNode(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isNewEnough = major > nodeFloor[0] || (major === nodeFloor[0] && minor >= nodeFloor[1])
  return isNewEnough
    ? well(`Node ${process.versions.node}`)
    : ill(`Node ${process.versions.node} is too old. Install 20.19 or later.`)
}

const checkBuild = (): Diagnosis =>
  builtFile('admin', 'index.html') ? well('The console is built') : ill('The console is not built. Run: npm run build')

async function checkHome({ home }: Env): Promise<Diagnosis> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 })
    await access(home, constants.W_OK)
    return well(`${home} can be written to`)
  } catch (error) {
    return ill(`${home} cannot be written to: ${messageOf(error)}. Set ATELIER_HOME to a folder that can.`)
  }
}

async function checkCatalog(env: Env): Promise<{ diagnosis: Diagnosis; catalog?: SoundCatalog }> {
  try {
    return { diagnosis: well(`${env.config} is sound`), catalog: await readSoundCatalog(env.config) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { diagnosis: ill(error.message) }
  }
}

/** Whether the database holds what the catalog says. Only looks: a doctor must not migrate somebody's production. */
async function compare(database: Database, { entries }: SoundCatalog): Promise<Diagnosis> {
  const cure = database.kind === 'embedded' ? 'npm start does so' : 'Run: npm run sync-config'
  const pending = await pendingMigrations(database.db)
  if (pending.length > 0) return ill(`The database is not migrated (${pending.join(', ')}). ${cure}.`)
  const { length } = await planCatalog(database.db, entries)
  return length === 0
    ? well('The database holds what the catalog says')
    : ill(`The database differs from the catalog in ${length} ${length === 1 ? 'place' : 'places'}. ${cure}.`)
}

const sandboxPlace = ({ sandboxPort }: Env): string =>
  sandboxPort
    ? `The sandbox listens at http://127.0.0.1:${sandboxPort} while Atelier runs`
    : 'The sandbox listens at any free port, which is printed at start (ATELIER_SANDBOX_PORT gives it one)'

function checkProviders({ catalog }: SoundCatalog, env: Env, database: Database): Diagnosis[] {
  const modes = providerModes(catalog, env, allowsSandbox(env, database.kind))
  const isPlayed = [...modes.values()].includes('sandbox')
  const providers = catalog.providers.map((provider) => {
    const mode = modes.get(provider.id)
    if (mode === 'live') return well(`${provider.display_name} is live`)
    if (mode === 'sandbox')
      return well(`${provider.display_name} is played by the sandbox (${provider.key_env} is not set)`)
    return ill(`${provider.display_name} is not configured. Set ${provider.key_env}, or ATELIER_SANDBOX=on to play it.`)
  })
  return isPlayed ? [...providers, well(sandboxPlace(env))] : providers
}

async function checkDatabase(env: Env, catalog: SoundCatalog | undefined): Promise<Diagnosis[]> {
  try {
    const database = await openDatabase(env)
    try {
      const answers = well(`The database at ${database.place} answers`)
      return catalog
        ? [answers, await compare(database, catalog), ...checkProviders(catalog, env, database)]
        : [answers]
    } finally {
      await database.close()
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [ill(error.message)]
  }
}

export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } } })
    if (values.help) return void process.stdout.write(help)
    const env = readEnv()
    const { diagnosis, catalog } = await checkCatalog(env)
    const found = [checkNode(), checkBuild(), await checkHome(env), diagnosis, ...(await checkDatabase(env, catalog))]
    process.stdout.write(found.map(({ ok, line }) => `${ok ? 'ok  ' : 'FAIL'}  ${line}\n`).join(''))
    if (found.some(({ ok }) => !ok)) process.exitCode = 1
  })
