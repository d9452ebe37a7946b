import type { ClaimedGeneration } from '../domain/claimed-generation.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import { held } from './fence.ts'
import { withPatience } from './patience.ts'
import type { Progress } from './progress.ts'

/** What every line about a generation carries, from the request that asked for it to its file. */
export const logFields = (generation: ClaimedGeneration, taskId: string | null) => ({
  correlationId: generation.correlationId,
  generationId: generation.id,
  modelId: generation.modelId,
  providerId: generation.providerId,
  taskId,
})

/** An attempt that made no picture, and all that decides what follows. */
export interface Failure {
  generation: ClaimedGeneration
  error: ProviderError
  progress: Progress
  fields: object
  /** How long it was in hand. */
  seconds: number
  /** Aborted when the generation is no longer ours. */
  signal: AbortSignal
}

/**
 * What a call came to may be known to nobody else: lost, it would count as unknown, and a person would have to look. So it is
 * written with patience, while the generation is ours.
 */
export const write = async ({ signal }: Pick<Failure, 'signal'>, work: () => Promise<boolean>): Promise<void> =>
  held(await withPatience(work, signal))
