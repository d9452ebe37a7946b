/** Up to a tenth more or less, so that what failed together is not tried again together. */
const jitter = 0.1

/**
 * How long to wait after a failed try; undefined where it was the last one.
 * @param attempt which try it was, from 1
 * @param random 0 to 1
 */
export function retryDelayMs(delaysMs: readonly number[], attempt: number, random: number): number | undefined {
  const delayMs = delaysMs[attempt - 1]
  return delayMs === undefined ? undefined : Math.round(delayMs * (1 - jitter + 2 * jitter * random))
}
