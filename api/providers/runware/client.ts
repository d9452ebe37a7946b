import type { ProviderConfig } from '../../../config/types.gen.ts'
import type { ImageProvider, ProviderPicture, RenderPlan, TaskOutcome } from '../../domain/image-provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { type JsonAnswer, postJson } from '../http.ts'
import { imageTask, taskOf } from './request.ts'
import { archivedAnswer, isAbout, taskOutcome } from './response.ts'

export interface RunwareOptions {
  provider: ProviderConfig
  apiKey: string
  fetch?: typeof fetch
}

/** Asking is quick; only drawing takes long. */
const questionTimeoutMs = 30_000

/** Images over Runware's HTTP tasks: one task per call, found again by its id. */
export function createRunware({ provider, apiKey, fetch }: RunwareOptions): ImageProvider {
  const providerName = provider.display_name
  const drawTimeoutMs = provider.timeout_seconds * 1000
  const post = (task: unknown, timeoutMs: number, signal: AbortSignal): Promise<JsonAnswer> =>
    postJson({ providerName, url: provider.base_url, apiKey, body: [task], timeoutMs, signal, ...(fetch && { fetch }) })
  const ask = (taskType: string, taskId: string, signal: AbortSignal) =>
    post({ taskType, taskUUID: taskId }, Math.min(questionTimeoutMs, drawTimeoutMs), signal)

  async function findTask(taskId: string, plan: RenderPlan, signal: AbortSignal): Promise<TaskOutcome> {
    const polled = await ask('getResponse', taskId, signal)
    const outcome = taskOutcome(polled, plan, taskId, providerName)
    if (outcome.status !== 'failed') return outcome
    if (isVerdict(outcome.error, polled, taskId)) return outcome
    throwIfUnasked(outcome.error)
    // getResponse knows recent tasks only; the archive knows all of them.
    const details = await ask('getTaskDetails', taskId, signal)
    const archived = archivedAnswer(details, taskId)
    if (archived) return taskOutcome(archived, plan, taskId, providerName)
    const answered = taskOutcome(details, plan, taskId, providerName)
    if (answered.status !== 'failed') return { status: 'pending' }
    if (isUnknownTask(answered.error)) return { status: 'unknown' }
    // A gateway's 404 knows nothing of tasks.
    if (answered.error instanceof ProviderError && answered.error.class === 'not_found') return { status: 'pending' }
    throw answered.error
  }

  async function generate(plan: RenderPlan, signal: AbortSignal): Promise<ProviderPicture> {
    const answer = await post(imageTask(plan), drawTimeoutMs, signal)
    const outcome = taskOutcome(answer, plan, plan.taskId, providerName)
    if (outcome.status === 'failed' && isConflict(outcome.error)) {
      return pictureIn(await findTask(plan.taskId, plan, signal), plan, outcome.error)
    }
    return pictureIn(outcome, plan)
  }

  return { requestBody: (plan) => [imageTask(plan)], parametersOf: taskOf, generate, findTask }
}

const isConflict = (error: Error): boolean => error instanceof ProviderError && error.code === 'conflictTaskUUID'
/** Only the provider's own word that there is no such task: what is believed here may be bought a second time. */
const isUnknownTask = (error: Error): boolean =>
  error instanceof ProviderError && error.class === 'not_found' && error.code !== null

/** Whether an error in the answer to a question is what became of the task, and not what became of the question. */
function isVerdict(error: Error, answer: JsonAnswer, taskId: string): boolean {
  if (answer.status !== 200 || !(error instanceof ProviderError) || error.outcomeUnknown) return false
  // Question and task have the same id, and asking too often says nothing of the task.
  return !isUnknownTask(error) && error.class !== 'rate_limit' && isAbout(error.raw, taskId)
}

/** Throws what kept the provider from answering at all; a mere refusal of the question is not thrown. */
function throwIfUnasked(error: Error): void {
  if (!(error instanceof ProviderError)) throw error
  if (error.class !== 'not_found' && error.class !== 'invalid_request' && error.code !== 'no_result') throw error
}

/** The picture of an outcome; throws where there is none. A task that goes on is billed whether we wait for it or not. */
function pictureIn(outcome: TaskOutcome, plan: RenderPlan, conflict?: Error): ProviderPicture {
  if (outcome.status === 'succeeded') return outcome.picture
  if (outcome.status === 'failed') throw outcome.error
  throw new ProviderError({
    class: 'timeout',
    code: conflict ? 'conflictTaskUUID' : 'pending',
    message:
      outcome.status === 'pending'
        ? 'The provider has accepted the task and is still working on it.'
        : 'The provider says that the task was sent before, but does not know its result.',
    requestId: plan.taskId,
    outcomeUnknown: true,
    cause: conflict,
  })
}
