import type { ParsedNode, YAMLMap } from 'yaml'
import type { Part, Path } from './document.ts'
import { isMap, isScalar, isSeq } from './yaml-library.ts'

type Step = { key?: ParsedNode; value: ParsedNode | null }

/** Looking through a mapping for each of its keys would take the square of their number. */
const stepsByName = new WeakMap<ParsedNode, Map<string, Step>>()

function namedSteps(map: YAMLMap<ParsedNode, ParsedNode | null> & ParsedNode): Map<string, Step> {
  const known = stepsByName.get(map)
  if (known) return known
  const steps = new Map<string, Step>()
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : undefined
    if (name !== undefined && !steps.has(name)) steps.set(name, { key, value })
  }
  stepsByName.set(map, steps)
  return steps
}

function stepInto(node: ParsedNode | null, step: string | number): Step | undefined {
  if (isMap<ParsedNode, ParsedNode | null>(node)) return namedSteps(node).get(String(step))
  if (isSeq<ParsedNode>(node)) {
    const value = node.items[Number(step)]
    return value === undefined ? undefined : { value }
  }
  return undefined
}

type Offsets = [start: number, end: number]

/** The first key of a mapping, else the start of the node: where people look for "this one". */
function headOf(node: ParsedNode | null): Offsets | undefined {
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    const first = node.items[0]?.key
    if (first && node.items[0]) return [first.range[0], first.range[1]]
  }
  return node ? [node.range[0], node.range[1]] : undefined
}

/** Offsets of a key or value. Aliases lead to what they stand for. */
export function offsetsOf(
  root: ParsedNode | null,
  path: Path,
  part: Part,
  target: (node: ParsedNode | null) => ParsedNode | null,
): Offsets {
  let node = target(root)
  let key: ParsedNode | undefined
  for (const step of path) {
    const next = stepInto(node, step)
    if (!next) return key ? [key.range[0], key.range[1]] : (headOf(node) ?? [0, 0])
    key = next.key
    node = target(next.value)
  }
  if (key && part === 'key') return [key.range[0], key.range[1]]
  if (path.length === 0 || (part === 'key' && !key)) return headOf(node) ?? [0, 0]
  // `key:` with nothing after it: the empty value cannot be pointed at.
  if (key && (!node || node.range[0] === node.range[1])) return [key.range[0], key.range[1]]
  return node ? [node.range[0], node.range[1]] : [0, 0]
}
