import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import type { ReleaseOrigin } from './db/catalog-apply.ts'

const run = promisify(execFile)

async function git(folder: string, ...args: string[]): Promise<string | null> {
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], { timeout: 5000 })
    return stdout.trim()
  } catch {
    // No git, or no repository: a release without a commit is still a release.
    return null
  }
}

const userName = (): string => {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}

/** Who applies the catalog in a folder, and at which commit. */
export async function gitOrigin(folder: string): Promise<ReleaseOrigin> {
  const [gitCommit, gitBranch, status] = await Promise.all([
    git(folder, 'rev-parse', 'HEAD'),
    git(folder, 'rev-parse', '--abbrev-ref', 'HEAD'),
    git(folder, 'status', '--porcelain', '--', '.'),
  ])
  return {
    actor: userName(),
    gitCommit,
    gitBranch,
    gitDirty: gitCommit === null || status === null ? null : status !== '',
  }
}
