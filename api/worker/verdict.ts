import type { ClaimedGeneration } from '../domain/claimed-generation.ts'
import type { ErrorClass, ProviderError } from '../domain/provider-error.ts'
import type { Progress } from './progress.ts'

/**
 * What becomes of a generation after an error. `retry`: another try later. `hold`: it waits until a person has
 * mended its provider. `fall_back`: the tier's next model, where there is one, and else `otherwise`. `fail`: the end.
 */
export type Verdict =
  | { kind: 'retry' }
  | { kind: 'hold' }
  | { kind: 'fail' }
  | { kind: 'fall_back'; otherwise: 'hold' | 'fail' }

/** Failed downloads before the provider is asked for the task again: the address may be dead. */
const downloadTriesMax = 3

/** Errors that stay what they are however often the picture is fetched. */
const hopelessCodes: ReadonlySet<string | null> = new Set(['wrong_size', 'download_too_large'])

/** Another model may do better where this one is not to be had. A prompt that is refused stays refused, and is not tried out elsewhere. */
const otherModelMayDo: ReadonlySet<ErrorClass> = new Set(['rate_limit', 'upstream', 'timeout', 'not_found'])

/** The provider's account or key is at fault: every other call to it would fail the same way. */
export const stopsProvider = (error: ProviderError, progress: Progress): boolean =>
  progress.isCalling && error.status !== null && (error.class === 'auth' || error.class === 'credits')

/** A picture that is not where the answer says may only be late, and its provider can be asked where it is. */
const isMissing = (error: ProviderError, progress: Progress): boolean =>
  progress.answer !== null && error.class === 'not_found'

function canTryAgain(error: ProviderError, progress: Progress): boolean {
  // An unknown outcome, and a paid picture that cannot be used, are for a person to decide.
  if (error.code === 'outcome_unknown' || progress.paidInVain) return false
  if (progress.answer && hopelessCodes.has(error.code)) return false
  return error.retryable || isMissing(error, progress)
}

/**
 * A call is open, and nobody knows yet what became of it. That is found out, whatever tries are left: by asking the provider, or
 * by leaving it to a person where nobody can say.
 */
const isUndecided = (error: ProviderError, progress: Progress): boolean =>
  progress.taskId !== null && progress.answer === null && !progress.nothingBought && canTryAgain(error, progress)

/** Whether nothing that is paid for, or may be, would be left behind. */
const isFree = (generation: ClaimedGeneration, progress: Progress): boolean =>
  !generation.resentBlind &&
  progress.answer === null &&
  progress.paidInVain === null &&
  (progress.taskId === null || progress.nothingBought)

/** Decides by what the error is, what was tried, and what has been paid for. */
export function verdictOn(generation: ClaimedGeneration, error: ProviderError, progress: Progress): Verdict {
  if (stopsProvider(error, progress))
    return isFree(generation, progress) ? { kind: 'fall_back', otherwise: 'hold' } : { kind: 'hold' }
  if (isUndecided(error, progress)) return { kind: 'retry' }
  if (canTryAgain(error, progress) && generation.attempts < generation.maxAttempts) return { kind: 'retry' }
  const mayFallBack = isFree(generation, progress) && progress.isCalling && otherModelMayDo.has(error.class)
  return mayFallBack ? { kind: 'fall_back', otherwise: 'fail' } : { kind: 'fail' }
}

/** Whether the answer's address leads nowhere, so that the provider is to be asked for its task anew. */
export function isAddressDead(generation: ClaimedGeneration, error: ProviderError, progress: Progress): boolean {
  if (!progress.answer || !progress.canAsk) return false
  const isGone = isMissing(error, progress) && generation.errorClass === 'not_found'
  return isGone || generation.attempts >= downloadTriesMax
}
