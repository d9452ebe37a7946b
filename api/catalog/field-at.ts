const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** What a dotted path leads to; undefined where it leads nowhere. */
export const fieldAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, step) => (isRecord(inner) ? inner[step] : undefined), value)

/** A copy with another value at a dotted path, or without one where that is undefined. */
export function withField(value: unknown, path: string, field: unknown): Record<string, unknown> {
  const [step = '', ...rest] = path.split('.')
  const { [step]: inner, ...others } = isRecord(value) ? value : {}
  const next = rest.length === 0 ? field : withField(inner, rest.join('.'), field)
  return next === undefined ? others : { ...others, [step]: next }
}
