import { spawn } from 'node:child_process'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findPackageRoot } from '../../api/catalog/package-root.ts'
import { AppError } from '../../api/domain/error.ts'

const files = ['package.json', 'package-lock.json'] as const

/** What npm is told: scripts of packages are not needed to run them, and one of these reports who installed it. */
const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']

async function isInstalled(source: string, folder: string): Promise<boolean> {
  const lock = await readFile(join(source, 'package-lock.json'), 'utf8')
  const installed = await readFile(join(folder, 'package-lock.json'), 'utf8').catch(() => undefined)
  const marker = await readFile(join(folder, 'node_modules', '.package-lock.json'), 'utf8').catch(() => undefined)
  return marker !== undefined && installed === lock
}

function npm(args: readonly string[], cwd: string): Promise<boolean> {
  return new Promise((settle) => {
    const child = spawn('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('error', () => settle(false))
    child.once('close', (code) => settle(code === 0))
  })
}

/**
 * The folder in which what we are measured against is installed, at exactly the versions in a folder of scripts/bench.
 * They are no dependencies of Atelier: nothing but a benchmark needs them.
 * @throws AppError `invalid` where they cannot be installed.
 */
export async function installPeers(
  which: 'peers' | 'queue-peers',
  home: string,
  announce: (line: string) => void,
): Promise<string> {
  const source = join(await findPackageRoot(), 'scripts', 'bench', which)
  const folder = join(home, 'bench', which)
  if (await isInstalled(source, folder)) return folder
  announce(`Installing what to compare with into ${folder} (once) ...`)
  await mkdir(folder, { recursive: true })
  for (const file of files) await copyFile(join(source, file), join(folder, file))
  if (await npm(install, folder)) return folder
  throw new AppError(
    'invalid',
    `Installing failed. Run npm ${install.join(' ')} in ${folder}, or bench with --no-peers.`,
  )
}
