import type { CodeNode } from './code-node.ts'
import { type Syntax, fieldOf, spanOf } from './syntax.ts'

/** A file's text beside its tree, while one is turned into the other. */
export interface Reading {
  text: string
  convert: (node: Syntax) => CodeNode
}

export type Convert = (node: Syntax, reading: Reading) => CodeNode

export const sourceOf = (node: Syntax, { text }: Reading): string => text.slice(node.start, node.end)

/** What means nothing to the lint. */
export const nothing: Convert = (node) => ({ start: node.start, end: node.start, kind: 'other', parts: [] })

export const other: Convert = (node, reading) => ({
  ...spanOf(node),
  kind: 'other',
  parts: node.children.map(reading.convert),
})

export const name: Convert = (node, reading) => ({ ...spanOf(node), kind: 'name', name: sourceOf(node, reading) })

export const list: Convert = (node, reading) => ({
  ...spanOf(node),
  kind: 'list',
  items: node.children.map(reading.convert),
})

export const record: Convert = (node, reading) => ({
  ...spanOf(node),
  kind: 'record',
  items: node.children.map(reading.convert),
})

/** Brackets and statements around one thing are that thing. */
export const only: Convert = (node, reading) => {
  const [inner, ...rest] = node.children
  return inner && rest.length === 0 ? reading.convert(inner) : other(node, reading)
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\n': '' }

/** What a quoted string says, prefixes and triple quotes of Python included. One with parts that are worked out is none. */
export const text: Convert = (node, reading) => {
  if (node.children.some((child) => child.type === 'interpolation' || child.type === 'template_substitution')) {
    return other(node, reading)
  }
  const quoted = sourceOf(node, reading)
  const body = /^[a-zA-Z]*("""|'''|["'`])([\s\S]*)\1$/.exec(quoted)?.[2] ?? quoted
  const value = body.replaceAll(/\\([\s\S])/g, (_, escaped: string) => escapes[escaped] ?? escaped)
  return { ...spanOf(node), kind: 'text', value }
}

/** Digits as any of the languages group them. */
export const number: Convert = (node, reading) => ({
  ...spanOf(node),
  kind: 'number',
  value: Number(sourceOf(node, reading).replaceAll('_', '').replace(/n$/, '')),
})

/** A key with its value, by the names of their fields. */
export const pairOf =
  (keyField: string, valueField: string, isDefault: boolean): Convert =>
  (node, reading) => {
    const key = fieldOf(node, keyField)
    const value = fieldOf(node, valueField)
    if (!key || !value) return other(node, reading)
    return { ...spanOf(node), kind: 'pair', key: reading.convert(key), value: reading.convert(value), isDefault }
  }

/** A target with its value, by the names of their fields. */
export const assignOf =
  (targetField: string, valueField: string, declares: boolean): Convert =>
  (node, reading) => {
    const target = fieldOf(node, targetField)
    const value = fieldOf(node, valueField)
    if (!target || !value) return other(node, reading)
    return { ...spanOf(node), kind: 'assign', target: reading.convert(target), value: reading.convert(value), declares }
  }

const wrappers = new Set([
  'Set',
  'Map',
  'Object.freeze',
  'freeze',
  'frozenset',
  'set',
  'tuple',
  'list',
  'dict',
  'MappingProxyType',
])

/** `Object.freeze([...])` and `new Set([...])` are what they hold, and `dict(a=1)` is a record. */
export function callOf(node: Syntax, callee: CodeNode, args: CodeNode[], reading: Reading): CodeNode {
  const [only] = args
  const called = reading.text.slice(callee.start, callee.end)
  if (only && args.length === 1 && (only.kind === 'list' || only.kind === 'record') && wrappers.has(called)) {
    return { ...only, ...spanOf(node) }
  }
  if (called === 'dict' && args.every((arg) => arg.kind === 'pair')) {
    return { ...spanOf(node), kind: 'record', items: args }
  }
  return { ...spanOf(node), kind: 'call', callee, args }
}

/** An operation on two sides. Constant products are numbers: 3686400 may be written as 1920 * 1920. */
export const operation: Convert = (node, reading) => {
  const sides = node.children.filter((child) => !child.field?.startsWith('operator')).map(reading.convert)
  const operators = node.children.filter((child) => child.field?.startsWith('operator'))
  const operator = operators.map((child) => sourceOf(child, reading)).join(' ')
  const [left, right] = sides
  const span = spanOf(node)
  if (left && right && ['??', '||', 'or'].includes(operator))
    return { ...span, kind: 'either', tried: left, instead: right }
  if (left && right && ['&&', 'and'].includes(operator)) {
    return { ...span, kind: 'choice', arms: [{ test: left, body: right, isFallback: false }] }
  }
  if (operator === '*' && left?.kind === 'number' && right?.kind === 'number') {
    return { ...span, kind: 'number', value: left.value * right.value }
  }
  return { ...span, kind: 'operation', operator, sides }
}

/** A function or class. */
export const named =
  (kind: 'function' | 'class'): Convert =>
  (node, reading) => {
    const target = fieldOf(node, 'name')
    const body = node.children.filter((child) => child !== target)
    const parts = body.flatMap((child) => (kind === 'class' && child.field === 'body' ? child.children : [child]))
    return {
      ...spanOf(node),
      kind,
      name: target ? reading.convert(target) : undefined,
      parts: parts.map(reading.convert),
    }
  }

/** `object.name` and `object[index]`, by the names of their fields. */
export const memberOf =
  (objectField: string, nameField: string): Convert =>
  (node, reading) => {
    const object = fieldOf(node, objectField)
    const last = fieldOf(node, nameField)
    if (!object || !last) return other(node, reading)
    const inner = reading.convert(last)
    const span = { ...spanOf(node), kind: 'member' as const, object: reading.convert(object) }
    if (inner.kind === 'text') return { ...span, name: inner.value, index: inner }
    const isDotted = nameField !== 'index' && nameField !== 'subscript'
    return isDotted ? { ...span, name: sourceOf(last, reading) } : { ...span, name: undefined, index: inner }
  }
