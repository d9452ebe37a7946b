import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { AppError } from '../domain/error.ts'

interface Holder {
  pid: number
  /** Tells a process from a later one that was given the same pid; null where the system does not say. */
  startTime: string | null
  host: string
}

/** Clock ticks since boot at which a process started: field 22 of /proc/PID/stat, counted after the command's closing bracket. */
function startTimeOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return holder.startTime === null || holder.startTime === startTimeOf(holder.pid)
}

/** Takes a dead process's lock away. True when it is gone and may be made anew. */
async function removeStale(path: string, staleText: string): Promise<boolean> {
  const aside = `${path}.${process.pid}.stale`
  try {
    await rename(path, aside)
  } catch {
    return true
  }
  // Another process may have taken over between our reading and our renaming: then what we hold is its lock. Give it back.
  const taken = await readFile(aside, 'utf8')
  if (taken !== staleText) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
  return taken === staleText
}

/** Makes the file with its content, or not at all. An empty lock, seen before it is written, would be taken for a dead one. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${process.pid}.${randomUUID()}.new`
  try {
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 })
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/**
 * Holds a folder for this process. Embedded PostgreSQL has no lock of its own, and two processes on one folder
 * corrupt it without a word.
 * @returns what releases it
 * @throws AppError `conflict` naming the process that holds it
 */
export async function holdLock(path: string, folder: string): Promise<() => Promise<void>> {
  const own: Holder = { pid: process.pid, startTime: startTimeOf(process.pid), host: hostname() }
  const ownText = JSON.stringify(own)
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await createWhole(path, ownText)) {
      return async () => {
        if ((await readFile(path, 'utf8').catch(() => '')) === ownText) await rm(path, { force: true })
      }
    }
    const text = await readFile(path, 'utf8').catch(() => undefined)
    if (text === undefined) continue
    const holder = parseHolder(text)
    if (holder && isAlive(holder)) throw inUse(folder, holder, path)
    await removeStale(path, text)
  }
  throw new AppError('conflict', `Another process is starting on ${folder} at this moment. Try again.`)
}

function parseHolder(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder
  } catch {
    // Not written by us: locks come whole.
    return undefined
  }
}

function inUse(folder: string, holder: Holder, path: string): AppError {
  const isHere = holder.host === hostname()
  const where = isHere ? `process ${holder.pid}` : `process ${holder.pid} on ${holder.host}`
  // Whether a process of another machine lives cannot be seen from here.
  const ifGone = isHere ? '' : ` If ${holder.host} is gone for good, remove ${path}.`
  return new AppError(
    'conflict',
    `${folder} is in use by ${where}. One process at a time can use the embedded database: stop that one, set ATELIER_HOME to another folder, or set DATABASE_URL to share a PostgreSQL server.${ifGone}`,
  )
}
