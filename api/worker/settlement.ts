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
  /** The provider can be asked for a task it was given before. */
  canAsk: boolean
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

/** Errors that stay what they are however often the picture is fetched. */
const hopelessCodes: ReadonlySet<string | null> = new Set(['wrong_size', 'download_too_large'])

/** A picture that is not where the answer says may only be late, and its provider can be asked where it is. */
const isMissing = (error: ProviderError, progress: Progress): boolean =>
  progress.answered && error.class === 'not_found'

function canGoOn(error: ProviderError, progress: Progress): boolean {
  // An unknown outcome, and a paid picture that cannot be used, are for a person to decide.
  if (error.code === 'outcome_unknown' || progress.paidInVain) return false
  if (progress.answered && hopelessCodes.has(error.code)) return false
  return error.retryable || isMissing(error, progress)
}

/** Whether the answer's address leads nowhere, so that the provider is to be asked for its task anew. */
function isAddressDead(generation: ClaimedGeneration, error: ProviderError, progress: Progress): boolean {
  if (!progress.answered || !progress.canAsk) return false
  const isGone = isMissing(error, progress) && generation.errorClass === 'not_found'
  return isGone || generation.attempts >= downloadAttemptsMax
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
  if (!canGoOn(error, progress) || generation.attempts >= generation.maxAttempts) {
    log.warn(fields, `generation failed: ${error.message}`)
    const paid =
      progress.paidInVain ?? (error.costUsd === null ? null : { costUsd: error.costUsd, costSource: 'provider' })
    held(await queue.fail(generation, error, paid))
    return
  }
  if (isAddressDead(generation, error, progress)) held(await queue.forgetAnswer(generation))
  const delayMs = backoffMs(generation.attempts, error.retryAfterMs, ports.random)
  log.info({ ...fields, delayMs }, `generation will be tried again: ${error.message}`)
  held(await queue.requeue(generation, delayMs, error))
}
