import { setTimeout as delay } from 'node:timers/promises'
import { cpus } from 'node:os'
import { Client } from 'pg'
import { readProcess } from './atelier-process.ts'
import { watchBackends } from './backend-load.ts'
import { serverOf } from './bench-database.ts'
import { type EnginePlace, openEnginePlace } from './engine-place.ts'
import { explainClaim } from './queues/claim-plan.ts'
import { type Driver, startDriver } from './queues/driver.ts'
import { seedHistory } from './queues/history.ts'
import { deleteOldGenerations } from './queues/retention.ts'
import type { Table } from './table.ts'
import { hasAutovacuum, vacuumAsAutovacuum } from './vacuum.ts'

/** How to measure. */
export interface ScaleBench {
  databaseUrl: string | undefined
  history: number
  processes: number
  /** Generations in hand at once in each process. */
  slots: number
  /** Pictures asked for in a second, one load after the other. */
  ratesPerSecond: readonly number[]
  /** How long each load is kept up. */
  secondsPerLoad: number
  announce: (line: string) => void
}

/** A provider that takes as long as they do, and one ten times as quick: the same number in flight finishes ten times as many. */
const real = { words: '2–20 s', ms: '2000-20000', meanSeconds: 11 } as const
const quick = { words: '0.2–2 s', ms: '200-2000', meanSeconds: 1.1 } as const

/** Up to here a provider that takes as long as they do can have all of it in flight. */
const realUpToRate = 30

interface Load {
  ratePerSecond: number
  latency: typeof real | typeof quick
}

const loadOf = (ratePerSecond: number): Load => ({
  ratePerSecond,
  latency: ratePerSecond <= realUpToRate ? real : quick,
})

const ticksPerSecond = 5
/** The most that a provider may have in flight, by the schema of the catalog. */
const providerConcurrency = 1000
const accounts = 50

interface Running {
  place: EnginePlace
  client: Client
  asker: Driver
  env: Record<string, string>
  vacuums: boolean
}

async function askSteadily(asker: Driver, ratePerSecond: number, seconds: number): Promise<void> {
  const beganAtMs = performance.now()
  for (let tick = 0; tick < seconds * ticksPerSecond; tick++) {
    await asker.ask('fill', { count: Math.max(1, Math.round(ratePerSecond / ticksPerSecond)) })
    const dueMs = beganAtMs + ((tick + 1) * 1000) / ticksPerSecond - performance.now()
    if (dueMs > 0) await delay(dueMs)
  }
}

const oneRow = async (client: Client, text: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    Object.entries((await client.query<Record<string, unknown>>(text)).rows[0] ?? {}).map(([name, value]) => [
      name,
      Number(value),
    ]),
  )

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? Number.NaN

/** What was asked for in the last seconds of a load, when it has settled. */
const settledShare = 2 / 3

async function measureLoad(load: Load, running: Running, bench: ScaleBench): Promise<string[]> {
  const { place, client, asker, env } = running
  const drivers = await Promise.all(
    Array.from({ length: bench.processes }, () =>
      startDriver(place.root, 'atelier-driver', { ...env, BENCH_LATENCY_MS: load.latency.ms }),
    ),
  )
  await Promise.all(drivers.map((driver) => driver.ask('work', { concurrency: bench.slots })))
  const sizeBefore = await oneRow(
    client,
    'select pg_database_size(current_database()) as bytes, count(*) as made from generations',
  )
  const asking = askSteadily(asker, load.ratePerSecond, bench.secondsPerLoad)
  await delay(bench.secondsPerLoad * 1000 * (1 - settledShare))
  await Promise.all(drivers.map((driver) => driver.ask('claimTimes')))
  const since = (await client.query<{ now: string }>('select now()::text as now')).rows[0]?.now ?? ''
  const backends = await watchBackends(client)
  const workerBefore = drivers.map(({ pid }) => readProcess(pid)?.cpuSeconds ?? 0)
  const beganAtMs = performance.now()
  const doneBefore = drivers.reduce((sum, driver) => sum + driver.done(), 0)
  await asking
  const seconds = (performance.now() - beganAtMs) / 1000
  const made = drivers.reduce((sum, driver) => sum + driver.done(), 0) - doneBefore
  const serverSeconds = await backends.stop()
  const workerSeconds = drivers.reduce(
    (sum, { pid }, index) => sum + (readProcess(pid)?.cpuSeconds ?? 0) - (workerBefore[index] ?? 0),
    0,
  )
  const claimTimesMs = (await Promise.all(drivers.map((driver) => driver.ask('claimTimes')))).flat()
  const waits = await oneRow(
    client,
    `select percentile_cont(0.5) within group (order by age) as median, percentile_cont(0.99) within group (order by age) as p99,
       count(*) filter (where started_at is not null) / ${seconds} as claimed
     from (select started_at, extract(epoch from coalesce(started_at, now()) - created_at) * 1000 as age from generations
       where created_at >= '${since}') g`,
  )
  const { backlog, inFlight, sessions } = await oneRow(
    client,
    `select (select count(*) from generations where status = 'queued') as backlog, (select count(*) from generations where status = 'running') as "inFlight",
       (select count(*) from pg_stat_activity where datname = current_database()) as sessions`,
  )
  const sizeAfter = await oneRow(
    client,
    'select pg_database_size(current_database()) as bytes, count(*) as made from generations',
  )
  await Promise.all(drivers.map((driver) => driver.stop()))
  // What a load left waiting is no part of the next.
  await client.query(`delete from generations where status = 'queued'`)
  if (running.vacuums) await vacuumAsAutovacuum(client)
  const share = (taken: number | undefined): string =>
    taken === undefined ? '' : `${((100 * taken) / seconds / cpus().length).toFixed(0)} %`
  const bytes =
    ((sizeAfter['bytes'] ?? 0) - (sizeBefore['bytes'] ?? 0)) / ((sizeAfter['made'] ?? 0) - (sizeBefore['made'] ?? 0))
  return [
    String(load.ratePerSecond),
    load.latency.words,
    (waits['claimed'] ?? 0).toFixed(1),
    (made / seconds).toFixed(1),
    String(inFlight),
    String(backlog),
    `${(waits['median'] ?? Number.NaN).toFixed(0)} ms`,
    `${(waits['p99'] ?? Number.NaN).toFixed(0)} ms`,
    `${percentile(claimTimesMs, 0.5).toFixed(0)} ms`,
    `${percentile(claimTimesMs, 0.99).toFixed(0)} ms`,
    share(serverSeconds),
    share(workerSeconds),
    serverSeconds === undefined ? '' : `${((1000 * serverSeconds) / Math.max(1, made)).toFixed(1)} ms`,
    String(sessions),
    bytes.toFixed(0),
  ]
}

