import type { ClaimedGeneration } from '../domain/claimed-generation.ts'
import { messageOf } from '../domain/error.ts'
import { backoffMs } from '../domain/generation.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { type Failure, logFields, write } from './failure.ts'
import { fallBack } from './fallback.ts'
import type { WorkerPorts } from './ports.ts'
import { withPatience } from './patience.ts'
import { callEndOf } from './progress.ts'
import { noteProvider } from './provider-health.ts'
import type { Step } from './step-parts.ts'
import { isAddressDead, verdictOn } from './verdict.ts'

/** How long a generation waits that is held for its provider, before it is looked at again. The claim leaves it until the provider is resumed. */
const holdMs = 1000

/** Anything that is not a provider's word is a defect of ours; the row must not be lost to it. */
function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error
  return new ProviderError({ class: 'upstream', code: 'atelier_defect', message: messageOf(error), cause: error })
}

async function fail(failure: Failure, { queue, log, meter }: WorkerPorts) {
  const { generation, error, progress, fields, seconds } = failure
  log.warn(fields, `generation failed: ${error.message}`)
  const end = callEndOf(generation, progress, error)
  await write(failure, () => queue.fail(generation, error, end))
  if (end) meter.spent(generation, end.costUsd)
  meter.finished('failed', generation, seconds)
}

async function retry(failure: Failure, { queue, log, random, meter }: WorkerPorts) {
  const { generation, error, progress, fields } = failure
  if (isAddressDead(generation, error, progress)) await write(failure, () => queue.forgetAnswer(generation))
  const delayMs = backoffMs(generation.attempts, error.retryAfterMs, random)
  log.info({ ...fields, delayMs }, `generation will be tried again: ${error.message}`)
  const end = progress.nothingBought ? callEndOf(generation, progress, error) : null
  await write(failure, () => queue.requeue(generation, { delayMs, error, end, countsAsTry: true }))
  if (end) meter.spent(generation, end.costUsd)
}

async function hold(failure: Failure, { queue, log, meter }: WorkerPorts) {
  const { generation, error, progress, fields } = failure
  log.info(fields, `generation waits for its provider: ${error.message}`)
  const end = progress.nothingBought ? callEndOf(generation, progress, error) : null
  await write(failure, () => queue.requeue(generation, { delayMs: holdMs, error, end, countsAsTry: false }))
  if (end) meter.spent(generation, end.costUsd)
}

/** Back into the queue, to another model, or the end: by what the error is and what has been paid for. */
export async function settleFailure(
  generation: ClaimedGeneration,
  thrown: unknown,
  { progress, ports, signal }: Step,
  seconds: number,
): Promise<void> {
  const error = asProviderError(thrown)
  const fields = {
    ...logFields(generation, progress.taskId),
    errorClass: error.class,
    code: error.code,
    attempts: generation.attempts,
  }
  ports.meter.failed({ providerId: generation.providerId, errorClass: error.class })
  await withPatience(() => noteProvider(generation, error, progress, ports), signal)
  const failure = { generation, error, progress, fields, seconds, signal }
  const verdict = verdictOn(generation, error, progress)
  switch (verdict.kind) {
    case 'retry':
      return retry(failure, ports)
    case 'hold':
      return hold(failure, ports)
    case 'fail':
      return fail(failure, ports)
    case 'fall_back': {
      if (await fallBack(failure, ports)) return
      return verdict.otherwise === 'hold' ? hold(failure, ports) : fail(failure, ports)
    }
  }
}
