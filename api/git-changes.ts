import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { AppError } from './domain/error.ts'

const run = promisify(execFile)

interface GitFailure {
  code?: unknown
  stderr?: unknown
}

/** Runs Git in a folder; undefined where there is no Git, or no repository. */
async function git(folder: string, ...args: string[]): Promise<string | undefined> {
  const options = { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, LC_ALL: 'C' } }
  try {
    return (await run('git', ['--no-optional-locks', '-C', folder, ...args], options)).stdout
  } catch (error) {
    const { code, stderr } = error as GitFailure
    if (code === 'ENOENT' || /not a git repository/i.test(String(stderr))) return undefined
    // Not to be taken for a repository without changes: a person's work would be at stake.
    throw new AppError('refused', `Git cannot tell what is committed in ${folder}: ${String(stderr).trim()}`, {
      cause: error,
    })
  }
}

/** Which files of a folder, by path from it, are not as Git has them: edited, or never committed. Ignored ones do not count. */
export async function uncommittedFiles(folder: string, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return []
  const prefix = (await git(folder, 'rev-parse', '--show-prefix'))?.replace(/\n$/, '')
  if (prefix === undefined) return []
  const status = await git(folder, 'status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--', '.')
  const changed = new Set((status ?? '').split('\0').map((line) => line.slice(3)))
  return paths.filter((path) => changed.has(`${prefix}${path}`))
}
