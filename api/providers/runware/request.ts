import type { PictureFormat, RenderPlan } from '../../domain/image-provider.ts'
import { type JsonObject, keepListed } from '../json.ts'

const formatNames = { webp: 'WEBP', png: 'PNG', jpeg: 'JPG' } as const satisfies Record<PictureFormat, string>

/**
 * The one imageInference task of a plan. The model's own parameters come first, so that none of them can replace
 * what this call is about. Source: runware.ai/docs, task imageInference.
 */
export function imageTask(plan: RenderPlan): JsonObject {
  const fields: JsonObject = {
    ...plan.model.generation_params,
    taskType: 'imageInference',
    taskUUID: plan.taskId,
    model: plan.model.model_name,
    positivePrompt: plan.prompt,
    negativePrompt: plan.negativePrompt ?? undefined,
    width: plan.size.width,
    height: plan.size.height,
    seed: plan.seed ?? undefined,
    numberResults: 1,
    outputType: 'URL',
    outputFormat: formatNames[plan.format],
    includeCost: true,
    deliveryMethod: 'sync',
  }
  return keepListed(fields, plan.parameterSet.schema.properties)
}

/** The task inside a request body, which is always a list. */
export function taskOf(body: unknown): JsonObject {
  const [task] = Array.isArray(body) ? body : []
  return { ...task }
}
