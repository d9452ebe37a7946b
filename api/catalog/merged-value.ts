import type { Path } from './document.ts'
import { canonicalJson } from './field-changes.ts'

export const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function own(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)]
  return isMapping(value) && Object.hasOwn(value, step) ? value[step] : undefined
}

/** The value at a path; undefined where there is none. */
export const valueAt = (value: unknown, path: Path): unknown => path.reduce(own, value)

/** Whether setting a value changes nothing: it is the same, or a mapping that adds no key to another one. */
export const isSame = (base: unknown, over: unknown): boolean =>
  canonicalJson(mergedValue(base, over)) === canonicalJson(base)

/** What an environment makes of a value: mappings key by key, everything else as a whole. */
export function mergedValue(base: unknown, over: unknown): unknown {
  if (!isMapping(base) || !isMapping(over)) return over
  const names = new Set([...Object.keys(base), ...Object.keys(over)])
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      Object.hasOwn(over, name) ? mergedValue(own(base, name), over[name]) : own(base, name),
    ]),
  )
}

/** Whether what stands at a path of a merged value comes from the environment. What the base says anyway does not. */
export function isSupplied(base: unknown, over: unknown, path: Path): boolean {
  if (!isMapping(base) || !isMapping(over)) return !isSame(base, over)
  const [step, ...rest] = path
  if (step === undefined || !Object.hasOwn(over, step)) return false
  return isSupplied(own(base, step), over[step], rest)
}
