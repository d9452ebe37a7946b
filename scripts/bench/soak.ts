import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import type { Catalog } from '../../api/domain/catalog.ts'
import { AppError } from '../../api/domain/error.ts'
import { startSandbox } from '../../api/sandbox/server.ts'
import { type AtelierProcess, startAtelierProcess } from './atelier-process.ts'
import { serverOf } from './bench-database.ts'
import { benchKey } from './engine-catalog.ts'
import { type EnginePlace, openEnginePlace } from './engine-place.ts'
import { type SoakLoad, startSoakLoad } from './soak-load.ts'
import { type Sample, csvOf, logLine, seriesOf, takeSample } from './soak-samples.ts'
import type { Table } from './table.ts'
import { type Series, trendOf } from './trend.ts'
import { hasAutovacuum, vacuumAsAutovacuum } from './vacuum.ts'

/** How to measure. */
export interface SoakBench {
  databaseUrl: string | undefined
  minutes: number
  ratePerSecond: number
  home: string
  announce: (line: string) => void
}

const sampleEveryMs = 60_000
/** A run of some seconds, as a test makes it, is sampled as often. */
const samplesMin = 8

interface Running {
  place: EnginePlace
  client: Client
  api: AtelierProcess
  worker: AtelierProcess
  load: SoakLoad
}

const urlIn = (text: string): string => /http:\/\/[\d.:]+/.exec(text)?.[0] ?? ''

async function sampleOnAndOn({ place, client, api, worker }: Running, bench: SoakBench): Promise<Sample[]> {
  const watched = [
    { name: 'API', process: api, metricsUrl: `${urlIn(api.output)}/metrics` },
    { name: 'worker', process: worker, metricsUrl: `${urlIn(worker.output)}/metrics` },
  ]
  const vacuums = !(await hasAutovacuum(client))
  if (vacuums)
    bench.announce(`Autovacuum is off at ${place.database.place}: each minute what it would do is done here.`)
  const everyMs = Math.min(sampleEveryMs, (bench.minutes * 60_000) / samplesMin)
  const beganAtMs = performance.now()
  const samples: Sample[] = []
  await mkdir(join(bench.home, 'bench'), { recursive: true })
  const csvPath = join(bench.home, 'bench', 'soak.csv')
  bench.announce(`Every sample is kept in ${csvPath}.`)
  for (let count = 1; count * everyMs <= bench.minutes * 60_000 + 1; count++) {
    await delay(Math.max(0, beganAtMs + count * everyMs - performance.now()))
    // Before the sample, so that each is taken at the same distance from it.
    if (vacuums) await vacuumAsAutovacuum(client)
    const sample = await takeSample(client, watched, (performance.now() - beganAtMs) / 60_000)
    samples.push(sample)
    await writeFile(csvPath, csvOf(samples))
    bench.announce(logLine(sample))
  }
  return samples
}

async function startAll(place: EnginePlace, bench: SoakBench, opened: (close: () => Promise<unknown>) => void) {
  const password = randomUUID()
  const shared = {
    ...benchKey,
    DATABASE_URL: place.url,
    ATELIER_HOME: place.home,
    ATELIER_SANDBOX: 'off',
    ATELIER_ADMIN_PASSWORD: password,
    LOG_LEVEL: 'warn',
  }
  const start = (command: string, env: Record<string, string>, ready: RegExp) =>
    startAtelierProcess({
      root: place.root,
      command,
      env: { ...shared, ...env },
      ready,
      onComplaint: (line) => bench.announce(`${command}: ${line}`),
    })
  const api = await start('api/serve', { ATELIER_PORT: '0' }, /^Atelier is at \S+/m)
  opened(api.stop)
  const worker = await start('api/work', { ATELIER_WORKER_PORT: '0' }, /\S+\/metrics/)
  opened(worker.stop)
  const client = new Client({ connectionString: place.url, application_name: 'atelier-bench' })
  await client.connect()
  opened(() => client.end())
  const load = await startSoakLoad({
    url: urlIn(api.output),
    password,
    ratePerSecond: bench.ratePerSecond,
    planId: 'bench',
  })
  opened(load.stop)
  return { place, client, api, worker, load }
}

const digitsOf = (value: number): number => (Math.abs(value) < 10 ? 1 : 0)
const shown = (value: number): string => (Number.isFinite(value) ? value.toFixed(digitsOf(value)) : '')

function rowOf(series: Series): string[] {
  const { first, median, early, late, perHour, isFlat } = trendOf(series)
  const name = series.unit === '' ? series.name : `${series.name}, ${series.unit}`
  return [name, ...[first, median, early, late, perHour].map(shown), isFlat ? 'flat' : 'NOT FLAT']
}

const columns = ['measure', 'first', 'median', 'second quarter', 'last quarter', 'slope in an hour', 'flat']

/** Runs the API and a worker as their own processes, asks for pictures steadily, and tells what grows. */
export async function benchSoak(bench: SoakBench): Promise<Table> {
  const serverUrl = serverOf(bench.databaseUrl, 'soak')
  const closes: (() => Promise<unknown>)[] = []
  const opened = (close: () => Promise<unknown>) => void closes.push(close)
  let catalog: Catalog | undefined
  try {
    const sandbox = await startSandbox({
      catalog: () => {
        if (!catalog) throw new AppError('unavailable', 'The sandbox has no catalog yet.')
        return catalog
      },
    })
    opened(() => sandbox.stop())
    const place = await openEnginePlace(serverUrl, {
      baseUrl: `${sandbox.url}/runware/v1`,
      concurrency: 8,
      pictureSize: '256x192',
      squareSize: '256x256',
    })
    opened(place.remove)
    catalog = await place.stores.catalogs.current()
    const running = await startAll(place, bench, opened)
    const samples = await sampleOnAndOn(running, bench)
    await running.load.stop()
    for (const [why, times] of running.load.refusals()) bench.announce(`Refused ${times} times: ${why}`)
    bench.announce(
      `Asked for ${running.load.asked()} pictures; ${samples.at(-1)?.pictures ?? 0} were made by the last sample.`,
    )
    const imbalances = await place.stores.spending.imbalances()
    if (imbalances.length > 0) throw new Error(`The ledger is out of balance: ${imbalances.join('; ')}`)
    return {
      columns,
      rows: seriesOf(samples).map(rowOf),
      how: `${bench.minutes} minutes at ${bench.ratePerSecond} pictures a second`,
    }
  } finally {
    for (const close of closes.toReversed()) await close()
  }
}
