import { readFile, readdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPackageRoot } from '../../api/catalog/package-root.ts'
import { createBenchDatabase } from './bench-database.ts'
import { writeModelTree } from './model-tree.ts'
import { type Measured, type ProcessTime, medianOf, timeProcess } from './process-time.ts'
import type { Table } from './table.ts'
import { scriptArgs } from './validators.ts'

/** How to measure. */
export interface SyncBench {
  /** Sizes of the catalogs, in model files. */
  models: readonly number[]
  runs: number
  /** A PostgreSQL server on which databases may be made; undefined: the embedded one only. */
  databaseUrl: string | undefined
  announce: (line: string) => void
}

/** A place to apply to: one that is new for every run. */
interface Place {
  env: Record<string, string>
  remove(): Promise<void>
}

type PlaceMaker = () => Promise<Place>

async function embeddedPlace(): Promise<Place> {
  const home = await mkdtemp(join(tmpdir(), 'atelier-bench-home-'))
  return {
    env: { DATABASE_URL: '', ATELIER_HOME: home },
    remove: () => rm(home, { recursive: true, force: true }),
  }
}

const serverPlace =
  (serverUrl: string): PlaceMaker =>
  async () => {
    const { url, drop } = await createBenchDatabase(serverUrl)
    return { env: { DATABASE_URL: url, ATELIER_HOME: '' }, remove: drop }
  }

/** Gives model files another price each time. */
async function reprice(config: string, count: number, usd: number): Promise<void> {
  const folder = join(config, 'models')
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.yaml')).toSorted()
  for (const name of names.slice(0, count)) {
    const path = join(folder, name)
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace(/usd_per_image: [\d.]+/, `usd_per_image: ${usd}`))
  }
}

const steps = ['first', 'again', 'dry', 'one', 'all', 'status'] as const
type Step = (typeof steps)[number]

/** Runs every step once, in the order in which a catalog lives. */
async function runOnce(
  cwd: string,
  sync: readonly string[],
  models: number,
  makePlace: PlaceMaker,
): Promise<Record<Step, ProcessTime>> {
  const place = await makePlace()
  const config = join(cwd, 'config')
  const command = (...options: string[]): Measured => ({
    args: [...sync, ...options],
    cwd,
    env: { ATELIER_CONFIG: '', ...place.env },
    code: 0,
  })
  try {
    await reprice(config, models, 0.04)
    const first = await timeProcess(command())
    const again = await timeProcess(command())
    await reprice(config, 1, 0.05)
    const dry = await timeProcess(command('--dry-run'))
    const one = await timeProcess(command())
    await reprice(config, models, 0.06)
    const all = await timeProcess(command())
    const status = await timeProcess(command('--status'))
    return { first, again, dry, one, all, status }
  } finally {
    await place.remove()
  }
}

/** The same rows by the loop that one writes without thinking: one INSERT after the other, in one transaction. */
async function insertLoop(root: string, models: number, makePlace: PlaceMaker): Promise<ProcessTime> {
  const place = await makePlace()
  try {
    const args = [join(root, 'scripts', 'bench', 'peers', 'insert-rows.mjs'), String(models)]
    return await timeProcess({ args, cwd: root, env: place.env, code: 0 })
  } finally {
    await place.remove()
  }
}

const seconds = (time: ProcessTime): string => `${time.seconds.toFixed(2)} s`

async function measurePlace(
  models: number,
  name: string,
  makePlace: PlaceMaker,
  { runs, databaseUrl }: SyncBench,
): Promise<string[]> {
  const root = await findPackageRoot()
  const cwd = await mkdtemp(join(tmpdir(), 'atelier-bench-sync-'))
  try {
    await writeModelTree(join(cwd, 'config'), { models, brokenOfTen: 0 })
    const sync = await scriptArgs(root, 'sync-config')
    const taken: Record<Step, ProcessTime>[] = []
    const peer: ProcessTime[] = []
    for (let run = 0; run <= runs; run++) {
      const times = await runOnce(cwd, sync, models, makePlace)
      const loop =
        databaseUrl === undefined || name === 'embedded' ? undefined : await insertLoop(root, models, makePlace)
      // The first brings the files into memory.
      if (run === 0) continue
      taken.push(times)
      if (loop) peer.push(loop)
    }
    const median = (step: Step) => medianOf(taken.map((times) => times[step]))
    const loop = peer.length > 0 ? medianOf(peer) : undefined
    return [
      models.toLocaleString('en'),
      name,
      ...steps.map((step) => seconds(median(step))),
      loop ? seconds(loop) : '',
      loop ? (median('first').seconds / loop.seconds).toFixed(2) : '',
    ]
  } finally {
    await rm(cwd, { recursive: true, force: true })
  }
}

const columns = [
  'models',
  'database',
  'first',
  'nothing to do',
  'dry run',
  'one changed',
  'all changed',
  'status',
  'INSERT loop',
  'first, of the loop',
]

/** Measures sync-config as a whole process, on databases made for it. */
export async function benchSync(bench: SyncBench): Promise<Table> {
  const places: [string, PlaceMaker][] = [['embedded', embeddedPlace]]
  if (bench.databaseUrl !== undefined) places.push(['PostgreSQL', serverPlace(bench.databaseUrl)])
  const rows: string[][] = []
  for (const models of bench.models) {
    for (const [name, makePlace] of places) {
      bench.announce(`${models} models, ${name} ...`)
      rows.push(await measurePlace(models, name, makePlace, bench))
    }
  }
  return { columns, rows }
}
