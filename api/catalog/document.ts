import { type Document, type ParsedNode, isAlias, isCollection, isMap, isScalar, isSeq, parseDocument } from 'yaml'
import { messageOf } from '../domain/error.ts'
import type { Place, RelatedPlace, TextRange } from './finding.ts'
import { tooDeepAt } from './nesting.ts'
import { type SourceText, decodeText } from './source-text.ts'
import type { SourceFile } from './tree.ts'
import { type ValueProblem, plainValue } from './yaml-value.ts'

/** Keys and list indexes from the root of a document. */
export type Path = readonly (string | number)[]
export type Part = 'key' | 'value'

/** A problem of the YAML itself. `path` names the value that it spoils. */
interface DocumentProblem {
  rule: string
  place: Place
  message: string
  hint?: string | undefined
  related?: RelatedPlace[]
  path?: Path
}

/** One YAML file: its value, and where each part of it stands. */
export interface CatalogDocument {
  file: SourceFile
  source: SourceText
  /** JSON: no dates, no shared parts, no prototypes. Undefined where the file cannot be read as YAML. */
  value: unknown
  isReadable: boolean
  problems: DocumentProblem[]
  /** The range of a key or a value. What is not there is placed at the nearest thing around it. */
  positionOf(path: Path, part: Part): TextRange
}

const yamlOptions = {
  version: '1.2',
  schema: 'core',
  resolveKnownTags: false,
  stringKeys: true,
  // Found by plainValue, which can say where the first one is.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const

const ruleByCode: Record<string, string> = {
  MULTIPLE_DOCS: 'yaml/multiple-documents',
  NON_STRING_KEY: 'yaml/unsupported',
  TAG_RESOLVE_FAILED: 'yaml/unsupported',
  BAD_DIRECTIVE: 'yaml/unsupported',
}

const hintByCode: Record<string, string> = {
  MULTIPLE_DOCS: 'Give each document a file of its own.',
  NON_STRING_KEY: 'Use plain words as keys.',
  TAG_RESOLVE_FAILED: 'Leave the tag out: text, numbers, true, false, lists and mappings are all there is.',
  TAB_AS_INDENT: 'Indent with spaces.',
}

const messageByCode: Record<string, string> = {
  MULTIPLE_DOCS: 'The file holds more than one document.',
  NON_STRING_KEY: 'A key must be text.',
}

interface SyntaxError {
  code: string
  message: string
  pos: [number, number]
}

/** One problem per line: what follows on the same line is nearly always the parser finding its feet again. */
function syntaxProblems(
  errors: readonly SyntaxError[],
  place: (start: number, end: number) => Place,
): DocumentProblem[] {
  const byLine = new Map<number, DocumentProblem>()
  for (const error of errors.toSorted((one, other) => one.pos[0] - other.pos[0])) {
    const at = place(error.pos[0], error.pos[1])
    if (byLine.has(at.line)) continue
    const message = messageByCode[error.code] ?? error.message
    byLine.set(at.line, {
      rule: ruleByCode[error.code] ?? 'yaml/syntax',
      place: at,
      message: message.endsWith('.') ? message : `${message}.`,
      hint: hintByCode[error.code],
    })
  }
  return [...byLine.values()]
}

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
function offsetsOf(
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

const trimmedEnd = (text: string, start: number, end: number): number => {
  let last = end
  while (last > start && /\s/.test(text[last - 1] ?? '')) last--
  return last
}

function parse(text: string): Document.Parsed | { failure: string } {
  try {
    return parseDocument(text, yamlOptions)
  } catch (error) {
    return { failure: `The file cannot be parsed: ${messageOf(error)}` }
  }
}

/** Reads one file. Never throws for what is in it, and never runs any of it. */
export function readDocument(file: SourceFile): CatalogDocument {
  const { source, invalidAt } = decodeText(file.bytes)
  const place = (start: number, end: number): Place => ({
    file: file.label,
    ...source.rangeOf(start, trimmedEnd(source.text, start, end)),
  })
  const unreadable = (problems: DocumentProblem[]): CatalogDocument => ({
    file,
    source,
    value: undefined,
    isReadable: false,
    problems,
    positionOf: () => source.rangeOf(0, 0),
  })
  if (invalidAt !== undefined) {
    return unreadable([
      {
        rule: 'yaml/not-utf8',
        place: place(invalidAt, invalidAt + 1),
        message: 'The file is not UTF-8.',
        hint: 'Save it as UTF-8.',
      },
    ])
  }
  const deep = tooDeepAt(source.text)
  if (deep !== undefined)
    return unreadable([
      { rule: 'yaml/syntax', place: place(deep, deep + 1), message: 'From here on the file is nested too deeply.' },
    ])
  const document = parse(source.text)
  if ('failure' in document) return unreadable([{ rule: 'yaml/syntax', place: place(0, 0), message: document.failure }])
  const errors = [...document.errors, ...document.warnings]
  if (errors.length > 0) return unreadable(syntaxProblems(errors, place))
  const read = plainValue(document.contents)
  const target = (node: ParsedNode | null): ParsedNode | null =>
    isAlias(node) ? (read.targets.get(node) ?? null) : node
  return {
    file,
    source,
    value: read.value,
    isReadable: !read.problems.some((problem) => problem.rule === 'yaml/alias'),
    problems: read.problems.map((problem) => documentProblem(problem, place)),
    positionOf(path, part) {
      const [start, end] = offsetsOf(document.contents, path, part, target)
      return source.rangeOf(start, trimmedEnd(source.text, start, end))
    },
  }
}

function documentProblem(problem: ValueProblem, place: (start: number, end: number) => Place): DocumentProblem {
  const at = (node: ParsedNode) => place(node.range[0], isCollection(node) ? node.range[0] + 1 : node.range[1])
  const first = problem.first ? at(problem.first) : undefined
  return {
    rule: problem.rule,
    place: at(problem.node),
    message: problem.message,
    hint: problem.hint,
    path: problem.path,
    ...(first
      ? { related: [{ file: first.file, line: first.line, column: first.column, message: 'first here' }] }
      : {}),
  }
}
