import type { Document, ParsedNode } from 'yaml'
import { messageOf } from '../domain/error.ts'
import type { Place, RelatedPlace, TextRange } from './finding.ts'
import type { Mend } from './fix.ts'
import { tooDeepAt } from './nesting.ts'
import { plainYamlValue } from './plain-yaml.ts'
import { type SourceText, decodeText } from './source-text.ts'
import type { SourceFile } from './tree.ts'
import { isAlias, isCollection, parseDocument, yamlOptions } from './yaml-library.ts'
import { offsetsOf } from './yaml-offsets.ts'
import { type PlainValue, type ValueProblem, plainValue } from './yaml-value.ts'

/** Keys and list indexes from the root of a document. */
export type Path = readonly (string | number)[]
export type Part = 'key' | 'value'

/** A problem of the YAML itself. `path` names the value that it spoils. */
interface DocumentProblem {
  rule: string
  place: Place
  message: string
  hint?: string | undefined
  mend?: Mend | undefined
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
  /** Where a key or a value stands. What is not there is placed at the nearest thing around it. */
  placeOf(path: Path, part: Part): Place
}

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
function syntaxProblems(errors: readonly SyntaxError[], place: PlaceOf): DocumentProblem[] {
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

const trimmedEnd = (text: string, start: number, end: number): number => {
  let last = end
  while (last > start && /\s/.test(text[last - 1] ?? '')) last--
  return last
}

/** A text as the full reader sees it. */
type Parsed =
  | { problems: (place: PlaceOf) => DocumentProblem[] }
  | { problems?: never; contents: ParsedNode | null; read: PlainValue }

type PlaceOf = (start: number, end: number) => Place

function parse(text: string): Parsed {
  let document: Document.Parsed
  try {
    document = parseDocument(text, yamlOptions)
  } catch (error) {
    const message = `The file cannot be parsed: ${messageOf(error)}`
    return { problems: (place) => [{ rule: 'yaml/syntax', place: place(0, 0), message }] }
  }
  const errors = [...document.errors, ...document.warnings]
  if (errors.length > 0) return { problems: (place) => syntaxProblems(errors, place) }
  return { contents: document.contents, read: plainValue(document.contents) }
}

/** A syntax tree takes a hundred times the memory of its text, and few files are pointed at more than once or twice. */
const recentMax = 50
const recent = new Map<SourceText, Parsed>()

function parsed(source: SourceText): Parsed {
  const known = recent.get(source)
  if (known) return known
  const made = parse(source.text)
  recent.set(source, made)
  for (const oldest of recent.keys()) {
    if (recent.size <= recentMax) break
    recent.delete(oldest)
  }
  return made
}

function rangeIn(source: SourceText, path: Path, part: Part): TextRange {
  const tree = parsed(source)
  if (tree.problems) return source.rangeOf(0, 0)
  const target = (node: ParsedNode | null): ParsedNode | null =>
    isAlias(node) ? (tree.read.targets.get(node) ?? null) : node
  const [start, end] = offsetsOf(tree.contents, path, part, target)
  return source.rangeOf(start, trimmedEnd(source.text, start, end))
}

/** A file that is YAML. A class, since there may be thousands: positions are looked up only when they are asked for. */
class ReadableDocument implements CatalogDocument {
  readonly file: SourceFile
  readonly source: SourceText
  readonly value: unknown
  readonly isReadable: boolean
  readonly problems: DocumentProblem[]

  constructor(file: SourceFile, source: SourceText, value: unknown, problems: readonly ValueProblem[]) {
    this.file = file
    this.source = source
    this.value = value
    this.isReadable = !problems.some((problem) => problem.rule === 'yaml/alias')
    this.problems =
      problems.length === 0 ? none : problems.map((problem) => documentProblem(problem, placeIn(file, source)))
  }

  placeOf(path: Path, part: Part): Place {
    return { file: this.file.label, ...rangeIn(this.source, path, part) }
  }
}

const none: never[] = []

const placeIn =
  (file: SourceFile, source: SourceText): PlaceOf =>
  (start, end) => ({ file: file.label, ...source.rangeOf(start, trimmedEnd(source.text, start, end)) })

const unreadable = (file: SourceFile, source: SourceText, problems: DocumentProblem[]): CatalogDocument => ({
  file,
  source,
  value: undefined,
  isReadable: false,
  problems,
  placeOf: () => ({ file: file.label, ...source.rangeOf(0, 0) }),
})

/** Reads one file. Never throws for what is in it, and never runs any of it. */
export function readDocument(file: SourceFile): CatalogDocument {
  const { source, invalidAt } = decodeText(file.bytes)
  const plain = invalidAt === undefined ? plainYamlValue(source.text) : undefined
  if (plain) return new ReadableDocument(file, source, plain.value, none)
  const place = placeIn(file, source)
  if (invalidAt !== undefined) {
    return unreadable(file, source, [
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
    return unreadable(file, source, [
      { rule: 'yaml/syntax', place: place(deep, deep + 1), message: 'From here on the file is nested too deeply.' },
    ])
  const tree = parsed(source)
  return tree.problems
    ? unreadable(file, source, tree.problems(place))
    : new ReadableDocument(file, source, tree.read.value, tree.read.problems)
}

function documentProblem(problem: ValueProblem, place: PlaceOf): DocumentProblem {
  const at = (node: ParsedNode) => place(node.range[0], isCollection(node) ? node.range[0] + 1 : node.range[1])
  const first = problem.first ? at(problem.first) : undefined
  return {
    rule: problem.rule,
    place: at(problem.node),
    message: problem.message,
    hint: problem.hint,
    mend: problem.mend,
    path: problem.path,
    ...(first
      ? { related: [{ file: first.file, line: first.line, column: first.column, message: 'first here' }] }
      : {}),
  }
}
