import type { CallEnd, ClaimedGeneration, KeptAnswer } from '../domain/claimed-generation.ts'
import type { ProviderError } from '../domain/provider-error.ts'

/** What a step has learnt about its call and its money so far. Decides what an error may lead to. */
export interface Progress {
  /** The open call; null where there is none. */
  taskId: string | null
  /** The provider is being talked to: an error tells how it fares. Not so while a picture is fetched or kept. */
  isCalling: boolean
  /** There is a committed answer: the picture is paid for and only has to be fetched. */
  answer: KeptAnswer | null
  /** The provider can be asked for a task it was given before. */
  canAsk: boolean
  /** The provider said that this task made no picture: calling again is not paying twice. */
  nothingBought: boolean
  /** The answer held a picture that cannot be read or kept. Paid for; calling again would pay again, so a person decides. */
  paidInVain: KeptAnswer | null
}

export const progressOf = (generation: ClaimedGeneration): Progress => ({
  taskId: generation.taskId,
  isCalling: false,
  answer: generation.answer,
  canAsk: false,
  nothingBought: false,
  paidInVain: null,
})

/** Nobody can say whether the call was billed, so it counts as spent, by what was reserved for it. */
export const unknownEnd = (generation: ClaimedGeneration): CallEnd => ({
  outcome: 'unknown',
  costUsd: generation.estimateUsd,
  costSource: 'estimate',
})

/** The provider knows nothing of the call. */
export const unsentEnd: CallEnd = { outcome: 'unsent', costUsd: 0, costSource: null }

/** How the open call is booked when its generation ends with an error; null where no call is open. */
export function callEndOf(generation: ClaimedGeneration, progress: Progress, error: ProviderError): CallEnd | null {
  if (progress.taskId === null) return null
  const paid = progress.paidInVain ?? progress.answer
  if (paid) return { outcome: 'failed', costUsd: paid.costUsd ?? generation.estimateUsd, costSource: paid.costSource }
  if (progress.nothingBought)
    return { outcome: 'failed', costUsd: error.costUsd ?? 0, costSource: error.costUsd === null ? null : 'provider' }
  return unknownEnd(generation)
}
