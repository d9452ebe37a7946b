import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SandboxContext } from './context.ts'
import { type Fault, insteadOfAnswer } from './faults.ts'
import { type Reply, bearerOf, isObject, isValidKey, json, show } from './reply.ts'
import { type Refusal, refusal } from './runware-errors.ts'
import { checkImageTask, drawTask, faultRefusal } from './runware-image.ts'
import {
  type Task,
  type TaskAnswer,
  type TaskMemory,
  createTaskMemory,
  getResponse,
  getTaskDetails,
  given,
  refused,
} from './runware-tasks.ts'

/** Version 4, as Runware demands. */
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** An asynchronous task is never done by the time its caller has heard that it was accepted. */
const asyncDelayMs = 400

function taskIdRefusal(taskId: unknown): Refusal | undefined {
  const parameter = { parameter: 'taskUUID', type: 'string' }
  if (taskId === undefined) return refusal(400, 'missingTaskUUID', "Missing required parameter 'taskUUID'.", parameter)
  if (typeof taskId === 'string' && uuidPattern.test(taskId)) return undefined
  return refusal(
    400,
    'invalidTaskUUID',
    "Invalid value for 'taskUUID' parameter. It must be a UUID v4 string.",
    parameter,
  )
}

async function failWith(
  trouble: Refusal,
  task: Task,
  { delayMs, fault }: { delayMs: number; fault: Fault },
  memory: TaskMemory,
): Promise<TaskAnswer> {
  const answer = refused(task, trouble)
  if (trouble.status >= 500 || fault.kind === 'blocked') memory.add(task, answer, delayMs)
  await sleep(delayMs, undefined, { ref: false })
  const isToWait = fault.kind === 'rate-limit' || fault.retryAfterMs !== undefined
  return isToWait ? { ...answer, headers: retryAfter(fault.retryAfterMs) } : answer
}

/** One picture or more, unless a fault meets the task. */
async function imageInference(task: Task, memory: TaskMemory, context: SandboxContext): Promise<TaskAnswer> {
  const taskId = show(task['taskUUID'])
  if (memory.find(taskId)) {
    return refused(
      task,
      refusal(400, 'conflictTaskUUID', `The taskUUID '${taskId}' was already used. Use a new one for every task.`, {
        parameter: 'taskUUID',
      }),
    )
  }
  const served = checkImageTask(task, context)
  if ('error' in served) return refused(task, served)
  const { delayMs, fault } = context.faults.take('runware', show(task['positivePrompt']))
  if (fault?.kind === 'reset') return { ...given([]), instead: { kind: 'drop' } }
  const trouble = fault && faultRefusal(fault)
  if (fault && trouble) return failWith(trouble, task, { delayMs, fault }, memory)
  // Kept before it is drawn: the same id a moment later is a conflict.
  const isAsync = task['deliveryMethod'] === 'async'
  const answer = given([])
  memory.add(task, answer, isAsync ? Math.max(asyncDelayMs, delayMs) : delayMs)
  answer.data = await drawTask(task, served, fault, context)
  if (isAsync) return given([{ taskType: 'imageInference', taskUUID: taskId }])
  await sleep(delayMs, undefined, { ref: false })
  const instead = insteadOfAnswer(fault)
  // What the provider keeps of it is whole.
  return instead ? { ...answer, instead } : { ...answer, isCutOff: fault?.kind === 'cut-off' }
}

/** Runware's HTTP tasks. Answers a parsed body; undefined stands for a body that is no JSON. */
export function createRunwareSandbox(context: SandboxContext) {
  const memory = createTaskMemory()

  async function perform(task: Task): Promise<TaskAnswer> {
    context.ledger.count(`runware ${show(task['taskType'])}`)
    if (task['taskType'] === 'ping') return given([{ taskType: 'ping', pong: true }])
    const taskId = task['taskUUID']
    const wrongId = taskIdRefusal(taskId)
    if (wrongId) return refused(task, wrongId)
    switch (task['taskType']) {
      case 'imageInference':
        return imageInference(task, memory, context)
      case 'getResponse':
        return getResponse(task, memory)
      case 'getTaskDetails':
        return getTaskDetails(task, memory)
      case 'accountManagement':
        return given([
          {
            taskType: 'accountManagement',
            taskUUID: taskId,
            operation: task['operation'],
            organizationName: 'Sandbox',
            balance: 100,
          },
        ])
      default:
        return refused(
          task,
          refusal(
            400,
            task['taskType'] === undefined ? 'missingTaskType' : 'unsupportedTaskType',
            `The task type '${show(task['taskType'])}' is not supported.`,
            { parameter: 'taskType' },
          ),
        )
    }
  }

  return async (body: unknown, authorization: string | undefined): Promise<Reply> => {
    if (body === undefined)
      return replyOf([refused({}, refusal(400, 'invalidJSON', 'The request body is not valid JSON.'))])
    if (!Array.isArray(body) || body.length === 0 || !body.every(isObject)) {
      return replyOf([
        refused(
          {},
          refusal(400, 'invalidRequestBody', 'The request body must be a JSON array of task objects.', {
            type: 'array',
          }),
        ),
      ])
    }
    const login = body.find((task) => task['taskType'] === 'authentication')
    const key = bearerOf(authorization) ?? (typeof login?.['apiKey'] === 'string' ? login['apiKey'] : null)
    if (key === null || !isValidKey(key)) return replyOf([unauthenticated(key)])
    const session = login ? [given([{ taskType: 'authentication', connectionSessionUUID: randomUUID() }])] : []
    return replyOf([...session, ...(await Promise.all(body.filter((task) => task !== login).map(perform)))])
  }
}

const retryAfter = (ms = 1000): Record<string, string> => ({
  'retry-after': String(Math.ceil(ms / 1000)),
  'retry-after-ms': String(ms),
})

const unauthenticated = (key: string | null): TaskAnswer =>
  refused(
    { taskType: 'authentication' },
    key === null
      ? refusal(401, 'missingApiKey', 'Missing API key. Get one at https://my.runware.ai/keys', {
          parameter: 'apiKey',
          type: 'string',
        })
      : refusal(401, 'invalidApiKey', 'Invalid API key. Get one at https://my.runware.ai/keys', {
          parameter: 'apiKey',
          type: 'string',
        }),
  )

/** One answer of all tasks: 200 as soon as one of them has a result, with the errors of the others beside it. */
function replyOf(answers: TaskAnswer[]): Reply {
  const instead = answers.find((answer) => answer.instead)?.instead
  if (instead) return instead
  const data = answers.flatMap((answer) => answer.data)
  const errors = answers.flatMap((answer) => answer.errors)
  const failed = answers.find((answer) => answer.errors.length > 0)
  const status = data.length > 0 ? 200 : (failed?.status ?? 200)
  // What failed as a whole has no data, not even none.
  const answer = json(status, { ...(status < 400 && { data }), ...(errors.length > 0 && { errors }) }, failed?.headers)
  return answers.some(({ isCutOff }) => isCutOff) ? { ...answer, isCutOff: true } : answer
}
