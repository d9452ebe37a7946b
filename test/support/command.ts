import { type ExecFileException, execFile } from 'node:child_process'
import { resolve } from 'node:path'

export interface Outcome {
  code: number
  stdout: string
  stderr: string
}

const launcher = resolve('scripts/launch.mjs')

/** Runs a command as npm does, with an environment of its own. `command` is its path in dist/, without extension. */
export function runCommandLine(
  command: string,
  args: string[],
  options: {
    cwd?: string
    env?: Record<string, string>
    /** Presses Ctrl-C once when this is written. */
    interruptWhen?: RegExp
  } = {},
): Promise<Outcome> {
  const { DATABASE_URL: _, ...inherited } = process.env
  return new Promise((settle) => {
    const child = execFile(
      process.execPath,
      [launcher, command, ...args],
      { cwd: options.cwd, env: { ...inherited, ...options.env }, maxBuffer: 64 * 1024 * 1024 },
      (error: ExecFileException | null, stdout, stderr) =>
        settle({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    )
    const { interruptWhen } = options
    if (!interruptWhen) return
    let written = ''
    const onWritten = (chunk: string) => {
      written += chunk
      if (!interruptWhen.test(written)) return
      for (const stream of [child.stdout, child.stderr]) stream?.off('data', onWritten)
      child.kill('SIGINT')
    }
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', onWritten)
  })
}
