import type { Arm, CodeNode } from './code-node.ts'
import {
  type Convert,
  type Reading,
  callOf,
  list,
  memberOf,
  name,
  named,
  nothing,
  number,
  only,
  operation,
  other,
  pairOf,
  record,
  sourceOf,
  text,
} from './reading.ts'
import { type Syntax, fieldOf, spanOf } from './syntax.ts'

const gettingMethods = ['get', 'pop', 'setdefault']

const call: Convert = (node, reading) => {
  const callee = fieldOf(node, 'function')
  const args = fieldOf(node, 'arguments')
  if (!callee || args?.type !== 'argument_list') return other(node, reading)
  const called = reading.convert(callee)
  const values = args.children.map(reading.convert)
  const [first, second, third] = values
  // What get() and getattr() give where there is nothing is a fallback.
  const isGet = called.kind === 'member' && gettingMethods.includes(called.name ?? '') && values.length === 2
  if (isGet && first && second)
    return { ...spanOf(node), kind: 'either', tried: asNamed(called, first), instead: second }
  if (called.kind === 'name' && called.name === 'getattr' && second && third) {
    return { ...spanOf(node), kind: 'either', tried: asNamed(called, second), instead: third }
  }
  return callOf(node, called, values, reading)
}

/** What is asked for is what the value is named by. */
const asNamed = (object: CodeNode, key: CodeNode): CodeNode => ({
  start: object.start,
  end: key.end,
  kind: 'member',
  object,
  name: key.kind === 'text' ? key.value : undefined,
  index: key,
})

const assignment: Convert = (node, reading) => {
  const left = fieldOf(node, 'left')
  const right = fieldOf(node, 'right')
  if (!left || !right) return other(node, reading)
  const value = reading.convert(right)
  const assign = (target: Syntax, own: CodeNode): CodeNode => {
    const declares = target.type === 'identifier'
    return { ...spanOf(node), kind: 'assign', target: reading.convert(target), value: own, declares }
  }
  // `a = b = 1` gives both the one value.
  if (value.kind === 'assign') return { ...spanOf(node), kind: 'other', parts: [assign(left, value.value), value] }
  // `a, b = 1, 2` gives each its own.
  if (left.type === 'pattern_list' && value.kind === 'list' && value.items.length === left.children.length) {
    const parts = left.children.map((target, index) => assign(target, value.items[index] ?? value))
    return { ...spanOf(node), kind: 'other', parts }
  }
  return assign(left, value)
}

const conditional: Convert = (node, reading) => {
  const [yes, test, no] = node.children.map(reading.convert)
  if (!test || !yes || !no) return other(node, reading)
  const otherwise: Arm[] = no.kind === 'choice' ? no.arms : [{ body: no, isFallback: true }]
  return { ...spanOf(node), kind: 'choice', arms: [{ test, body: yes, isFallback: false }, ...otherwise] }
}

const ifStatement: Convert = (node, reading) => {
  const arms = [node, ...node.children.filter((child) => child.field === 'alternative')].flatMap((clause): Arm[] => {
    const test = fieldOf(clause, 'condition')
    const body = fieldOf(clause, 'consequence') ?? fieldOf(clause, 'body')
    if (!body) return []
    return [{ ...(test ? { test: reading.convert(test) } : {}), body: reading.convert(body), isFallback: !test }]
  })
  return { ...spanOf(node), kind: 'choice', arms }
}

const tryStatement: Convert = (node, reading) => ({
  ...spanOf(node),
  kind: 'choice',
  arms: node.children.map((child) => ({ body: reading.convert(child), isFallback: child.type.startsWith('except') })),
})

const matchStatement: Convert = (node, reading) => {
  const subject = fieldOf(node, 'subject')
  const body = fieldOf(node, 'body')
  if (!subject || !body) return other(node, reading)
  const tested = reading.convert(subject)
  const arms = body.children.map((clause): Arm => {
    const patterns = clause.children.filter((child) => child.type === 'case_pattern')
    const consequence = fieldOf(clause, 'consequence')
    const arm = { body: consequence ? reading.convert(consequence) : nothing(clause, reading) }
    if (patterns.some((pattern) => sourceOf(pattern, reading) === '_')) return { ...arm, isFallback: true }
    const sides = [tested, ...patterns.map((pattern) => other(pattern, reading))]
    return { ...arm, test: { ...spanOf(clause), kind: 'operation', operator: '==', sides }, isFallback: false }
  })
  return { ...spanOf(node), kind: 'choice', arms }
}

const continued: Convert = (node, reading) => {
  const parts = node.children.map(reading.convert)
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.value] : []))
  if (texts.length < parts.length) return other(node, reading)
  return { ...spanOf(node), kind: 'text', value: texts.join('') }
}

/** A file that begins in the middle of an `if`, as excerpts do: what follows belongs to that branch. */
const moduleOf: Convert = (node, reading) => {
  const at = node.children.findIndex(
    (child) => child.type === 'ERROR' && /^(?:else|elif|except)\b/.test(sourceOf(child, reading)),
  )
  const broken = node.children[at]
  if (!broken) return other(node, reading)
  const before = node.children.slice(0, at).map(reading.convert)
  const body: CodeNode = { ...spanOf(node), kind: 'other', parts: rest(node.children.slice(at + 1), reading) }
  const isTest = sourceOf(broken, reading).startsWith('elif')
  const arm: Arm = isTest ? { test: other(broken, reading), body, isFallback: false } : { body, isFallback: true }
  return { ...spanOf(node), kind: 'other', parts: [...before, { ...body, kind: 'choice', arms: [arm] }] }
}

const rest = (nodes: readonly Syntax[], reading: Reading): CodeNode[] => nodes.map(reading.convert)

const converters: Record<string, Convert> = {
  module: moduleOf,
  string: text,
  concatenated_string: continued,
  integer: number,
  float: number,
  identifier: name,
  parenthesized_expression: only,
  expression_statement: only,
  binary_operator: operation,
  boolean_operator: operation,
  comparison_operator: operation,
  conditional_expression: conditional,
  if_statement: ifStatement,
  try_statement: tryStatement,
  match_statement: matchStatement,
  assignment,
  list,
  tuple: list,
  set: list,
  expression_list: list,
  dictionary: record,
  pair: pairOf('key', 'value', false),
  attribute: memberOf('object', 'attribute'),
  subscript: memberOf('value', 'subscript'),
  call,
  keyword_argument: pairOf('name', 'value', false),
  default_parameter: pairOf('name', 'value', true),
  typed_default_parameter: pairOf('name', 'value', true),
  function_definition: named('function'),
  lambda: named('function'),
  class_definition: named('class'),
  return_statement: (node, reading) => ({ ...spanOf(node), kind: 'return', parts: node.children.map(reading.convert) }),
  import_statement: nothing,
  import_from_statement: nothing,
}

/** Python. */
export const convertPython: Convert = (node, reading) => (converters[node.type] ?? other)(node, reading)
