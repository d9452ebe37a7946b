import { setImmediate } from 'node:timers/promises'

/** How long an import may keep the process from everything else, requests and what workers have to renew. */
const workMs = 25

/** Lets others have their turn, where the last one is long enough ago. */
export type Rest = () => Promise<void>

export function restNow(): Rest {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < workMs) return
    await setImmediate()
    since = performance.now()
  }
}
