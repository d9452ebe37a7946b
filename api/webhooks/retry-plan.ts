import type { RetryPlan } from '../domain/webhook.ts'

/** Up to a tenth more or less, so that what failed together is not tried again together. */
const jitter = 0.1
/** The longest that a receiver may ask to be left alone: one that says "in a year" is not forgotten for it. */
const restMsMax = 24 * 3_600_000

/**
 * What follows a failed try. A receiver that asks for time is given it; it cannot shorten the wait between tries.
 * @param delaysMs how long to wait after each failed try
 * @param attempt which try it was, from 1
 * @param retryAfterMs what the receiver asked for; null where it did not
 * @param random 0 to 1
 */
export function planRetry(
  delaysMs: readonly number[],
  attempt: number,
  retryAfterMs: number | null,
  random: number,
): RetryPlan {
  const delayMs = delaysMs[attempt - 1]
  const restMs = Math.min(restMsMax, Math.round((retryAfterMs ?? 0) * (1 + jitter * random)))
  return {
    retryMs: delayMs === undefined ? null : Math.max(restMs, Math.round(delayMs * (1 - jitter + 2 * jitter * random))),
    restMs,
    triedForMs: Math.floor(delaysMs.reduce((sum, each) => sum + each, 0) * (1 - jitter)),
  }
}
