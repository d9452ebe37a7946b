import type { Fallback } from '../domain/claimed-generation.ts'
import type { Failure } from './failure.ts'
import { held } from './fence.ts'
import { withPatience } from './patience.ts'
import type { WorkerPorts } from './ports.ts'
import { callEndOf } from './progress.ts'

/** Only a database that is gone for a moment is mended by trying again. */
const planTriesMax = 4

/** Gives a generation to its tier's next model. Answers false where the tier has no other one for it, or its run cannot pay that one. */
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
  const next = { ...change, maxAttempts }
  const became = await withPatience(() => ports.queue.changeModel(generation, next, failed, error, end), signal)
  if (became === 'too_dear') return false
  held(became === 'changed')
  ports.log.warn({ ...fields, nextModelId: change.modelId }, `the tier's next model takes over: ${error.message}`)
  if (end) ports.meter.spent(generation, end.costUsd)
  ports.meter.fellBack({ from: generation.modelId, to: change.modelId })
  return true
}
