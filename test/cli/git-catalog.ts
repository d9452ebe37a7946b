import { type ExecFileException, execFile, execFileSync } from 'node:child_process'
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** A repository of its own with a copy of the catalog, committed on main. */
export interface GitCatalog {
  folder: string
  git(...args: string[]): string
  /** Replaces a part of a file of the catalog, which must be there. */
  edit(path: string, from: string, to: string): Promise<void>
  /** Runs a command of Atelier in the repository. */
  run(command: string, args: string[]): Promise<Outcome>
}

const launcher = resolve('scripts/launch.mjs')

export async function createGitCatalog(name: string): Promise<GitCatalog> {
  const folder = await mkdtemp(join(tmpdir(), `atelier-${name}-`))
  await cp('config', join(folder, 'config'), { recursive: true })
  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.test', '-c', 'commit.gpgsign=false', ...args],
      {
        encoding: 'utf8',
      },
    )
  git('init', '-q', '-b', 'main')
  git('add', '.')
  git('commit', '-qm', 'The catalog')
  return {
    folder,
    git,
    async edit(path, from, to) {
      const full = join(folder, 'config', path)
      const text = await readFile(full, 'utf8')
      if (!text.includes(from)) throw new Error(`"${from}" is not in ${path}.`)
      await writeFile(
        full,
        text.replace(from, () => to),
      )
    },
    run: (command, args) =>
      new Promise((settle) => {
        const options = { cwd: folder, env: { ...process.env, ATELIER_CONFIG: '' } }
        execFile(
          process.execPath,
          [launcher, `scripts/${command}`, ...args],
          options,
          (error: ExecFileException | null, stdout, stderr) =>
            settle({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
        )
      }),
  }
}
