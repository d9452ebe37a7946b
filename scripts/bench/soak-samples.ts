import type { Client } from 'pg'
import { type AtelierProcess, readProcess } from './atelier-process.ts'
import type { Series } from './trend.ts'

type Unit = Series['unit']

/** What was read at one moment. */
export interface Sample {
  minutes: number
  pictures: number
  values: ReadonlyMap<string, { value: number; unit: Unit; isPerPicture: boolean }>
}

/** Tables that have a row for each picture, or several. */
const histories = ['generations', 'generation_attempts', 'ledger_entries', 'events', 'pictures'] as const
/** Tables that have as many rows as there are accounts, providers, images and workers. */
const standing = ['images', 'account_months', 'provider_days', 'provider_states', 'account_turns', 'workers'] as const
/** Indexes of what is not finished: empty again and again. */
const queueIndexes = [
  'generations_queued',
  'generations_running',
  'generations_one_unfinished',
  'generations_sent',
  'generations_waiting',
  'generation_attempts_one_open',
  'generation_attempts_stored',
] as const

interface Watched {
  name: string
  process: AtelierProcess
  metricsUrl: string
}

async function usedHeapMb(metricsUrl: string): Promise<number> {
  const text = await (await fetch(metricsUrl)).text()
  return Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(text)?.[1]) / 2 ** 20
}

const kilobytes = 2 ** 10

/** Reads everything once. */
export async function takeSample(client: Client, watched: readonly Watched[], minutes: number): Promise<Sample> {
  const values = new Map<string, { value: number; unit: Unit; isPerPicture: boolean }>()
  const add = (name: string, value: number, unit: Unit, isPerPicture = false) =>
    values.set(name, { value, unit, isPerPicture })
  for (const { name, process, metricsUrl } of watched) {
    const reading = readProcess(process.pid)
    if (!reading) throw new Error(`The ${name} is gone.`)
    add(`${name}: resident memory`, reading.residentMb, 'MB')
    add(`${name}: heap in use`, await usedHeapMb(metricsUrl), 'MB')
    add(`${name}: open files`, reading.openFiles, '')
    add(`${name}: processor since it began`, (100 * reading.cpuSeconds) / (minutes * 60), '%')
  }
  const one = async (text: string): Promise<number> => {
    const { rows } = await client.query<{ value: string | null }>(text)
    return Number(rows[0]?.value ?? 0)
  }
  add(
    'connections to the database',
    await one(
      `select count(*) as value from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    ),
    '',
  )
  add(
    'queued or running',
    await one(`select count(*) as value from generations where status in ('queued', 'running')`),
    '',
  )
  const recent = `from generations where finished_at > now() - interval '1 minute'`
  const median = (what: string) =>
    `select percentile_cont(0.5) within group (order by extract(epoch from ${what}) * 1000) as value ${recent}`
  add('asked for until taken, median', await one(median('started_at - created_at')), 'ms')
  add('asked for until kept, median', await one(median('finished_at - created_at')), 'ms')
  for (const table of standing)
    add(`${table}: size`, (await one(`select pg_total_relation_size('${table}') as value`)) / kilobytes, 'KB')
  for (const index of queueIndexes)
    add(`${index}: size`, (await one(`select pg_relation_size('${index}') as value`)) / kilobytes, 'KB')
  for (const table of ['generations', 'generation_attempts', 'images'])
    add(
      `${table}: dead rows of all`,
      await one(
        `select 100.0 * n_dead_tup / greatest(1, n_live_tup + n_dead_tup) as value from pg_stat_user_tables where relname = '${table}'`,
      ),
      '%',
    )
  for (const table of histories) {
    add(`${table}: rows with TOAST`, await one(`select pg_table_size('${table}') as value`), 'B', true)
    add(`${table}: indexes`, await one(`select pg_indexes_size('${table}') as value`), 'B', true)
  }
  add('all of the database', await one(`select pg_database_size(current_database()) as value`), 'B', true)
  const pictures = await one(`select count(*) as value from generations where status = 'succeeded'`)
  return { minutes, pictures, values }
}

export const logLine = ({ minutes, pictures, values }: Sample): string => {
  const told = ['resident memory', 'queued or running', 'until taken', 'connections']
  const parts = [...values].filter(([name]) => told.some((word) => name.includes(word)))
  return `${minutes.toFixed(1)} min, ${pictures} pictures: ${parts.map(([name, { value, unit }]) => `${name} ${value.toFixed(0)} ${unit}`.trim()).join(', ')}`
}

/** All samples, one a line, for who wants to see how a measure came to be what it is. */
export function csvOf(samples: readonly Sample[]): string {
  const names = [...(samples[0]?.values.keys() ?? [])]
  const lines = samples.map(({ minutes, pictures, values }) =>
    [minutes.toFixed(2), pictures, ...names.map((name) => values.get(name)?.value ?? '')].join(','),
  )
  return `${['minutes', 'pictures', ...names.map((name) => `"${name}"`)].join(',')}\n${lines.join('\n')}\n`
}

/** Size between two samples for each picture that was made between them, so that what was there before does not count. */
function perPicture(samples: readonly Sample[], name: string): Series['points'] {
  const [first] = samples
  return samples.slice(1).flatMap((sample, index) => {
    // Over ten samples: pages and index levels are added in lumps.
    const before = samples[Math.max(0, index + 1 - 10)] ?? first
    const grown = (sample.values.get(name)?.value ?? 0) - (before?.values.get(name)?.value ?? 0)
    const pictures = sample.pictures - (before?.pictures ?? 0)
    return pictures > 0 ? [{ minutes: sample.minutes, value: grown / pictures }] : []
  })
}

/** Every measure over time. */
export function seriesOf(samples: readonly Sample[]): Series[] {
  const [first] = samples
  return [...(first?.values ?? [])].map(([name, { unit, isPerPicture }]) => ({
    name: isPerPicture ? `${name}, for each picture` : name,
    unit,
    isPerPicture,
    points: isPerPicture
      ? perPicture(samples, name)
      : samples.map(({ minutes, values }) => ({ minutes, value: values.get(name)?.value ?? Number.NaN })),
  }))
}
