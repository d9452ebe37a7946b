import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import type { ReleaseOrigin } from './domain/release.ts'
import type { Env } from './env.ts'

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

/** Who is at work: the person a CI system acts for, else the user of this process. */
export const actorOf = ({ name }: Env['author']): string => name ?? userName()

/** A detached checkout, which is what CI systems make, is on no branch. */
const branchOf = (head: string | null): string | null => (head === 'HEAD' ? null : head)

/** Who applies the catalog in a folder, and at which commit. */
export async function gitOrigin(folder: string, author: Env['author']): Promise<ReleaseOrigin> {
  const [gitCommit, head, status] = await Promise.all([
    git(folder, 'rev-parse', 'HEAD'),
    git(folder, 'rev-parse', '--abbrev-ref', 'HEAD'),
    git(folder, 'status', '--porcelain', '--', '.'),
  ])
  return {
    actor: actorOf(author),
    gitCommit,
    gitBranch: gitCommit === null ? null : (author.branch ?? branchOf(head)),
    gitDirty: gitCommit === null || status === null ? null : status !== '',
  }
}
