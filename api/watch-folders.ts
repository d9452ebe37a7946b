import { type FSWatcher, watch } from 'node:fs'
import { readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from './domain/error.ts'

/** An editor writes a file in several steps, and Git a hundred files in one go. */
const quietMs = 100
/** Something that is always changing must not keep the rest from being noticed. */
const waitMs = 1000

/** What editors leave beside a file while they save it. */
const passingName = /^\.|~$|\.(?:swp|swx|tmp|bak)$|^4913$/

/**
 * Notices changes in folders, also in ones that go away and come back. Watches folders and not files: a file that is
 * saved by renaming another one over it is a new one each time.
 */
export class FolderWatch {
  #watchers: FSWatcher[] = []
  #changedAt: number | undefined
  #onChange: () => void = () => undefined

  /** Watches folders and all in them from now on, instead of those before. What is not there is waited for. */
  async follow(folders: readonly string[]): Promise<void> {
    const before = this.#watchers
    this.#watchers = []
    const seen = new Set<string>()
    for (const folder of folders) {
      await this.#awaitFolder(folder)
      await this.#followInto(folder, seen)
    }
    for (const watcher of before) watcher.close()
  }

  /** Resolves when something has changed and then nothing for a moment, or when the signal is given. */
  async change(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onChange = resolve
      signal.addEventListener('abort', () => resolve(), { once: true })
      if (this.#changedAt !== undefined || signal.aborted) resolve()
    })
    const began = Date.now()
    while (!signal.aborted && Date.now() - began < waitMs) {
      const quietFor = Date.now() - (this.#changedAt ?? 0)
      if (quietFor >= quietMs) break
      await pause(quietMs - quietFor, undefined, { signal }).catch(() => undefined)
    }
    this.#changedAt = undefined
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close()
  }

  #changed(): void {
    this.#changedAt = Date.now()
    this.#onChange()
  }

  #watch(folder: string, isOfInterest: (name: string) => boolean): void {
    try {
      const watcher = watch(folder, (_, name) => {
        if (name === null || isOfInterest(name)) this.#changed()
      })
      watcher.on('error', () => this.#changed())
      this.#watchers.push(watcher)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'ENOSPC' || code === 'EMFILE')
        throw new AppError('invalid', `The system lets nobody watch more folders; ${folder} is one too many.`)
      // It has gone since it was listed.
      this.#changed()
    }
  }

  /** A folder can only be seen to come, go or be replaced from the one above it. */
  async #awaitFolder(folder: string): Promise<void> {
    const parent = dirname(folder)
    if (parent === folder) return
    const real = await realpath(parent).catch(() => undefined)
    if (real !== undefined) return this.#watch(real, (name) => name === basename(folder))
    await this.#awaitFolder(parent)
    // It may have come between the two looks, and nobody would say so again.
    if ((await realpath(parent).catch(() => undefined)) !== undefined) this.#changed()
  }

  /** Watches a folder before it lists it: what comes in between is then either listed or told. */
  async #followInto(folder: string, seen: Set<string>): Promise<void> {
    const real = await realpath(folder).catch(() => undefined)
    if (real === undefined || seen.has(real)) return
    seen.add(real)
    this.#watch(real, (name) => !passingName.test(name))
    const entries = await readdir(real, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const mayBeFolder = entry.isDirectory() || entry.isSymbolicLink()
      if (!mayBeFolder || entry.name.startsWith('.') || entry.name === 'node_modules') continue
      await this.#followInto(join(real, entry.name), seen)
    }
  }
}

/** Work to do again after each change. */
export interface Recheck {
  /** Where changes count. It may learn of more with each check. */
  folders: () => readonly string[]
  /** Looks at everything, and answers how to show what it saw. */
  check: () => Promise<() => Promise<void>>
  signal: AbortSignal
}

/** Checks now and after each change, until the signal is given. */
export async function recheckOnChange({ folders, check, signal }: Recheck): Promise<void> {
  const watching = new FolderWatch()
  try {
    while (!signal.aborted) {
      const followed = folders()
      // Before the check reads anything: what changes from here on is another change.
      await watching.follow(followed)
      const show = await check()
      if (folders().some((folder) => !followed.includes(folder))) continue
      await show()
      await watching.change(signal)
    }
  } finally {
    watching.close()
  }
}
