import type { Alias, ParsedNode, Scalar } from 'yaml'
import type { Mend } from './fix.ts'
import { isAlias, isMap, isScalar, isSeq } from './yaml-library.ts'

/** Something in a document that YAML allows and a catalog does not. */
export interface ValueProblem {
  rule: 'yaml/duplicate-key' | 'yaml/leading-zero' | 'yaml/unsafe-number' | 'yaml/alias' | 'yaml/unsupported'
  node: ParsedNode
  path: (string | number)[]
  message: string
  hint?: string
  mend?: Mend | undefined
  /** The earlier one, of two that are the same. */
  first?: ParsedNode
}

export interface PlainValue {
  value: unknown
  problems: ValueProblem[]
  /** What each alias stands for. */
  targets: Map<ParsedNode, ParsedNode>
}

/** With every alias written out. A catalog's largest file has some hundred; an "anchor bomb" has billions. */
const nodesMax = 20_000

/** Stops the walk: what follows would only repeat the problem. */
class TooLarge extends Error {}

interface Walk {
  problems: ValueProblem[]
  targets: Map<ParsedNode, ParsedNode>
  anchors: Map<string, ParsedNode>
  open: Set<ParsedNode>
  nodes: number
  /** Above 0 inside what an alias stands for, whose problems were reported where it was written. */
  aliasDepth: number
}

/** Without the zeros, where readers that take them for octal could not have meant another number. */
function zeroMend(written: string): Mend | undefined {
  const [, digits = ''] = /^0+(\d+(?:\.\d+)?)$/.exec(written) ?? []
  const isSameInOctal = /^[0-7]$|[89.]/.test(digits)
  return isSameInOctal ? { from: written, to: digits, isBare: true } : undefined
}

function numberProblem(node: Scalar.Parsed, value: number, path: (string | number)[]): ValueProblem | undefined {
  const written = node.source
  if (/^[-+]?0\d/.test(written)) {
    const message = `${written} has a leading zero, which readers of YAML take for different numbers.`
    const hint = `Write ${value}, or "${written}" if it is text.`
    return { rule: 'yaml/leading-zero', node, path, message, hint, mend: zeroMend(written) }
  }
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return undefined
  const message = Number.isFinite(value)
    ? `${written} is larger than 2^53, so it would be changed without a word.`
    : `${written} is not a number that JSON can hold.`
  return {
    rule: 'yaml/unsafe-number',
    node,
    path,
    message,
    hint: 'Write a smaller number, or put it in quotes if it is text.',
  }
}

function report(walk: Walk, problem: ValueProblem | undefined): void {
  if (problem && walk.aliasDepth === 0) walk.problems.push(problem)
}

/** What no database keeps as text. Both can only be written as escapes. */
function textProblem(node: Scalar.Parsed, text: string, path: (string | number)[]): ValueProblem | undefined {
  if (!/\p{Surrogate}/u.test(text) && !text.includes('\0')) return undefined
  return {
    rule: 'yaml/unsupported',
    node,
    path,
    message: 'The text holds NUL or half of a surrogate pair, which cannot be kept.',
    hint: 'Take the escape out.',
  }
}

function aliasValue(node: Alias.Parsed, path: (string | number)[], walk: Walk): unknown {
  const target = walk.anchors.get(node.source)
  if (!target || walk.open.has(target)) {
    const message = target
      ? `*${node.source} stands inside what it refers to.`
      : `There is no anchor &${node.source} before this.`
    report(walk, { rule: 'yaml/alias', node, path, message, hint: 'Write the value out.' })
    return null
  }
  walk.targets.set(node, target)
  walk.aliasDepth++
  try {
    return valueOf(target, path, walk)
  } catch (error) {
    if (error instanceof TooLarge && walk.aliasDepth === 1) {
      walk.aliasDepth = 0
      const message = `With *${node.source} written out the file has more than ${nodesMax} values.`
      report(walk, { rule: 'yaml/alias', node, path, message, hint: 'Write the values out.' })
    }
    throw error
  } finally {
    walk.aliasDepth = Math.max(0, walk.aliasDepth - 1)
  }
}

function mapValue(node: ParsedNode, path: (string | number)[], walk: Walk): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  const keys = new Map<string, ParsedNode>()
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return result
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : ''
    const first = keys.get(name)
    if (first) {
      report(walk, {
        rule: 'yaml/duplicate-key',
        node: key,
        path: [...path, name],
        message: `"${name}" is here twice.`,
        hint: 'Keep one of them.',
        first,
      })
      continue
    }
    keys.set(name, key)
    // Not an assignment: a key named __proto__ must be a key like any other.
    Object.defineProperty(result, name, {
      value: valueOf(value, [...path, name], walk),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return result
}

function valueOf(node: ParsedNode | null, path: (string | number)[], walk: Walk): unknown {
  if (!node) return null
  if (++walk.nodes > nodesMax) throw new TooLarge()
  if (isAlias(node)) return aliasValue(node, path, walk)
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, node)
  if (isScalar(node)) {
    if (typeof node.value === 'number') report(walk, numberProblem(node, node.value, path))
    if (typeof node.value === 'string') report(walk, textProblem(node, node.value, path))
    return node.value
  }
  walk.open.add(node)
  const value = isSeq<ParsedNode>(node)
    ? node.items.map((item, index) => valueOf(item, [...path, index], walk))
    : mapValue(node, path, walk)
  walk.open.delete(node)
  return value
}

/** The JSON value of a parsed document, and what in it a catalog does not allow. */
export function plainValue(root: ParsedNode | null): PlainValue {
  const walk: Walk = { problems: [], targets: new Map(), anchors: new Map(), open: new Set(), nodes: 0, aliasDepth: 0 }
  try {
    return { value: valueOf(root, [], walk), problems: walk.problems, targets: walk.targets }
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error
    const hasReason = walk.problems.some((problem) => problem.rule === 'yaml/alias')
    if (!hasReason && root) {
      walk.problems.push({
        rule: 'yaml/alias',
        node: root,
        path: [],
        message: `The file has more than ${nodesMax} values.`,
      })
    }
    return { value: undefined, problems: walk.problems, targets: walk.targets }
  }
}
