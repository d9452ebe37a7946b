import { Client } from 'pg'
import { AppError } from '../../../api/domain/error.ts'
import { createBenchDatabase } from '../bench-database.ts'
import { openEnginePlace } from '../engine-place.ts'
import { installPeers } from '../peers.ts'
import { findPackageRoot } from '../../../api/catalog/package-root.ts'
import { type Driver, startDriver } from './driver.ts'
import { seedHistory } from './history.ts'

/** One way to queue, with its database. */
export interface QueueSystem {
  id: string
  name: string
  databaseName: string
  /** A session on its database, for what is done from outside. */
  client: Client
  /** Queues, and never works. */
  asker: Driver
  start(options?: { tellsStarts: boolean }): Promise<Driver>
  /** Throws away what is queued. */
  purge(): Promise<void>
}

interface Wanted {
  id: string
  name: string
  command: string
  url: string
  env: Record<string, string>
  purge: string
}

async function openSystem(root: string, { id, name, command, url, env, purge }: Wanted): Promise<QueueSystem> {
  const own = { ...env, DATABASE_URL: url }
  const asker = await startDriver(root, command, own)
  await asker.ask('prepare')
  const client = new Client({ connectionString: url })
  await client.connect()
  let isAsking = true
  return {
    id,
    name,
    databaseName: new URL(url).pathname.slice(1),
    client,
    asker: {
      ...asker,
      async stop() {
        if (isAsking) await asker.stop()
        isAsking = false
      },
    },
    start: ({ tellsStarts } = { tellsStarts: false }) =>
      startDriver(root, command, { ...own, BENCH_TELLS_STARTS: tellsStarts ? '1' : '' }),
    purge: async () => void (await client.query(purge)),
  }
}

interface SystemsOptions {
  history: number
  jobs: number
  withPeers: boolean
  home: string
  announce: (line: string) => void
}

/** Large enough that no figure of ours is its provider's limit. */
const providerConcurrency = 1000
const accounts = 20

async function peersFolder({ withPeers, home, announce }: SystemsOptions): Promise<string | undefined> {
  if (!withPeers) return undefined
  try {
    return await installPeers('queue-peers', home, announce)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    announce(`${error.message} Measuring Atelier only.`)
    return undefined
  }
}

/** Ours over a history, and its peers on databases of their own. */
export async function openQueueSystems(serverUrl: string, options: SystemsOptions) {
  const root = await findPackageRoot()
  const peers = await peersFolder(options)
  const closes: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const each of closes.toReversed()) await each().catch((error: unknown) => options.announce(String(error)))
  }
  try {
    const place = await openEnginePlace(serverUrl, {
      baseUrl: 'http://127.0.0.1:9/v1',
      concurrency: providerConcurrency,
      pictureSize: '256x192',
      squareSize: '256x256',
    })
    closes.push(place.remove)
    const images = Math.max(options.jobs * 4, Math.round(options.history / 10))
    options.announce(`${options.history.toLocaleString('en')} finished generations are put behind ours ...`)
    await seedHistory(place.url, { generations: options.history, images, accounts }, options.announce)
    const assertBalanced = async (): Promise<void> => {
      const imbalances = await place.stores.spending.imbalances()
      if (imbalances.length > 0) throw new Error(`The ledger is out of balance: ${imbalances.join('; ')}`)
    }
    await assertBalanced()
    const ours = {
      command: 'atelier-driver',
      url: place.url,
      purge: `delete from generations where status = 'queued'`,
    }
    const env = { BENCH_IMAGES: String(images), BENCH_ACCOUNTS: String(accounts) }
    const wanted: Wanted[] = [
      { ...ours, id: 'ledger', name: 'Atelier, whole ledger', env },
      { ...ours, id: 'queue', name: 'Atelier, queue only', env: { ...env, BENCH_QUEUE_ONLY: '1' } },
    ]
    const makeUrl = async (): Promise<string> => {
      const { url, drop } = await createBenchDatabase(serverUrl)
      closes.push(drop)
      return url
    }
    if (peers !== undefined) {
      const graphile = { command: 'graphile-driver', purge: 'delete from graphile_worker._private_jobs' }
      wanted.push(
        {
          id: 'pg-boss',
          name: 'pg-boss',
          command: 'pg-boss-driver',
          url: await makeUrl(),
          env: { BENCH_PEERS: peers },
          purge: `delete from pgboss.job where name = 'bench'`,
        },
        { ...graphile, id: 'graphile', name: 'graphile-worker', url: await makeUrl(), env: { BENCH_PEERS: peers } },
        {
          ...graphile,
          id: 'graphile-tuned',
          name: 'graphile-worker, tuned',
          url: await makeUrl(),
          env: { BENCH_PEERS: peers, BENCH_TUNED: '1' },
        },
      )
    }
    const systems: QueueSystem[] = []
    for (const each of wanted) {
      const system = await openSystem(root, each)
      closes.push(() => system.client.end(), system.asker.stop)
      systems.push(system)
    }
    return { systems, assertBalanced, close }
  } catch (error) {
    await close()
    throw error
  }
}
