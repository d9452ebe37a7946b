import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPackageRoot } from '../../api/catalog/package-root.ts'
import { type ModelTree, writeModelTree } from './model-tree.ts'
import { installPeers } from './peers.ts'
import { type Measured, type ProcessTime, medianTimes } from './process-time.ts'
import type { Table } from './table.ts'
import { ajvCli, ours, scriptArgs, spectral } from './validators.ts'

/** How to measure. */
export interface ValidateBench {
  /** Sizes of the catalogs, in model files. */
  models: readonly number[]
  runs: number
  /** Largest catalog that Spectral is given: it takes minutes for 10,000 files. None with 0. */
  spectralModelsMax: number
  withPeers: boolean
  home: string
  announce: (line: string) => void
}

type Tool = 'anew' | 'again' | 'ajv' | 'spectral'
type Times = Record<Tool, ProcessTime | undefined>

interface Commands {
  root: string
  ajv: readonly string[] | undefined
  spectral: readonly string[] | undefined
}

async function commandsOf({ withPeers, home, announce }: ValidateBench): Promise<Commands> {
  const root = await findPackageRoot()
  if (!withPeers) return { root, ajv: undefined, spectral: undefined }
  const peers = await installPeers('peers', home, announce)
  return { root, ajv: ajvCli(root, peers), spectral: await spectral(root, peers) }
}

async function measureTree(tree: ModelTree, commands: Commands, bench: ValidateBench): Promise<Times> {
  const cwd = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  const command = (args: readonly string[]): Measured => ({
    args,
    cwd,
    // Of its own, so that nothing that was remembered for somebody is forgotten for this.
    env: { ATELIER_CONFIG: '', ATELIER_HOME: '', XDG_CACHE_HOME: join(cwd, 'cache') },
    code: tree.brokenOfTen > 0 ? 1 : 0,
  })
  try {
    await writeModelTree(join(cwd, 'config'), tree)
    const quick = {
      anew: command(await ours(commands.root, ['--no-cache'])),
      again: command(await ours(commands.root, [])),
      ajv: commands.ajv && command(commands.ajv),
    }
    const spectral = tree.models <= bench.spectralModelsMax ? commands.spectral : undefined
    // Once is enough where seconds stand against tenths.
    const slow = { spectral: spectral && command(spectral) }
    return { ...(await medianTimes(quick, bench.runs)), ...(await medianTimes(slow, 1)) }
  } finally {
    await rm(cwd, { recursive: true, force: true })
  }
}

/** Atelier's own catalog with the code beside it, as a pull request is checked. */
async function measureShipped(root: string, runs: number): Promise<Times> {
  const script = await scriptArgs(root, 'validate-config')
  const command = (options: readonly string[]): Measured => ({
    args: [...script, ...options],
    cwd: root,
    env: { ATELIER_CONFIG: '' },
    code: 0,
  })
  const times = await medianTimes({ anew: command(['--no-cache']), again: command([]) }, runs)
  return { ...times, ajv: undefined, spectral: undefined }
}

const seconds = (time: ProcessTime | undefined): string => (time ? `${time.seconds.toFixed(2)} s` : '')
const peak = (time: ProcessTime | undefined): string =>
  time?.peakMb === undefined ? '' : `${time.peakMb.toFixed(0)} MB`
const ratio = (one: ProcessTime | undefined, other: ProcessTime | undefined, digits: number): string =>
  one && other ? (one.seconds / other.seconds).toFixed(digits) : ''

const columns = [
  'model files',
  'broken',
  'validate-config',
  'again',
  'ajv-cli',
  'Spectral',
  'of ajv-cli',
  'times Spectral',
  'memory',
  'memory, again',
]

const cellsOf = (models: string, broken: string, { anew, again, ajv, spectral }: Times): string[] => [
  models,
  broken,
  seconds(anew),
  seconds(again),
  seconds(ajv),
  seconds(spectral),
  ratio(anew, ajv, 2),
  ratio(spectral, anew, 0),
  peak(anew),
  peak(again),
]

/** Measures validate-config beside its peers, each as a whole process on the same catalogs in the same run. */
export async function benchValidate(bench: ValidateBench): Promise<Table> {
  const commands = await commandsOf(bench)
  const rows: string[][] = []
  for (const models of bench.models) {
    for (const brokenOfTen of [0, 1] as const) {
      const broken = brokenOfTen > 0 ? `${brokenOfTen * 10} %` : 'none'
      bench.announce(`${models} model files, ${broken} broken ...`)
      const times = await measureTree({ models, brokenOfTen }, commands, bench)
      rows.push(cellsOf(models.toLocaleString('en'), broken, times))
    }
  }
  bench.announce('the shipped catalog and the code beside it ...')
  rows.push(cellsOf('shipped, with code', 'none', await measureShipped(commands.root, bench.runs)))
  return { columns, rows }
}
