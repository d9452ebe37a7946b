import type { ParsedNode } from 'yaml'
import type { Part, Path } from './document.ts'
import { isMap, isScalar, isSeq } from './yaml-library.ts'

type Step = { key?: ParsedNode; value: ParsedNode | null }

function stepInto(node: ParsedNode | null, step: string | number): Step | undefined {
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
    return pair ? { key: pair.key, value: pair.value } : undefined
  }
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
