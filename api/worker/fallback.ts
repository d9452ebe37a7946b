import type { Fallback } from '../domain/claimed-generation.ts'
import { type Failure, write } from './failure.ts'
import { withPatience } from './patience.ts'
import type { WorkerPorts } from './ports.ts'
import { callEndOf } from './progress.ts'

/** Only a database that is gone for a moment is mended by trying again. */
const planTriesMax = 4

/** Gives a generation to its tier's next model. Answers false where the tier has no other one for it. */
export async function fallBack(failure: Failure, ports: WorkerPorts): Promise<boolean> {
  const { generation, error, progress, fields, signal } = failure
  const change = await withPatience(() => ports.nextModel(generation), signal, planTriesMax)
  if (!change) return false
  const failed: Fallback = {
    modelId: generation.modelId,
    errorClass: error.class,
    message: error.message.slice(0, 500),
  }
  const end = callEndOf(generation, progress, error)
  const maxAttempts = generation.attempts + change.maxAttempts
  ports.log.warn({ ...fields, nextModelId: change.modelId }, `the tier's next model takes over: ${error.message}`)
  await write(failure, () => ports.queue.changeModel(generation, { ...change, maxAttempts }, failed, error, end))
  if (end) ports.meter.spent(generation, end.costUsd)
  ports.meter.fellBack({ from: generation.modelId, to: change.modelId })
  return true
}
