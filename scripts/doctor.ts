import { access, constants, mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { SoundCatalog } from '../api/catalog/read-catalog.ts'
import { previewCatalog } from '../api/catalog-preview.ts'
import { defaultOptions, plannerTo } from '../api/catalog-sync.ts'
import { readSoundCatalog, targetOfSound } from '../api/catalog-target.ts'
import { builtFile } from '../api/connection.ts'
import type { Catalog } from '../api/domain/catalog.ts'
import { keyIdOf } from '../api/db/secret-box.ts'
import { AppError, messageOf } from '../api/domain/error.ts'
import { type ProviderModes, chooseModel, utcDate } from '../api/domain/tier.ts'
import { type Env, readEnv } from '../api/env.ts'
import { openUsableBucket } from '../api/picture-storage.ts'
import { allowsSandbox, providerModes } from '../api/provider-modes.ts'
import { runCommand } from '../api/run-command.ts'
import { print } from './standard-output.ts'

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

/** Writes and removes a probe: nothing else proves that a key may. The disk's folder is checked as ATELIER_HOME. */
async function checkStorage({ storage }: Env): Promise<Diagnosis[]> {
  if (storage.kind === 'disk') return []
  try {
    const { place } = await openUsableBucket(storage)
    return [well(`${place} can be written to and read, and gives pictures ${deliveryWords[storage.delivery]}`)]
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [ill(error.message)]
  }
}

const deliveryWords = { proxy: 'through the API', signed: 'to browsers itself' } as const

async function checkCatalog(env: Env): Promise<{ diagnosis: Diagnosis; catalog?: SoundCatalog }> {
  try {
    const catalog = await readSoundCatalog(env.config, env.environment)
    const where = catalog.overlay ? ` in environment ${catalog.overlay.environment}` : ''
    return { diagnosis: well(`${env.config} is sound${where}`), catalog }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { diagnosis: ill(error.message) }
  }
}

/** Whether the database holds what the catalog says. Only looks: a doctor must not migrate somebody's production. */
async function compare(env: Env, sound: SoundCatalog): Promise<Diagnosis[]> {
  const cure = env.databaseUrl === undefined ? 'npm start does so' : 'Run: npm run sync-config'
  const target = await targetOfSound(sound, env)
  const { place, state, pending, plan } = await previewCatalog(env, plannerTo(target, defaultOptions))
  if (state === 'absent') return [well(`There is no database in ${env.home} yet; npm start makes it`)]
  const answers = well(`The database at ${place} answers`)
  if (!plan || pending.length > 0)
    return [answers, ill(`The database is not migrated (${pending.join(', ')}). ${cure}.`)]
  const { changes } = plan
  const places = changes.length === 1 ? 'place' : 'places'
  return [
    answers,
    changes.length === 0
      ? well('The database holds what the catalog says')
      : ill(`The database differs from the catalog in ${changes.length} ${places}. ${cure}.`),
  ]
}

/** Plain text is well: a newcomer needs no key. Who has a backup of the database should know what is in it. */
const checkSecrets = ({ secretKeys: { current } }: Env): Diagnosis =>
  well(
    current
      ? `What webhooks are signed with is encrypted, with key ${keyIdOf(current)}`
      : 'What webhooks are signed with is stored as it is; ATELIER_SECRET_KEY has it encrypted (docs/cms-api.md)',
  )

const sandboxPlace = ({ sandboxPort }: Env): string =>
  sandboxPort
    ? `The sandbox listens at http://127.0.0.1:${sandboxPort} while Atelier runs`
    : 'The sandbox listens at any free port, which is printed at start (ATELIER_SANDBOX_PORT gives it one)'

function checkProviders({ catalog }: SoundCatalog, env: Env): Diagnosis[] {
  const modes = providerModes(catalog, env, allowsSandbox(env, env.databaseUrl === undefined ? 'embedded' : 'postgres'))
  const isPlayed = [...modes.values()].includes('sandbox')
  const providers = catalog.providers.map((provider) => {
    const { display_name: name, key_env: key } = provider
    const mode = modes.get(provider.id)
    if (mode === 'live') return well(`${name} is live${key === undefined ? ' and asked without a key' : ''}`)
    if (mode === 'sandbox') return well(`${name} is played by the sandbox (${key} is not set)`)
    return well(`${name} is not configured (${key} is not set): its models are passed over`)
  })
  return [...providers, ...checkTiers(catalog, modes), ...(isPlayed ? [well(sandboxPlace(env))] : [])]
}

/** A provider may be left out, as long as every tier keeps a model that can be used. */
function checkTiers(catalog: Catalog, modes: ProviderModes): Diagnosis[] {
  const today = utcDate(new Date())
  return catalog.tiers.flatMap((tier) => {
    try {
      chooseModel(tier.id, catalog, modes, today)
      return []
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return [ill(`${error.message} Set a provider's key, or ATELIER_SANDBOX=on to have it played.`)]
    }
  })
}

async function checkDatabase(env: Env, catalog: SoundCatalog): Promise<Diagnosis[]> {
  try {
    return await compare(env, catalog)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'conflict') return [well(`Atelier runs on ${env.home}, so its database was not looked at`)]
    return [ill(error.message)]
  }
}

export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } } })
    if (values.help) return print(help)
    const env = readEnv()
    const { diagnosis, catalog } = await checkCatalog(env)
    const ofCatalog = catalog ? [...(await checkDatabase(env, catalog)), ...checkProviders(catalog, env)] : []
    const found = [
      checkNode(),
      checkBuild(),
      await checkHome(env),
      ...(await checkStorage(env)),
      checkSecrets(env),
      diagnosis,
      ...ofCatalog,
    ]
    await print(found.map(({ ok, line }) => `${ok ? 'ok  ' : 'FAIL'}  ${line}\n`).join(''))
    if (found.some(({ ok }) => !ok)) process.exitCode = 1
  })
