import { type Reply, show } from './reply.ts'
import { type Refusal, refusal } from './runware-errors.ts'

export type Task = Record<string, unknown>

/** What one task of a request came to. Tasks of one request succeed and fail on their own. */
export interface TaskAnswer {
  status: number
  data: Task[]
  errors: Task[]
  headers?: Record<string, string>
  /** What the caller gets to hear instead. The task was done and billed all the same, unless it never was taken. */
  instead?: Exclude<Reply, { kind: 'json' | 'file' }>
  isCutOff?: boolean
}

export const given = (data: Task[]): TaskAnswer => ({ status: 200, data, errors: [] })
export const refused = (task: Task, { status, error }: Refusal): TaskAnswer => ({
  status,
  data: [],
  errors: [
    {
      ...error,
      ...(task['taskType'] !== undefined && { taskType: task['taskType'] }),
      ...(task['taskUUID'] !== undefined && { taskUUID: task['taskUUID'] }),
    },
  ],
})

interface RememberedTask {
  task: Task
  answer: TaskAnswer
  /** Milliseconds since the epoch. */
  finishesAt: number
}

const tasksMax = 10_000

/** The tasks that were accepted. Bounded: the oldest are forgotten. */
export interface TaskMemory {
  add(task: Task, answer: TaskAnswer, delayMs: number): void
  find(taskId: string): RememberedTask | undefined
}

export function createTaskMemory(): TaskMemory {
  const remembered = new Map<string, RememberedTask>()
  return {
    add(task, answer, delayMs) {
      remembered.set(show(task['taskUUID']), { task, answer, finishesAt: Date.now() + delayMs })
      const [oldest] = remembered.keys()
      if (remembered.size > tasksMax && oldest !== undefined) remembered.delete(oldest)
    },
    find: (taskId) => remembered.get(taskId),
  }
}

const notFound = (task: Task): TaskAnswer =>
  refused(
    task,
    refusal(404, 'taskNotFound', `The task '${show(task['taskUUID'])}' was not found.`, { parameter: 'taskUUID' }),
  )

/** Knows what is being worked on, and asynchronous results. */
export function getResponse(task: Task, memory: TaskMemory): TaskAnswer {
  const found = memory.find(show(task['taskUUID']))
  if (!found) return notFound(task)
  const { taskType, taskUUID } = found.task
  if (Date.now() < found.finishesAt) return given([{ taskType, taskUUID, status: 'processing', progress: 50 }])
  if (found.task['deliveryMethod'] !== 'async') return notFound(task)
  return {
    status: 200,
    data: found.answer.data.map((item) => ({ ...item, status: 'success' })),
    errors: found.answer.errors.map((error) => ({ ...error, status: 'error' })),
  }
}

/** Knows every task there was. */
export function getTaskDetails(task: Task, memory: TaskMemory): TaskAnswer {
  const found = memory.find(show(task['taskUUID']))
  if (!found) return notFound(task)
  const { data, errors } = found.answer
  const response =
    Date.now() < found.finishesAt ? {} : { ...(data.length > 0 && { data }), ...(errors.length > 0 && { errors }) }
  return given([{ taskType: 'getTaskDetails', taskUUID: task['taskUUID'], request: [found.task], response }])
}
