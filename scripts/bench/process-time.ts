import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A command of Node to measure. */
export interface Measured {
  args: readonly string[]
  cwd: string
  env?: Record<string, string>
  /** The exit code that it must have: a run that failed early would look fast. */
  code: number
}

/** One whole process, as its user waits for it. */
export interface ProcessTime {
  seconds: number
  /** The most memory that it had. Undefined where the system does not tell. */
  peakMb: number | undefined
}

const sampleMs = 10

/** The most memory that a running process has had so far, as Linux counts it. */
function peakMbOf(pid: number | undefined): number | undefined {
  try {
    const peakKb = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return peakKb === undefined ? undefined : Number(peakKb) / 1024
  } catch {
    return undefined
  }
}

/** Runs a process once, and takes no notice of what it prints. */
export function timeProcess({ args, cwd, env, code: expected }: Measured): Promise<ProcessTime> {
  return new Promise((settle, reject) => {
    const began = performance.now()
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let peakMb: number | undefined
    const sampling = setInterval(() => (peakMb = peakMbOf(child.pid) ?? peakMb), sampleMs)
    let complaint = ''
    child.stdout.resume()
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
    child.once('error', reject)
    child.once('close', (code) => {
      clearInterval(sampling)
      const seconds = (performance.now() - began) / 1000
      if (code === expected) settle({ seconds, peakMb })
      else
        reject(
          new Error(`${args.join(' ')} ended with ${code}, not ${expected}, so its time means nothing. ${complaint}`),
        )
    })
  })
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  if (middle === undefined) throw new Error('There is no median of nothing.')
  return middle
}

/** The median of several runs of one command. */
export function medianOf(times: readonly ProcessTime[]): ProcessTime {
  const peaks = times.flatMap((time) => time.peakMb ?? [])
  return {
    seconds: median(times.map((time) => time.seconds)),
    peakMb: peaks.length > 0 ? median(peaks) : undefined,
  }
}

/**
 * The median of several runs of each, after one that brings its files into memory. They take turns, so that what else
 * the machine does meanwhile falls on all of them. Undefined stays undefined.
 */
export async function medianTimes<K extends string>(
  measured: Record<K, Measured | undefined>,
  runs: number,
): Promise<Record<K, ProcessTime | undefined>> {
  const names = Object.keys(measured) as K[]
  const taken = new Map<K, ProcessTime[]>(names.map((name) => [name, []]))
  for (let run = 0; run <= runs; run++) {
    for (const name of names) {
      const command = measured[name]
      if (!command) continue
      const time = await timeProcess(command)
      if (run > 0) taken.get(name)?.push(time)
    }
  }
  const medians = names.map((name): [K, ProcessTime | undefined] => {
    const times = taken.get(name) ?? []
    return [name, times.length > 0 ? medianOf(times) : undefined]
  })
  return Object.fromEntries(medians) as Record<K, ProcessTime | undefined>
}
