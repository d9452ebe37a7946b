/** Reading of what providers send: only the fields we use, each of any type until looked at. */

export type JsonObject = Record<string, unknown>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects of a list; nothing where it is no list. */
export const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** A text that says something; null otherwise. */
export const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** A finite number from 0; null otherwise. */
export const amountIn = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null

/** The fields of an object that a parameter set lists, in the object's own order; absent where a value is undefined. */
export function keepListed(fields: JsonObject, properties: Record<string, unknown>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== undefined && Object.hasOwn(properties, name)),
  )
}

/** A copy with long texts, such as pictures in base64, replaced by their length. */
export function withoutLongTexts(value: unknown, charsMax = 2000): unknown {
  if (typeof value === 'string') return value.length > charsMax ? `[${value.length} characters]` : value
  if (Array.isArray(value)) return value.map((entry) => withoutLongTexts(entry, charsMax))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withoutLongTexts(entry, charsMax)]))
}
