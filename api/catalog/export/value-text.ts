import { isRecord } from './record.ts'
import { keyText, scalarText } from './scalar-text.ts'

const widthMax = 110
const membersMax = 6

/** A value on one line. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  if (!isRecord(value)) return scalarText(value, { isFlow: true })
  const pairs = Object.entries(value).map(([key, inner]) => flowPairText(key, inner))
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
}

export const flowPairText = (key: string, value: unknown): string => `${keyText(key)}: ${flowText(value)}`

const isCollection = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Whether a list or mapping is short enough for one line. */
function isShort(value: object, before: number): boolean {
  const members: unknown[] = Object.values(value)
  return members.length <= membersMax && !members.some(isCollection) && before + flowText(value).length <= widthMax
}

const indented = (indent: number): string => `\n${' '.repeat(indent)}`

/** A key and its value. `indent` is where the key stands; only the lines after the first are indented. */
export function pairText(key: string, value: unknown, indent: number): string {
  const name = keyText(key)
  const inner = indent + 2
  if (!isCollection(value)) return `${name}: ${scalarText(value, { isFlow: false, blockIndent: inner })}`
  if (isShort(value, indent + name.length + 2)) return `${name}: ${flowText(value)}`
  return `${name}:${indented(inner)}${collectionText(value, inner)}`
}

/** What stands on lines of its own: pairs or items, one below the other. */
export function collectionText(value: object, indent: number): string {
  return Array.isArray(value)
    ? value.map((item) => itemText(item, indent)).join(indented(indent))
    : Object.entries(value)
        .map(([key, inner]) => pairText(key, inner, indent))
        .join(indented(indent))
}

/** An item of a list. `indent` is where its dash stands. */
export function itemText(value: unknown, indent: number): string {
  const inner = indent + 2
  if (isRecord(value) && Object.keys(value).length > 0) return `- ${collectionText(value, inner)}`
  return `- ${isCollection(value) ? flowText(value) : scalarText(value, { isFlow: false, blockIndent: inner })}`
}
