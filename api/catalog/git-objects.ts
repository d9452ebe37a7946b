import { spawn } from 'node:child_process'
import { AppError } from '../domain/error.ts'

/** What Git printed, or undefined where it failed. */
export interface GitOutput {
  ok: boolean
  stdout: Buffer
}

const noGit = (cause: unknown): AppError =>
  new AppError('invalid', 'Git cannot be run, so there is nothing to compare with.', { cause })

/** Runs Git in a folder. Nothing that a repository's own configuration may ask for is run besides: no pager, no hooks, no locks. */
export function git(folder: string, args: readonly string[], input = ''): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['--no-pager', '--no-optional-locks', '-C', folder, ...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    // It may end before it has read everything; its exit code says so.
    child.stdin.on('error', () => {})
    child.on('error', (error) => reject(noGit(error)))
    child.on('close', (code) => resolve({ ok: code === 0, stdout: Buffer.concat(chunks) }))
    child.stdin.end(input)
  })
}

/** A file as a commit has it. */
export interface CommittedFile {
  /** From the root of the repository. */
  path: string
  sha: string
}

/** The regular files below a folder in a commit; `prefix` is from the root of the repository, and empty or ends with a slash. */
export async function listCommitted(folder: string, commit: string, prefix: string): Promise<CommittedFile[]> {
  const { stdout } = await git(folder, [
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    commit,
    '--',
    ...(prefix ? [prefix] : []),
  ])
  return stdout
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const match = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(line)
      return match?.[1] !== undefined && match[2] !== undefined ? [{ sha: match[1], path: match[2] }] : []
    })
}

/** Contents by their hashes, in that order, read by one process and without a checkout. */
export async function readCommitted(folder: string, shas: readonly string[]): Promise<Buffer[]> {
  const { stdout } = await git(folder, ['cat-file', '--batch'], `${shas.join('\n')}\n`)
  const contents: Buffer[] = []
  for (let at = 0; at < stdout.length && contents.length < shas.length;) {
    const lineEnd = stdout.indexOf(0x0a, at)
    const [sha = '', , size] = stdout.toString('latin1', at, lineEnd).split(' ')
    if (size === undefined)
      throw new AppError('invalid', `Git has no content for ${sha}; the clone may be partial. Run: git fetch`)
    contents.push(stdout.subarray(lineEnd + 1, lineEnd + 1 + Number(size)))
    at = lineEnd + 1 + Number(size) + 1
  }
  return contents
}
