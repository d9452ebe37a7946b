import { AppError } from '../domain/error.ts'
import type { SandboxContext } from './context.ts'
import { type Fault, type FaultKind, createFaults } from './faults.ts'
import { isObject, json, type Reply } from './reply.ts'

const kinds = { number: ['ms', 'status', 'retryAfterMs', 'times'], string: ['route', 'prompt', 'code'] } as const

/** What was called and billed, and which faults are still to come. */
export function readControl({ ledger, faults }: SandboxContext): Reply {
  const bills = ledger.bills()
  const byTask: Record<string, number> = {}
  for (const { taskId } of bills) byTask[taskId] = (byTask[taskId] ?? 0) + 1
  return json(200, {
    calls: ledger.calls(),
    bills: byTask,
    billedUsd: Math.round(bills.reduce((sum, bill) => sum + bill.costUsd, 0) * 1e6) / 1e6,
    lastBills: bills.slice(-100),
    faults: faults.pending(),
  })
}

/** A fault as it was asked for over HTTP. Its kind is checked where it is added. */
function faultIn(value: unknown): Fault {
  if (!isObject(value) || typeof value['kind'] !== 'string')
    throw new AppError('invalid', 'A fault is an object with a "kind".')
  const wrong = Object.entries(value).find(([name, given]) => {
    if (name === 'kind' || (name === 'times' && given === null)) return false
    const expected = (['number', 'string'] as const).find((type) => (kinds[type] as readonly string[]).includes(name))
    return expected === undefined || typeof given !== expected
  })
  if (wrong)
    throw new AppError(
      'invalid',
      `A fault has no "${wrong[0]}" of that kind. It may have: times, ${[...kinds.number, ...kinds.string].join(', ')}.`,
    )
  return { ...value, kind: value['kind'] as FaultKind }
}

function wishIn(body: unknown): { faults: Fault[]; clear: boolean } {
  const isUnderstood = isObject(body) && Object.keys(body).every((name) => name === 'faults' || name === 'clear')
  if (!isUnderstood || Object.keys(body).length === 0)
    throw new AppError('invalid', 'The body is a JSON object with "clear", "faults" or both.')
  const { faults = [], clear = false } = body
  if (!Array.isArray(faults)) throw new AppError('invalid', '"faults" is a list of faults.')
  if (typeof clear !== 'boolean') throw new AppError('invalid', '"clear" is true or false.')
  return { faults: faults.map(faultIn), clear }
}

/** `{"faults": [{"kind": "rate-limit", "times": 2}]}` adds, `{"clear": true}` first takes away what was to come. */
export function changeControl(body: unknown, context: SandboxContext): Reply {
  try {
    const { faults, clear } = wishIn(body)
    // All or nothing: of a list with one that cannot happen, none is kept.
    const tried = createFaults()
    for (const fault of faults) tried.add(fault)
    if (clear) context.faults.clear()
    for (const fault of faults) context.faults.add(fault)
    return readControl(context)
  } catch (error) {
    if (error instanceof AppError) return json(422, { error: error.message })
    throw error
  }
}
