import type { Pair, ParsedNode, YAMLSeq } from 'yaml'
import { isAlias, isCollection, isMap, isSeq } from '../yaml-library.ts'

export type ParsedPair = Pair<ParsedNode, ParsedNode | null>

/** Whether a node is pairs or items one below the other. */
export const isBlock = (node: ParsedNode): boolean => isCollection(node) && node.flow !== true

/** Where a node begins, with the anchor before it. */
export function nodeStart(node: ParsedNode, text: string): number {
  const start = node.range[0]
  return isAlias(node) || node.anchor === undefined ? start : text.lastIndexOf(`&${node.anchor}`, start)
}

/** Where what a node says ends: before the comment behind it, and behind the line break that ends a text of lines. */
export function nodeEnd(node: ParsedNode): number {
  if (!isBlock(node)) return node.range[1]
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    const last = node.items.at(-1)
    return last ? pairEnd(last) : node.range[1]
  }
  const last = isSeq<ParsedNode>(node) ? node.items.at(-1) : undefined
  return last ? nodeEnd(last) : node.range[1]
}

export function pairStart({ key, srcToken }: ParsedPair, text: string): number {
  const mark = srcToken?.start.find((token) => token.type === 'explicit-key-ind')
  return mark ? mark.offset : nodeStart(key, text)
}

/** Where the colon of a pair ends; undefined for a key in braces that has none. */
export function colonEnd({ srcToken }: ParsedPair): number | undefined {
  const colon = srcToken?.sep?.find((token) => token.type === 'map-value-ind')
  return colon && colon.offset + 1
}

const isEmpty = (node: ParsedNode): boolean => node.range[0] === node.range[1]

/** A value that is not there says null, and stands nowhere. */
export const writtenValue = ({ value }: ParsedPair): ParsedNode | null => (value && isEmpty(value) ? null : value)

export function pairEnd(pair: ParsedPair): number {
  const value = writtenValue(pair)
  return value ? nodeEnd(value) : (colonEnd(pair) ?? pair.key.range[1])
}

/** Where the dash of an item stands. Comments between items are items to the parser, without one. */
export function dashStart(list: YAMLSeq<ParsedNode>, index: number): number {
  const source = list.srcToken
  const items = source && 'items' in source ? source.items : []
  const dashes = items.flatMap(({ start }) => start.find(({ type }) => type === 'seq-item-ind') ?? [])
  const dash = dashes[index]
  if (!dash) throw new Error(`Item ${index} of the list has no dash.`)
  return dash.offset
}

export function itemEnd(list: YAMLSeq<ParsedNode>, index: number): number {
  const item = list.items[index]
  return !item || isEmpty(item) ? dashStart(list, index) + 1 : nodeEnd(item)
}
