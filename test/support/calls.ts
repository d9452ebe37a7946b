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

/** Has the sandbox draw a claimed generation, as a call of this task id would. Answers where the picture is. Billed like any other. */
export async function drawAt(sandboxUrl: string, claimed: ClaimedGeneration, taskId: string): Promise<string> {
  const task = {
    taskType: 'imageInference',
    taskUUID: taskId,
    model: claimed.modelId,
    positivePrompt: claimed.prompt,
    width: claimed.width,
    height: claimed.height,
    outputFormat: 'WEBP',
    includeCost: true,
  }
  const answer = await fetch(`${sandboxUrl}/runware/v1`, {
    method: 'POST',
    headers: { authorization: 'Bearer sandbox-key', 'content-type': 'application/json' },
    body: JSON.stringify([task]),
  })
  const { data } = (await answer.json()) as { data: { imageURL: string }[] }
  const [drawn] = data
  if (!drawn) throw new Error('The sandbox drew nothing.')
  return drawn.imageURL
}
