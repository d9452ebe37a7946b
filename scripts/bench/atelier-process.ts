import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A command of Atelier that runs until it is stopped. */
export interface AtelierProcess {
  pid: number
  /** What it printed until it was ready. */
  output: string
  stop: () => Promise<void>
}

export interface ProcessStart {
  root: string
  /** Path in dist/, without extension. */
  command: string
  env: Record<string, string>
  /** It is ready when it has printed this. */
  ready: RegExp
  onComplaint: (line: string) => void
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode === null && child.signalCode === null
    ? new Promise((settle) => child.once('exit', () => settle()))
    : Promise.resolve()

/** Starts a command as npm does, but without npm in between, so that its process id is that of the work. */
export async function startAtelierProcess(start: ProcessStart): Promise<AtelierProcess> {
  const child = spawn(process.execPath, [join(start.root, 'scripts', 'launch.mjs'), start.command], {
    cwd: start.root,
    env: { ...process.env, ATELIER_CONFIG: '', npm_lifecycle_event: '', ...start.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => start.onComplaint(text.trimEnd()))
  await new Promise<void>((settle, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${start.command} ended with ${code} before it was ready.`)))
    process.once('exit', () => child.kill('SIGKILL'))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (start.ready.test(output)) settle()
    })
  })
  return {
    pid: child.pid ?? 0,
    output,
    async stop() {
      child.kill('SIGTERM')
      await ended(child)
    },
  }
}

/** Ticks of the processor's clock in a second: what Linux counts time in, whatever the machine. */
const ticksPerSecond = 100

/** What Linux knows of a running process. Undefined where it does not tell. */
export interface ProcessReading {
  residentMb: number
  openFiles: number
  /** User and system time since it began. */
  cpuSeconds: number
}

/** Those of another user's process are not told. */
function openFilesOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    return Number.NaN
  }
}

export function readProcess(pid: number): ProcessReading | undefined {
  try {
    const residentKb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    // The name of a program may hold spaces and brackets, so count from behind its last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return {
      residentMb: Number(residentKb) / 1024,
      openFiles: openFilesOf(pid),
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    }
  } catch {
    return undefined
  }
}
