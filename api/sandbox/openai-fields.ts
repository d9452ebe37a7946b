import type { ServedModel } from './served-models.ts'
import { type OpenAiRefusal, notPlayed, parameterRefusal } from './openai-errors.ts'
import { parameterProblems } from './parameters.ts'

type Fields = Record<string, unknown>

/** A request without the fields that are null where null is the same as nothing. */
export const withoutNulls = (fields: Fields, { wire }: ServedModel): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== null || !wire.nullable.has(name)))

const isAskedFor = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)

/** Why OpenAI would not take the fields of a request, or the sandbox cannot; undefined where both do. */
export function fieldRefusal(fields: Fields, served: ServedModel): OpenAiRefusal | undefined {
  const [problem] = parameterProblems(fields, served)
  if (problem) return parameterRefusal(problem)
  const unplayed = [...served.wire.unsupported].find((name) => isAskedFor(fields[name]))
  return unplayed === undefined ? undefined : notPlayed(unplayed)
}
