/** A generation goes queued, running, then one of the last three. */
export const generationStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export type GenerationStatus = (typeof generationStatuses)[number]

export const isFinal = (status: GenerationStatus): boolean => status !== 'queued' && status !== 'running'

/** A provider's clock may be wrong, or its header nonsense: nothing waits longer than this for its word. */
const retryAfterMsMax = 60 * 60_000

/**
 * How long to wait before attempt `attempts + 1`, in milliseconds: full jitter under a doubling cap,
 * never shorter than what the provider asked for, within an hour.
 */
export function backoffMs(attempts: number, retryAfterMs: number | null, random: () => number): number {
  const cap = Math.min(60_000, 1000 * 2 ** attempts)
  return Math.round(Math.max(Math.min(retryAfterMs ?? 0, retryAfterMsMax), cap * random()))
}

/**
 * From this many lost leases on, a generation is suspected of killing its workers: none holds two of them at once, so that
 * the one that does it is the only one that was there every time. The claim in the migrations has the same number.
 */
export const suspectRescues = 2
