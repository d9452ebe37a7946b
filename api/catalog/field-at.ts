import { stepsOf } from './field-path.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a dotted path leads to; undefined where it leads nowhere. */
export const fieldAt = (value: unknown, path: string): unknown =>
  stepsOf(path).reduce<unknown>((inner, step) => (isRecord(inner) ? inner[step] : undefined), value)

function withSteps(value: unknown, [step = '', ...rest]: readonly string[], field: unknown): Record<string, unknown> {
  const { [step]: inner, ...others } = isRecord(value) ? value : {}
  const next = rest.length === 0 ? field : withSteps(inner, rest, field)
  return next === undefined ? others : { ...others, [step]: next }
}

/** A copy with another value at a dotted path, or without one where that is undefined. */
export const withField = (value: unknown, path: string, field: unknown): Record<string, unknown> =>
  withSteps(value, stepsOf(path), field)
