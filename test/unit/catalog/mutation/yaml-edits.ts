import { type Pair, type ParsedNode, type YAMLMap, isMap, isScalar, isSeq, parseDocument } from 'yaml'

/** A key with its value in a YAML text, and the edits that can be made to it. */
export interface Field {
  path: (string | number)[]
  name: string
  value: unknown
  /** Counted from 1. */
  line: number
  column: number
  /** Line of the key that holds it, of the first key of its list item, or of the file. */
  headLine: number
  /** The text without the key and its value. */
  removed(): string
  /** The text with another key. */
  renamed(name: string): string
  /** The text with another value, on the line of the key. */
  set(value: string): string
  /** The text with the key twice, and where the second one stands. */
  doubled(): Doubled
}

/** An item of a list, which can be replaced where it stands. */
export interface Item {
  path: (string | number)[]
  value: unknown
  line: number
  column: number
  set(value: string): string
  /** The text with the item twice, and where the second one stands. */
  doubled(): Doubled
}

interface Doubled {
  text: string
  line: number
  column: number
}

type ParsedPair = Pair<ParsedNode, ParsedNode | null>

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
const columnAt = (text: string, offset: number): number => offset - text.lastIndexOf('\n', offset - 1)
const splice = (text: string, start: number, end: number, by: string): string =>
  text.slice(0, start) + by + text.slice(end)

/** Writes a part of a text once more, after itself. */
function doubled(text: string, start: number, end: number, separator: string): Doubled {
  const twice = splice(text, end, end, separator + text.slice(start, end))
  const at = end + separator.length
  return { text: twice, line: lineAt(twice, at), column: columnAt(twice, at) }
}

const startOf = (pair: ParsedPair): number => pair.key.range[0]
/** Where the value ends, without the blanks and line break that follow it. */
const endOf = (pair: ParsedPair, text: string): number =>
  text.slice(0, pair.value ? pair.value.range[1] : pair.key.range[1]).trimEnd().length

function withoutPair(text: string, map: YAMLMap.Parsed, index: number): string {
  const pairs = map.items as ParsedPair[]
  const [pair, next, before] = [pairs[index], pairs[index + 1], pairs[index - 1]]
  if (!pair) return text
  if (next) return splice(text, startOf(pair), startOf(next), '')
  // A mapping without keys is empty, which is something else than nothing.
  if (!before) return splice(text, startOf(pair), endOf(pair, text), map.flow ? '' : '{}')
  return splice(text, endOf(before, text), endOf(pair, text), '')
}

function fieldOf(text: string, map: YAMLMap.Parsed, index: number, path: Field['path'], headLine: number): Field[] {
  const pair = (map.items as ParsedPair[])[index]
  if (!pair || !isScalar(pair.key)) return []
  const [start, keyEnd] = pair.key.range
  const name = String(pair.key.value)
  const end = endOf(pair, text)
  return [
    {
      path: [...path, name],
      name,
      value: pair.value === null ? null : pair.value.toJSON(),
      line: lineAt(text, start),
      column: columnAt(text, start),
      headLine,
      removed: () => withoutPair(text, map, index),
      renamed: (other) => splice(text, start, keyEnd, other),
      set: (value) => splice(text, start, end, `${name}: ${value}`.trimEnd()),
      doubled: () => doubled(text, start, end, map.flow ? ', ' : `\n${' '.repeat(columnAt(text, start) - 1)}`),
    },
  ]
}

function* walk(text: string, node: ParsedNode | null, path: Field['path'], headLine: number): Iterable<Field | Item> {
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    for (const [index, pair] of node.items.entries()) {
      const [field] = fieldOf(text, node, index, path, headLine)
      if (!field) continue
      yield field
      yield* walk(text, pair.value, field.path, field.line)
    }
  } else if (isSeq<ParsedNode>(node)) {
    for (const [index, item] of node.items.entries()) {
      const [start, end] = item.range
      const line = lineAt(text, start)
      const itemPath = [...path, index]
      if (isScalar(item)) {
        const column = columnAt(text, start)
        yield {
          path: itemPath,
          value: item.toJSON(),
          line,
          column,
          set: (value) => splice(text, start, end, value),
          doubled: () => doubled(text, start, end, node.flow ? ', ' : `\n${' '.repeat(column - 3)}- `),
        }
      } else yield* walk(text, item, itemPath, line)
    }
  }
}

/** Every key and every plain list item of a YAML text. */
export function editsOf(text: string): { fields: Field[]; items: Item[] } {
  const { contents } = parseDocument(text)
  const found = [...walk(text, contents, [], contents ? lineAt(text, contents.range[0]) : 1)]
  return {
    fields: found.filter((edit): edit is Field => 'name' in edit),
    items: found.filter((edit): edit is Item => !('name' in edit)),
  }
}
