import type { PictureSource, ProviderPicture, RenderPlan, TaskOutcome } from '../../domain/image-provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import type { JsonAnswer } from '../http.ts'
import { type JsonObject, amountIn, isObject, objectsIn, textIn, withoutLongTexts } from '../json.ts'
import { errorsIn, runwareError, runwareErrorClass, unshapedError } from './errors.ts'

const bytesOf = (base64: string): PictureSource => ({ kind: 'bytes', bytes: Buffer.from(base64, 'base64') })

function sourceOf(item: JsonObject): PictureSource | null {
  const url = textIn(item['imageURL'])
  if (url) return { kind: 'url', url }
  const base64 = textIn(item['imageBase64Data'])
  if (base64) return bytesOf(base64)
  const dataUri = textIn(item['imageDataURI'])
  return dataUri ? bytesOf(dataUri.slice(dataUri.indexOf(',') + 1)) : null
}

/** The finished picture in a result; null where the result holds none yet. Throws where the picture was judged unsafe. */
function pictureOf(item: JsonObject, plan: RenderPlan, answer: JsonAnswer): ProviderPicture | null {
  const source = sourceOf(item)
  if (!source) return null
  const told = amountIn(item['cost'])
  const listed = plan.model.price.usd_per_image ?? null
  if (item['NSFWContent'] === true) {
    throw new ProviderError({
      class: 'moderation',
      code: 'NSFWContent',
      message: 'The provider made the picture and marked it as unsafe.',
      status: answer.status,
      requestId: plan.taskId,
      costUsd: told ?? listed,
      raw: withoutLongTexts(item),
    })
  }
  return {
    source,
    costUsd: told ?? listed,
    costSource: told !== null ? 'provider' : listed !== null ? 'catalog' : null,
    seed: amountIn(item['seed']),
    requestId: textIn(item['imageUUID']) ?? plan.taskId,
    raw: withoutLongTexts(item),
  }
}

/** Whether an entry of an answer names a task. */
export const isAbout = (entry: unknown, taskId: string): boolean => isObject(entry) && entry['taskUUID'] === taskId

const ofTask = (entries: JsonObject[], taskId: string): JsonObject | undefined =>
  entries.find((entry) => isAbout(entry, taskId))

/** An error about this task, or about the request as a whole. */
const errorFor = (errors: JsonObject[], taskId: string): JsonObject | undefined =>
  ofTask(errors, taskId) ?? errors.find((entry) => entry['taskUUID'] === undefined) ?? errors[0]

/** What an answer says about one task: its picture, its error, or that it is still being worked on. */
export function taskOutcome(answer: JsonAnswer, plan: RenderPlan, taskId: string, providerName: string): TaskOutcome {
  const body = isObject(answer.body) ? answer.body : {}
  const item = ofTask(objectsIn(body['data']), taskId)
  if (item?.['status'] === 'error') {
    const nested = isObject(item['error']) ? item['error'] : item
    return { status: 'failed', error: runwareError({ taskUUID: taskId, ...nested }, answer, providerName) }
  }
  if (item) {
    try {
      const picture = pictureOf(item, plan, answer)
      return picture ? { status: 'succeeded', picture } : { status: 'pending' }
    } catch (error) {
      if (error instanceof ProviderError) return { status: 'failed', error }
      throw error
    }
  }
  const entry = errorFor(errorsIn(body), taskId)
  if (entry) return { status: 'failed', error: runwareError(entry, answer, providerName) }
  if (answer.status >= 400) {
    return { status: 'failed', error: unshapedError(answer, providerName, (status) => runwareErrorClass(status, null)) }
  }
  return {
    status: 'failed',
    error: new ProviderError({
      class: 'upstream',
      code: 'no_result',
      message: `${providerName} answered without a result for the task.`,
      status: answer.status,
      requestId: taskId,
      outcomeUnknown: true,
      raw: withoutLongTexts(answer.body),
    }),
  }
}

/**
 * The original answer that getTaskDetails found, as an answer. It comes whole ("exactly as received"), so it may be
 * the envelope, its list of results, or one result. Null where the archive holds no answer yet.
 */
export function archivedAnswer(answer: JsonAnswer, taskId: string): JsonAnswer | null {
  const body = isObject(answer.body) ? answer.body : {}
  const found = ofTask(objectsIn(body['data']), taskId)?.['response']
  const entries = isObject(found) && !('data' in found) && !('errors' in found) ? [found] : objectsIn(found)
  if (isObject(found) && entries.length === 0) return { ...answer, body: found }
  if (entries.every((entry) => Object.keys(entry).length === 0)) return null
  return {
    ...answer,
    body: { data: entries.filter((entry) => !('code' in entry)), errors: entries.filter((entry) => 'code' in entry) },
  }
}
