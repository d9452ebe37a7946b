import { setTimeout as delay } from 'node:timers/promises'

const waitsMs = [500, 1000, 2000, 4000, 8000, 15_000]

/** Long enough for a failover, or for a person to make room on a disk. */
const patienceMs = 10 * 60_000

/**
 * A full disk may have room again in a moment and a database be back; what was paid for cannot be had a second time. So what
 * is in hand is kept in hand, and written again and again, for ten minutes.
 * @param triesMax fewer, for what can be had again
 */
export async function withPatience<T>(write: () => Promise<T>, signal: AbortSignal, triesMax = Infinity): Promise<T> {
  const startedAtMs = performance.now()
  for (let tries = 1; ; tries++) {
    try {
      return await write()
    } catch (error) {
      if (tries >= triesMax || performance.now() - startedAtMs > patienceMs) throw error
      await delay(waitsMs[Math.min(tries, waitsMs.length) - 1], undefined, { signal })
    }
  }
}
