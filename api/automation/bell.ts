/** Lets several wait for a time, or for a ring, whichever comes first. */
export interface Bell {
  /** Ends every wait. */
  ring: () => void
  wait(ms: number): Promise<void>
}

/** A bell that, once the signal is aborted, lets nobody wait any more. */
export function createBell(signal: AbortSignal): Bell {
  const waiting = new Set<() => void>()
  const ring = (): void => {
    for (const end of waiting) end()
  }
  signal.addEventListener('abort', ring)
  return {
    ring,
    wait: (ms) =>
      signal.aborted
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
