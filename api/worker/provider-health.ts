import type { BreakerRules } from '../db/provider-state-store.ts'
import type { ClaimedGeneration } from '../domain/claimed-generation.ts'
import { backoffMs } from '../domain/generation.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import type { WorkerPorts } from './ports.ts'
import type { Progress } from './progress.ts'
import { stopsProvider } from './verdict.ts'

/** Five in a row are no accident. Half a minute is what an overloaded service needs, ten minutes what a broken one does. */
const breakerRules: BreakerRules = { failuresMax: 5, cooldownMs: 30_000, cooldownMsMax: 10 * 60_000 }

/** Tells all workers how a provider fares, by an error of a call to it. What a download or a disk does says nothing of it. */
export async function noteProvider(
  generation: ClaimedGeneration,
  error: ProviderError,
  progress: Progress,
  ports: WorkerPorts,
): Promise<void> {
  if (!progress.isCalling) return
  const { providerStates, log, random } = ports
  const { providerId, correlationId, id: generationId } = generation
  const about = { correlationId, generationId, providerId }
  if (stopsProvider(error, progress)) {
    const isNew = await providerStates.pause(providerId, error.class, error.message)
    if (isNew)
      log.error(
        { ...about, errorClass: error.class, code: error.code },
        `provider paused, nothing more is sent to it until it is resumed: ${error.message}`,
      )
    return
  }
  if (error.class === 'rate_limit') {
    await providerStates.wait(providerId, backoffMs(generation.attempts, error.retryAfterMs, random))
    return
  }
  if (error.class === 'upstream' || error.class === 'timeout') {
    if (await providerStates.noteFailure(providerId, error.message, breakerRules, random()))
      log.warn({ ...about, code: error.code }, `provider fails too often, its calls are held back: ${error.message}`)
    return
  }
  if (error.status !== null) await providerStates.noteAlive(providerId)
}
