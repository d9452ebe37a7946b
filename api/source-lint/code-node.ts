/** Offsets into the file; the end is exclusive. */
interface Span {
  start: number
  end: number
}

/** One way through a branch: what must hold for it, and what it does. */
export interface Arm {
  test?: CodeNode
  body: CodeNode
  /** Whether it is what happens when nothing else does. */
  isFallback: boolean
}

/** Code of any language, as far as the lint tells one thing from another. */
export type CodeNode = Span &
  (
    | { kind: 'text'; value: string }
    | { kind: 'number'; value: number }
    | { kind: 'name'; name: string }
    /** `object.name`, or `object['name']`. */
    | { kind: 'member'; object: CodeNode; name: string | undefined; index?: CodeNode }
    | { kind: 'call'; callee: CodeNode; args: CodeNode[] }
    /** Arrays, tuples, sets, and unions of literal types. */
    | { kind: 'list'; items: CodeNode[] }
    | { kind: 'record'; items: CodeNode[] }
    /** An entry of a record, a named argument, an attribute, or a parameter with its default. */
    | { kind: 'pair'; key: CodeNode; value: CodeNode; isDefault: boolean }
    | { kind: 'assign'; target: CodeNode; value: CodeNode; declares: boolean }
    /** `tried ?? instead`. */
    | { kind: 'either'; tried: CodeNode; instead: CodeNode }
    | { kind: 'operation'; operator: string; sides: CodeNode[] }
    | { kind: 'choice'; arms: Arm[] }
    | { kind: 'function'; name: CodeNode | undefined; parts: CodeNode[] }
    | { kind: 'class'; name: CodeNode | undefined; parts: CodeNode[] }
    | { kind: 'return'; parts: CodeNode[] }
    | { kind: 'other'; parts: CodeNode[] }
  )

type PartsByKind = { [K in CodeNode['kind']]: (node: Extract<CodeNode, { kind: K }>) => CodeNode[] }

const partsByKind: PartsByKind = {
  text: () => [],
  number: () => [],
  name: () => [],
  member: ({ object, index }) => (index ? [object, index] : [object]),
  call: ({ callee, args }) => [callee, ...args],
  list: ({ items }) => items,
  record: ({ items }) => items,
  pair: ({ key, value }) => [key, value],
  assign: ({ target, value }) => [target, value],
  either: ({ tried, instead }) => [tried, instead],
  operation: ({ sides }) => sides,
  choice: ({ arms }) => arms.flatMap((arm) => (arm.test ? [arm.test, arm.body] : [arm.body])),
  function: ({ parts }) => parts,
  class: ({ parts }) => parts,
  return: ({ parts }) => parts,
  other: ({ parts }) => parts,
}

/** Nodes directly below a node. */
export const partsOf = (node: CodeNode): CodeNode[] => (partsByKind[node.kind] as (node: CodeNode) => CodeNode[])(node)

/** A node and everything below it. */
export function* allNodes(node: CodeNode): Iterable<CodeNode> {
  yield node
  for (const part of partsOf(node)) yield* allNodes(part)
}

/** The last word of what a node names: `steps` of `task['steps']` and of `task.steps`. */
export function nameOf(node: CodeNode): string | undefined {
  if (node.kind === 'name') return node.name
  if (node.kind === 'text') return node.value
  if (node.kind === 'member') return node.name
  return undefined
}

/** Whether a node is a literal: text, a number, or a list or record. */
export const isLiteral = (node: CodeNode): boolean =>
  node.kind === 'text' || node.kind === 'number' || node.kind === 'list' || node.kind === 'record'