const columns = [
  'asked for in a second',
  'provider takes',
  'claimed in a second',
  'made in a second',
  'in flight',
  'backlog',
  'waited, median',
  'waited, 99 of 100',
  'a claim, median',
  'a claim, 99 of 100',
  'PostgreSQL of all cores',
  'workers of all cores',
  'PostgreSQL for each',
  'sessions',
  'bytes for each',
]

async function measureSizes(client: Client): Promise<Table> {
  const { rows } = await client.query<{ name: string; rows: string; table: string; indexes: string }>(`
    select relname as name, n_live_tup as rows, pg_table_size(relid) as table, pg_indexes_size(relid) as indexes
    from pg_stat_user_tables where relname in ('generations', 'generation_attempts', 'ledger_entries', 'pictures', 'events', 'images')
    order by pg_total_relation_size(relid) desc`)
  const generations = Number(rows.find(({ name }) => name === 'generations')?.rows ?? 1)
  return {
    title: 'What is kept, with the history alone',
    columns: ['table', 'rows', 'rows, bytes for each generation', 'indexes, bytes for each generation'],
    rows: rows.map((row) => [
      row.name,
      Number(row.rows).toLocaleString('en'),
      (Number(row.table) / generations).toFixed(0),
      (Number(row.indexes) / generations).toFixed(0),
    ]),
  }
}

/** Drives the engine harder and harder over a long history, and tells what it takes and what gives first. */
export async function benchScale(bench: ScaleBench): Promise<Table[]> {
  const serverUrl = serverOf(bench.databaseUrl, 'scale')
  const place = await openEnginePlace(serverUrl, {
    baseUrl: 'http://127.0.0.1:9/v1',
    concurrency: providerConcurrency,
    pictureSize: '256x192',
    squareSize: '256x256',
  })
  const client = new Client({ connectionString: place.url })
  await client.connect()
  try {
    // An image is made once at a time, so there are more than the hardest load can leave waiting.
    const images = Math.max(1000 * (bench.secondsPerLoad + 2), Math.round(bench.history / 10))
    bench.announce(`${bench.history.toLocaleString('en')} finished generations are put into the database ...`)
    await seedHistory(place.url, { generations: bench.history, images, accounts }, bench.announce)
    const sizes = await measureSizes(client)
    const env = { DATABASE_URL: place.url, BENCH_IMAGES: String(images), BENCH_ACCOUNTS: String(accounts) }
    const asker = await startDriver(place.root, 'atelier-driver', env)
    const running = { place, client, asker, env, vacuums: !(await hasAutovacuum(client)) }
    const rows: string[][] = []
    try {
      for (const rate of bench.ratesPerSecond) {
        rows.push(await measureLoad(loadOf(rate), running, bench))
        bench.announce(rows.at(-1)?.join(' | ') ?? '')
      }
      await asker.ask('fill', { count: 1000 })
    } finally {
      await asker.stop()
    }
    const plan = await explainClaim(place.url)
    await client.query(`delete from generations where status = 'queued'`)
    const imbalances = await place.stores.spending.imbalances()
    if (imbalances.length > 0) throw new Error(`The ledger is out of balance: ${imbalances.join('; ')}`)
    const retention = await deleteOldGenerations(client)
    return [
      {
        title: `${bench.processes} processes with ${bench.slots} in hand each, over ${bench.history.toLocaleString('en')} old generations`,
        columns,
        rows,
        how: `${bench.secondsPerLoad} seconds for each load`,
      },
      sizes,
      plan,
      retention,
    ]
  } finally {
    await client.end()
    await place.remove()
  }
}
