/** A generation goes queued, running, then one of the last three. */
export const generationStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export type GenerationStatus = (typeof generationStatuses)[number]

export const isFinal = (status: GenerationStatus): boolean => status !== 'queued' && status !== 'running'

/**
 * How long to wait before attempt `attempts + 1`, in milliseconds: full jitter under a doubling cap,
 * never shorter than what the provider asked for.
 */
export function backoffMs(attempts: number, retryAfterMs: number | null, random: () => number): number {
  const cap = Math.min(60_000, 1000 * 2 ** attempts)
  return Math.round(Math.max(retryAfterMs ?? 0, cap * random()))
}
