import type { Logger } from 'pino'
import type { Stores } from './db/stores.ts'
import { messageOf } from './domain/error.ts'

const everyMs = 60 * 60_000

/** Throws away what nobody will ask for again: ended sessions, old events, old idempotency keys, workers long gone. Now, and every hour. */
export function startHousekeeping({ sessions, events, idempotency, workers }: Stores, log: Logger): () => void {
  const clean = async (): Promise<void> => {
    await sessions.prune(new Date())
    await events.prune()
    await idempotency.prune()
    await workers.prune()
  }
  const tryToClean = (): void =>
    void clean().catch((error: unknown) =>
      log.warn({ error: messageOf(error) }, 'housekeeping failed; it will be tried again'),
    )
  tryToClean()
  const timer = setInterval(tryToClean, everyMs).unref()
  return () => clearInterval(timer)
}
