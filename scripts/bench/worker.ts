import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { readProcess } from './atelier-process.ts'
import { watchBackends } from './backend-load.ts'
import { serverOf } from './bench-database.ts'
import { medianOfNumbers } from './trend.ts'
import type { Driver } from './queues/driver.ts'
import { type QueueSystem, openQueueSystems } from './queues/systems.ts'
import type { Table } from './table.ts'
import { hasAutovacuum, vacuumAsAutovacuum } from './vacuum.ts'

/** How to measure. */
export interface WorkerBench {
  databaseUrl: string | undefined
  runs: number
  jobs: number
  /** Finished generations behind ours. */
  history: number
  /** How long a worker is watched that has nothing to do. */
  secondsPerLoad: number
  withPeers: boolean
  home: string
  announce: (line: string) => void
}

const checkEveryMs = 5

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(checkEveryMs)
}

const cpuSecondsOf = (drivers: readonly Driver[]): number =>
  drivers.reduce((sum, { pid }) => sum + (readProcess(pid)?.cpuSeconds ?? 0), 0)

interface Speed {
  /** From the word to work until the last is finished in the database. */
  perSecond: number
  /** Milliseconds of the processor for each job, of the processes and of the database's sessions. */
  cpuMs: number | undefined
}

async function throughput(system: QueueSystem, processes: number, concurrency: number, jobs: number): Promise<Speed> {
  await system.asker.ask('fill', { count: jobs })
  const drivers: Driver[] = []
  for (let index = 0; index < processes; index++) drivers.push(await system.start())
  const backends = await watchBackends(system.client)
  const cpuBefore = cpuSecondsOf(drivers)
  const beganAtMs = performance.now()
  await Promise.all(drivers.map((driver) => driver.ask('work', { concurrency })))
  await until(() => drivers.reduce((sum, driver) => sum + driver.done(), 0) >= jobs)
  await until(async () => (await system.asker.ask('left')) === 0)
  const seconds = (performance.now() - beganAtMs) / 1000
  const server = await backends.stop()
  const own = cpuSecondsOf(drivers) - cpuBefore
  await Promise.all(drivers.map((driver) => driver.stop()))
  return { perSecond: jobs / seconds, cpuMs: server === undefined ? undefined : ((own + server) * 1000) / jobs }
}

/** Milliseconds from the call that queues a job until a worker that has nothing to do begins with it. */
async function pickUps(system: QueueSystem, samples: number): Promise<number[]> {
  const driver = await system.start({ tellsStarts: true })
  await driver.ask('work', { concurrency: 10 })
  const waits: number[] = []
  // The first ones find connections and plans that are not there yet.
  for (let index = -20; index < samples; index++) {
    const { key, atMs } = await system.asker.ask('enqueueOne')
    const startedAtMs = await driver.started(key)
    if (index >= 0) waits.push(startedAtMs - atMs)
    await delay(10 + Math.random() * 30)
  }
  await driver.stop()
  return waits
}

/** Transactions in a second while a worker has nothing to do, as pg_stat_database counts them. */
async function idleRate(system: QueueSystem, client: Client, seconds: number): Promise<number> {
  const driver = await system.start()
  await driver.ask('work', { concurrency: 10 })
  const count = async (): Promise<number> => {
    const { rows } = await client.query<{ count: string }>(
      'select xact_commit + xact_rollback as count from pg_stat_database where datname = $1',
      [system.databaseName],
    )
    return Number(rows[0]?.count ?? 0)
  }
  // What a session counted is told when it has been idle for ten seconds.
  await delay(12_000)
  const before = await count()
  await delay(seconds * 1000)
  const rate = ((await count()) - before) / seconds
  await driver.stop()
  return rate
}

const shown = (value: number): string => Math.round(value).toLocaleString('en')
const spread = (values: readonly number[], show: (value: number) => string = shown): string =>
  values.length === 0
    ? ''
    : `${show(medianOfNumbers(values))} (${show(Math.min(...values))}–${show(Math.max(...values))})`
const ratioOf = (one: readonly number[] | undefined, other: readonly number[] | undefined): string =>
  one?.length && other?.length ? (medianOfNumbers(one) / medianOfNumbers(other)).toFixed(2) : ''

type Taken = Map<string, number[]>
const note = (taken: Taken, name: string, value: number): void =>
  void taken.set(name, [...(taken.get(name) ?? []), value])

/** What is compared with what, by the ids of systems. */
const comparisons: readonly [string, string, string][] = [
  ['ledger', 'pg-boss', 'whole ledger, of pg-boss'],
  ['ledger', 'graphile', 'of graphile'],
  ['ledger', 'graphile-tuned', 'of graphile tuned'],
  ['queue', 'pg-boss', 'queue only, of pg-boss'],
  ['queue', 'graphile', 'of graphile'],
  ['queue', 'graphile-tuned', 'of graphile tuned'],
]

/** A table without them says why. */
const peersMissing = (systems: readonly QueueSystem[]): string =>
  comparisonsOf(systems).length > 0
    ? ''
    : ' (pg-boss and graphile-worker were not measured: not wanted, or not to be had)'

/** Without peers there is nothing to compare with. */
const comparisonsOf = (systems: readonly QueueSystem[]) =>
  comparisons.filter(([, peer]) => systems.some(({ id }) => id === peer))

const rowOf = (
  label: string,
  systems: readonly QueueSystem[],
  taken: Taken,
  show: (value: number) => string = shown,
): string[] => [
  label,
  ...systems.map(({ id }) => spread(taken.get(id) ?? [], show)),
  ...comparisonsOf(systems).map(([ours, peer]) => ratioOf(taken.get(ours), taken.get(peer))),
]

