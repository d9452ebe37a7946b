import { isDeepStrictEqual } from 'node:util'
import type { ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { isMap, isScalar, isSeq } from '../yaml-library.ts'
import { blockSplices } from './block-parts.ts'
import { flowSplices } from './flow-parts.ts'
import { type KeyOrder, ordered } from './key-order.ts'
import { matchedItems } from './list-match.ts'
import {
  type ParsedPair,
  colonEnd,
  dashStart,
  isBlock,
  itemEnd,
  nodeEnd,
  nodeStart,
  pairEnd,
  pairStart,
  writtenValue,
} from './node-span.ts'
import { type PlainRecord, isRecord } from './record.ts'
import { type ScalarStyle, scalarText } from './scalar-text.ts'
import { columnAt, isLastOnLine } from './text-lines.ts'
import type { TextSplice } from './text-splice.ts'
import { flowPairText, flowText, itemText, pairText } from './value-text.ts'

/** The file that is edited. */
export interface EditedFile {
  text: string
  eol: string
  /** The ids that items had before a rename, by the ids that they have. */
  formerIds: ReadonlyMap<unknown, string>
}

/** A value, and what stands around it. */
interface Spot {
  node: ParsedNode
  /** What the node says. */
  value: unknown
  order: KeyOrder
  isFlow: boolean
  isRoot: boolean
  /** Of the key or dash that it belongs to. */
  column: number
  /** Where that ends. */
  behind: number
}

const isCollection = (value: unknown): boolean => typeof value === 'object' && value !== null

/** Another scalar in the place of one, written in the same way where that can hold it. */
function scalarSplice({ text, eol }: EditedFile, { node, isFlow, column }: Spot, wanted: unknown): TextSplice {
  const [start, end] = node.range
  const style = (node as Scalar.Parsed).type as ScalarStyle
  const isBlock = style === 'BLOCK_LITERAL' || style === 'BLOCK_FOLDED'
  const takesLines = !isFlow && (isBlock || isLastOnLine(text, end))
  const [, before] = /\n( +)\S/.exec(isBlock ? text.slice(start, end) : '') ?? []
  const place = { style, isFlow, blockIndent: takesLines ? (before?.length ?? column + 2) : undefined }
  const isSameKind = typeof wanted === 'string' && typeof (node as Scalar.Parsed).value === 'string'
  const written = scalarText(wanted, isSameKind ? place : { ...place, style: undefined }).replaceAll('\n', eol)
  // A text of lines that ends with a break needs one behind it; any text of lines brought its own.
  const needsBreak = (isBlock && text[end - 1] === '\n') || (end === text.length && written.includes('\n'))
  return { start, end, text: needsBreak ? written + eol : written }
}

/** Anything in the place of anything, on one line. What was on lines of its own moves up behind its key or dash. */
function wholeSplice({ text, eol }: EditedFile, { node, behind }: Spot, wanted: unknown): TextSplice {
  const written = flowText(wanted)
  const end = nodeEnd(node)
  if (!isBlock(node)) return { start: node.range[0], end, text: written + (text[end - 1] === '\n' ? eol : '') }
  const comments = text.slice(behind, nodeStart(node, text)).trim()
  const line = ` ${written}${comments === '' ? '' : ` ${comments}`}`
  return { start: behind, end, text: line + (text[end - 1] === '\n' ? eol : '') }
}

/** Which pairs stay, in their order, and each new one behind the key that a schema names before it. */
function pairOrder(keys: readonly string[], wanted: PlainRecord, textOf: (key: string) => string): (number | string)[] {
  const result = keys.flatMap((key, index): { key: string; part: number | string }[] =>
    Object.hasOwn(wanted, key) ? [{ key, part: index }] : [],
  )
  let before: string | undefined
  for (const key of Object.keys(wanted)) {
    if (!keys.includes(key)) {
      const place = before === undefined ? 0 : result.findIndex((pair) => pair.key === before) + 1
      result.splice(place, 0, { key, part: textOf(key) })
    }
    before = key
  }
  return result.map(({ part }) => part)
}

function pairSplices(
  file: EditedFile,
  pair: ParsedPair,
  spot: Omit<Spot, 'node' | 'behind'>,
  wanted: unknown,
): TextSplice[] {
  const node = writtenValue(pair)
  const colon = colonEnd(pair)
  const at = colon ?? pair.key.range[1]
  if (node) return valueSplices(file, { ...spot, node, behind: at }, wanted)
  if (wanted === null) return []
  return [{ start: at, end: at, text: `${colon === undefined ? ':' : ''} ${flowText(wanted)}` }]
}

function mapSplices(file: EditedFile, spot: Spot & { node: YAMLMap.Parsed }, wanted: PlainRecord): TextSplice[] {
  const { text } = file
  const pairs = spot.node.items as ParsedPair[]
  const isFlow = spot.isFlow || spot.node.flow === true
  const value = isRecord(spot.value) ? spot.value : {}
  const keys = pairs.map(({ key }) => String((key as Scalar.Parsed).value))
  const column = pairs[0] ? columnAt(text, pairStart(pairs[0], text)) : 0
  const inner = pairs.flatMap((pair, index) => {
    const key = keys[index] ?? ''
    const within = { value: value[key], order: spot.order.of(key), isFlow, isRoot: false, column }
    return Object.hasOwn(wanted, key) ? pairSplices(file, pair, within, wanted[key]) : []
  })
  const textOf = (key: string) => (isFlow ? flowPairText(key, wanted[key]) : pairText(key, wanted[key], column))
  const order = pairOrder(keys, wanted, textOf)
  const parts = pairs.map((pair) => ({ start: pairStart(pair, text), end: pairEnd(pair) }))
  if (!isFlow) return blockSplices({ ...file, isRoot: spot.isRoot }, parts, order, inner)
  const [start, end] = spot.node.range
  return flowSplices({ text, start, end, padding: ' ' }, parts, order, inner)
}

function listSplices(
  file: EditedFile,
  spot: Spot & { node: YAMLSeq.Parsed },
  wanted: readonly unknown[],
): TextSplice[] {
  const { text, formerIds } = file
  const list = spot.node as YAMLSeq<ParsedNode>
  const isFlow = spot.isFlow || list.flow === true
  const values = Array.isArray(spot.value) ? (spot.value as unknown[]) : []
  const column = isFlow || list.items.length === 0 ? 0 : columnAt(text, dashStart(list, 0))
  const matches = matchedItems(values, wanted, formerIds)
  const inner = matches.flatMap((index, place) => {
    const node = index === undefined ? undefined : list.items[index]
    if (index === undefined || !node) return []
    const behind = isFlow ? nodeStart(node, text) : dashStart(list, index) + 1
    const within = { node, value: values[index], order: spot.order.items(), isFlow, isRoot: false, column, behind }
    return valueSplices(file, within, wanted[place])
  })
  const textOf = (item: unknown) => (isFlow ? flowText(item) : itemText(item, column))
  const order = matches.map((index, place) => index ?? textOf(wanted[place]))
  if (!isFlow) {
    const parts = list.items.map((_, index) => ({ start: dashStart(list, index), end: itemEnd(list, index) }))
    return blockSplices({ ...file, isRoot: spot.isRoot }, parts, order, inner)
  }
  const parts = list.items.map((item) => ({ start: nodeStart(item, text), end: nodeEnd(item) }))
  const [start, end] = spot.node.range
  return flowSplices({ text, start, end, padding: '' }, parts, order, inner)
}

/** The edits that make a value another one, and leave alone what says the same. An alias is replaced as a whole. */
export function valueSplices(file: EditedFile, spot: Spot, wanted: unknown): TextSplice[] {
  const { node, value, order } = spot
  if (isDeepStrictEqual(value, wanted)) return []
  const inOrder = ordered(wanted, order)
  if (isMap(node) && isRecord(inOrder) && Object.keys(inOrder).length > 0)
    return mapSplices(file, { ...spot, node }, inOrder)
  if (isSeq(node) && Array.isArray(inOrder) && inOrder.length > 0) return listSplices(file, { ...spot, node }, inOrder)
  return isScalar(node) && !isCollection(inOrder)
    ? [scalarSplice(file, spot, inOrder)]
    : [wholeSplice(file, spot, inOrder)]
}
