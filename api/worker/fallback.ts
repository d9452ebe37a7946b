import type { Fallback } from '../domain/claimed-generation.ts'
import type { Failure } from './failure.ts'
import { held } from './fence.ts'
import type { WorkerPorts } from './ports.ts'
import { callEndOf } from './progress.ts'

/** Gives a generation to its tier's next model. Answers false where the tier has no other one for it. */
export async function fallBack(failure: Failure, ports: WorkerPorts): Promise<boolean> {
  const { generation, error, progress, fields } = failure
  const change = await ports.nextModel(generation)
  if (!change) return false
  const failed: Fallback = {
    modelId: generation.modelId,
    errorClass: error.class,
    message: error.message.slice(0, 500),
  }
  const end = callEndOf(generation, progress, error)
  const maxAttempts = generation.attempts + change.maxAttempts
  ports.log.warn({ ...fields, nextModelId: change.modelId }, `the tier's next model takes over: ${error.message}`)
  held(await ports.queue.changeModel(generation, { ...change, maxAttempts }, failed, error, end))
  if (end) ports.meter.spent(generation, end.costUsd)
  ports.meter.fellBack({ from: generation.modelId, to: change.modelId })
  return true
}
