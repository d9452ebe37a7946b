import { randomUUID } from 'node:crypto'
import type { GenerationQueue } from '../../api/db/generation-queue.ts'
import type { ClaimedGeneration } from '../../api/domain/claimed-generation.ts'

/** Writes down that a call is about to be made, as a worker does before it. Answers its task id; undefined where the claim was lost. */
export async function noteSent(
  queue: GenerationQueue,
  claimed: ClaimedGeneration,
  call: { taskId?: string; mode?: 'live' | 'sandbox'; releaseId?: number | null } = {},
): Promise<string | undefined> {
  const { taskId = randomUUID(), mode = 'sandbox', releaseId = null } = call
  const isOurs = await queue.recordSent({ fence: claimed, taskId, mode, releaseId, requestSha256: 'a'.repeat(64) })
  return isOurs ? taskId : undefined
}
