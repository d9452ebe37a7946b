import type { ClaimedGeneration, Pause } from '../domain/claimed-generation.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { logFields } from './failure.ts'
import { fallBack } from './fallback.ts'
import { held } from './fence.ts'
import { progressOf } from './progress.ts'
import type { StepParts } from './step-parts.ts'

/** How long one waits that no other model takes after all, such as for the length of its prompt, before it is looked at again. */
const lookAgainMs = 60_000

/** Gives what waits at a paused provider to its tier's next model. Nothing was sent, so nothing is owed. */
export async function divert(generation: ClaimedGeneration, pause: Pause, { ports, signal }: StepParts): Promise<void> {
  const provider = (await ports.catalog()).providers.find(({ id }) => id === generation.providerId)
  const error = new ProviderError({
    class: pause.pausedClass === 'operator' ? 'upstream' : pause.pausedClass,
    code: 'provider_paused',
    message: `${provider?.display_name ?? generation.providerId} is paused: ${pause.pausedReason}`,
  })
  const fields = { ...logFields(generation, null), errorClass: error.class, code: error.code }
  if (await fallBack({ generation, error, progress: progressOf(generation), fields, seconds: 0, signal }, ports)) return
  held(await ports.queue.requeue(generation, { delayMs: lookAgainMs, error: null, end: null, countsAsTry: false }))
}
