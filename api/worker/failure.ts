import type { ClaimedGeneration } from '../domain/claimed-generation.ts'
import type { ProviderError } from '../domain/provider-error.ts'
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
}
