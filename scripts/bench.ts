import { cpus, loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findPackageRoot } from '../api/catalog/package-root.ts'
import { AppError } from '../api/domain/error.ts'
import { utcDate } from '../api/domain/tier.ts'
import { readEnv } from '../api/env.ts'
import { runCommand } from '../api/run-command.ts'
import { type Table, tableText, writeMeasured } from './bench/table.ts'

const help = `Usage: npm run bench -- BENCH [options]

Measures Atelier beside its peers, on the same work in the same run, and writes the table into docs/benchmarks.md. What
it is compared with is installed into ATELIER_HOME/bench when it is first needed.

  validate           validate-config, ajv-cli and Spectral as whole processes, on catalogs made for it

  sync               sync-config as a whole process: the first time, again, one and all models changed

  worker             the queue, with its ledger and without, beside pg-boss and graphile-worker

  pictures           what a worker takes of the processor for each picture, with real files

  scale              the worker under ever more load over a long history: what it takes, and what gives first

  soak               the API and a worker as their own processes under a steady load: what grows

  --models N         size of a catalog in model files; repeatable (default: 1, 100, 1000 and 10000)
  --runs N           runs of which the median counts (default: 5)
  --spectral-max N   largest catalog that Spectral is given (default: 1000; with 10000 it takes minutes)
  --database URL     a PostgreSQL server to make databases on; worker, pictures, scale and soak need one (default: sync measures the embedded one only)
  --jobs N           worker: jobs in a round (default: 5000)
  --pictures N       pictures: pictures in a round (default: 100)
  --history N        finished generations that are there before (default: worker 1000000, scale 2000000)
  --processes N      scale: processes that work (default: 8)
  --slots N          scale: generations in hand at once in each (default: 50)
  --load N           scale: pictures asked for in a second; repeatable (default: 10, 30, 50, 100, 200 and 400)
  --seconds N        scale: how long each load is kept up; worker: how long it is watched with nothing to do (default: 45)
  --minutes N        soak: how long (default: 60)
  --rate N           soak: pictures asked for in a second (default: 2)
  --no-peers         measure Atelier only
  --no-write         print the table and leave docs/benchmarks.md as it is
  --help             print this
`

interface BenchOptions {
  models: number[]
  runs: number
  spectralModelsMax: number
  withPeers: boolean
  databaseUrl: string | undefined
  jobs: number
  pictures: number
  history: number | undefined
  processes: number
  slots: number
  ratesPerSecond: number[]
  secondsPerLoad: number
  minutes: number
  ratePerSecond: number
  home: string
  announce: (line: string) => void
}

/** Loaded one by one: each measures something else. */
const benches: Record<string, (options: BenchOptions) => Promise<Table | Table[]>> = {
  validate: async (options) => (await import('./bench/validate.ts')).benchValidate(options),
  sync: async (options) => (await import('./bench/sync.ts')).benchSync(options),
  worker: async (options) =>
    (await import('./bench/worker.ts')).benchWorker({ ...options, history: options.history ?? 1_000_000 }),
  pictures: async (options) => (await import('./bench/pictures.ts')).benchPictures(options),
  scale: async (options) =>
    (await import('./bench/scale.ts')).benchScale({ ...options, history: options.history ?? 2_000_000 }),
  soak: async (options) => (await import('./bench/soak.ts')).benchSoak(options),
}

function counted(name: string, text: string): number {
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text)
  throw new AppError('invalid', `--${name} is "${text}"; it must be a whole number from 1.`)
}

function amount(name: string, text: string): number {
  if (/^\d{1,5}(\.\d{1,3})?$/.test(text) && Number(text) > 0) return Number(text)
  throw new AppError('invalid', `--${name} is "${text}"; it must be a number above 0.`)
}

/** Where and how it was measured. The load is that of other work: at 0 the seconds are those of an idle machine. */
function conditions(): string {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()})`
  const load = loadavg()[0]?.toFixed(1)
  return `Measured on ${utcDate(new Date())} with Node ${process.versions.node} on ${machine} at a load of ${load}`
}

/** `npm run bench`. */
export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        models: { type: 'string', multiple: true, default: ['1', '100', '1000', '10000'] },
        runs: { type: 'string', default: '5' },
        'spectral-max': { type: 'string', default: '1000' },
        database: { type: 'string' },
        jobs: { type: 'string', default: '5000' },
        pictures: { type: 'string', default: '100' },
        history: { type: 'string' },
        processes: { type: 'string', default: '8' },
        slots: { type: 'string', default: '50' },
        load: { type: 'string', multiple: true, default: ['10', '30', '50', '100', '200', '400'] },
        seconds: { type: 'string', default: '45' },
        minutes: { type: 'string', default: '60' },
        rate: { type: 'string', default: '2' },
        'no-peers': { type: 'boolean', default: false },
        'no-write': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) {
      process.stdout.write(help)
      return
    }
    const [name = '', ...others] = positionals
    const bench = Object.hasOwn(benches, name) && others.length === 0 ? benches[name] : undefined
    if (!bench) throw new AppError('invalid', `Name one bench: ${Object.keys(benches).join(', ')}. See --help.`)
    const runs = counted('runs', values.runs)
    const circumstances = conditions()
    const measured = await bench({
      models: values.models.map((text) => counted('models', text)),
      runs,
      spectralModelsMax: counted('spectral-max', values['spectral-max']),
      withPeers: !values['no-peers'],
      databaseUrl: values.database,
      jobs: counted('jobs', values.jobs),
      pictures: counted('pictures', values.pictures),
      history: values.history === undefined ? undefined : counted('history', values.history),
      processes: counted('processes', values.processes),
      slots: counted('slots', values.slots),
      ratesPerSecond: values.load.map((text) => counted('load', text)),
      secondsPerLoad: counted('seconds', values.seconds),
      minutes: amount('minutes', values.minutes),
      ratePerSecond: amount('rate', values.rate),
      home: resolve(readEnv().home),
      announce: (line) => process.stderr.write(`${line}\n`),
    })
    const tables = [measured].flat()
    const how = tables[0]?.how ?? `median of ${runs} runs`
    const text = `${tables.map(tableText).join('\n\n')}\n\n${circumstances}, ${how}.`
    process.stdout.write(`${text}\n`)
    if (!values['no-write']) await writeMeasured(join(await findPackageRoot(), 'docs', 'benchmarks.md'), name, text)
  })
