import type { ClaimedGeneration, KeptAnswer } from '../domain/claimed-generation.ts'
import { messageOf } from '../domain/error.ts'
import { backoffMs } from '../domain/generation.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { held } from './fence.ts'
import type { WorkerPorts } from './ports.ts'

/** Failed downloads before the provider is asked for the task again: the address may be dead. */
const downloadAttemptsMax = 3

/** What a step has learnt about its money so far. Decides what an error may lead to. */
export interface Progress {
  /** There is a committed answer: the picture is paid for and only has to be fetched. */
  answered: boolean
  /** The provider said that this task made no picture: calling again is not paying twice. */
  nothingBought: boolean
  /** The answer held a picture that cannot be read or kept. Paid for; calling again would pay again, so a person decides. */
  paidInVain: KeptAnswer | null
}

/** Anything that is not a provider's word is a defect of ours; the row must not be lost to it. */
function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error
  return new ProviderError({ class: 'upstream', code: 'atelier_defect', message: messageOf(error), cause: error })
}

/** Back into the queue, or the end, by what the error is and what has been paid for. */
export async function settleFailure(
  generation: ClaimedGeneration,
  thrown: unknown,
  progress: Progress,
  ports: WorkerPorts,
): Promise<void> {
  const { queue, log } = ports
  const error = asProviderError(thrown)
  const fields = {
    generationId: generation.id,
    modelId: generation.modelId,
    errorClass: error.class,
    code: error.code,
    attempts: generation.attempts,
  }
  if (progress.nothingBought) held(await queue.forgetSent(generation))
  // A picture of the wrong size stays one however often it is fetched; an unknown outcome is a person's to decide.
  const isHopeless = error.code === 'outcome_unknown' || (progress.answered && error.code === 'wrong_size')
  if (!error.retryable || isHopeless || progress.paidInVain || generation.attempts >= generation.maxAttempts) {
    log.warn(fields, `generation failed: ${error.message}`)
    const paid =
      progress.paidInVain ?? (error.costUsd === null ? null : { costUsd: error.costUsd, costSource: 'provider' })
    held(await queue.fail(generation, error, paid))
    return
  }
  const addressIsDead = error.class === 'not_found' || generation.attempts >= downloadAttemptsMax
  if (progress.answered && addressIsDead) held(await queue.forgetAnswer(generation))
  const delayMs = backoffMs(generation.attempts, error.retryAfterMs, ports.random)
  log.info({ ...fields, delayMs }, `generation will be tried again: ${error.message}`)
  held(await queue.requeue(generation, delayMs, error))
}
