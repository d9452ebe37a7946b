/** Lets any number wait for a time, or for a ring, whichever comes first. */
export interface Bell {
  /** Ends every wait. */
  ring: () => void
  /** How often it has rung, for `wait`. */
  rings: () => number
  /**
   * Waits for the next ring, at most `ms`. Once the bell is over, nobody waits.
   * @param heard what `rings` answered before the work that came before this wait: what rang since then ends it at once, so
   * that a ring in the middle of work is not lost. Absent: what rang before the wait does not count.
   */
  wait(ms: number, heard?: number): Promise<void>
}

/** @param over ends every wait when it is aborted, and lets nobody wait from then on */
export function createBell(over: AbortSignal): Bell {
  const waiting = new Set<() => void>()
  let count = 0
  const ring = (): void => {
    count += 1
    for (const end of waiting) end()
  }
  over.addEventListener('abort', ring)
  return {
    ring,
    rings: () => count,
    wait: (ms, heard = count) =>
      over.aborted || heard !== count
        ? Promise.resolve()
        : new Promise((resolve) => {
            const end = (): void => {
              clearTimeout(timer)
              waiting.delete(end)
              resolve()
            }
            const timer = setTimeout(end, ms)
            waiting.add(end)
          }),
  }
}