async function vacuumAll(systems: readonly QueueSystem[]): Promise<void> {
  for (const { client } of systems) await vacuumAsAutovacuum(client)
}

const loads = [1, 2].flatMap((processes) => [1, 10, 50].map((concurrency) => ({ processes, concurrency })))

async function measureThroughput(
  systems: readonly QueueSystem[],
  bench: WorkerBench,
  vacuums: boolean,
): Promise<Table[]> {
  const rows: string[][] = []
  const cpuRows: string[][] = []
  for (const { processes, concurrency } of loads) {
    const taken: Taken = new Map()
    const cpu: Taken = new Map()
    const jobs = concurrency === 1 ? Math.max(1, Math.round(bench.jobs / 5)) : bench.jobs
    const label = `${processes} × ${concurrency}`
    for (let run = 0; run < bench.runs; run++) {
      for (const system of systems) {
        const { perSecond, cpuMs } = await throughput(system, processes, concurrency, jobs)
        note(taken, system.id, perSecond)
        if (cpuMs !== undefined) note(cpu, system.id, cpuMs)
      }
      if (vacuums) await vacuumAll(systems)
    }
    rows.push(rowOf(label, systems, taken))
    cpuRows.push(rowOf(label, systems, cpu, (ms) => ms.toFixed(2)))
    bench.announce(rows.at(-1)?.join(' | ') ?? '')
  }
  const columns = ['', ...systems.map(({ name }) => name), ...comparisonsOf(systems).map(([, , label]) => label)]
  return [
    { title: `Jobs finished in a second, by processes × concurrency${peersMissing(systems)}`, columns, rows },
    {
      title: 'Milliseconds of the processor for each of them, workers and PostgreSQL together',
      columns,
      rows: cpuRows,
    },
  ]
}

async function measureEnqueue(systems: readonly QueueSystem[], bench: WorkerBench): Promise<Table> {
  const ways = [
    { label: '1 connection', connections: 1, perCall: 1, count: bench.jobs / 10 },
    { label: '10 connections', connections: 10, perCall: 1, count: bench.jobs / 2 },
    { label: '1 connection, 500 in a call', connections: 1, perCall: 500, count: Math.max(500, bench.jobs) },
  ]
  const rows: string[][] = []
  for (const { label, connections, perCall, count } of ways) {
    const taken: Taken = new Map()
    const wholeCount = Math.max(perCall, Math.floor(count / perCall) * perCall)
    for (let run = 0; run < bench.runs; run++) {
      for (const system of systems) {
        const seconds = await system.asker.ask('enqueue', { count: wholeCount, connections, perCall })
        note(taken, system.id, wholeCount / seconds)
        await system.purge()
      }
    }
    rows.push([
      label,
      ...systems.map(({ id }) => spread(taken.get(id) ?? [])),
      ...comparisonsOf(systems)
        .slice(0, 2)
        .map(([ours, peer]) => ratioOf(taken.get(ours), taken.get(peer))),
    ])
    bench.announce(rows.at(-1)?.join(' | ') ?? '')
  }
  return {
    title: 'Jobs queued in a second',
    columns: [
      '',
      ...systems.map(({ name }) => name),
      ...comparisonsOf(systems)
        .slice(0, 2)
        .map(([, peer]) => `of ${peer}`),
    ],
    rows,
  }
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN

async function measureStillness(systems: readonly QueueSystem[], bench: WorkerBench, client: Client): Promise<Table> {
  const waits = new Map<string, number[]>(systems.map(({ id }) => [id, []]))
  const samples = Math.max(5, Math.round(Math.min(100, bench.jobs / 20)))
  for (let run = 0; run < bench.runs; run++)
    for (const system of systems) waits.get(system.id)?.push(...(await pickUps(system, samples)))
  // They would be counted too.
  for (const system of systems) await system.asker.stop()
  const idle = await Promise.all(systems.map((system) => idleRate(system, client, bench.secondsPerLoad)))
  const rows = systems.map(({ id, name }, index) => {
    const own = waits.get(id) ?? []
    return [
      name,
      `${percentile(own, 0.5).toFixed(1)} ms`,
      `${percentile(own, 0.99).toFixed(1)} ms`,
      own.length.toLocaleString('en'),
      (idle[index] ?? Number.NaN).toFixed(2),
    ]
  })
  return {
    title: 'A worker with nothing to do',
    columns: ['', 'picked up, median', '99 of 100', 'samples', 'transactions a second'],
    rows,
  }
}

/** Measures our queue beside two others on the same server, taking turns. */
export async function benchWorker(bench: WorkerBench): Promise<Table[]> {
  const serverUrl = serverOf(bench.databaseUrl, 'worker')
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  const opened = await openQueueSystems(serverUrl, bench)
  try {
    const { systems } = opened
    const vacuums = !(await hasAutovacuum(client))
    if (vacuums) bench.announce('Autovacuum is off: between rounds what it would do is done here, for all alike.')
    const throughputs = await measureThroughput(systems, bench, vacuums)
    await opened.assertBalanced()
    const separate = systems.filter(({ id }) => id !== 'queue')
    const enqueues = await measureEnqueue(separate, bench)
    if (vacuums) await vacuumAll(systems)
    const stillness = await measureStillness(separate, bench, client)
    return [...throughputs, enqueues, stillness]
  } finally {
    await opened.close()
    await client.end()
  }
}
