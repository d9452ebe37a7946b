import { isDeepStrictEqual } from 'node:util'
import { AppError } from '../../domain/error.ts'
import { readDocument } from '../document.ts'
import type { SourceFile } from '../tree.ts'
import { editedText } from './edited-text.ts'
import { type KeyOrder, ordered } from './key-order.ts'
import { type PlainRecord, isRecord } from './record.ts'
import { collectionText } from './value-text.ts'

/** A file of the catalog that can be edited. */
export interface YamlFile {
  path: string
  label: string
  /** As it is, with the byte order mark that it may have. */
  text: string
  value: PlainRecord
}

const byteOrderMark = '\uFEFF'

/**
 * Reads a file that is to be edited.
 * @throws AppError `refused` for a file that is not YAML, or says nothing.
 */
export function readYamlFile(file: SourceFile): YamlFile {
  const { label, path, bytes } = file
  const { isReadable, value, problems, source } = readDocument(file)
  const [problem] = problems
  if (problem) {
    const { line, column } = problem.place
    throw new AppError(
      'refused',
      `${label}:${line}:${column} ${problem.rule}: ${problem.message} Correct it, then export.`,
    )
  }
  if (!isReadable || !isRecord(value)) {
    throw new AppError(
      'refused',
      `${label} is not a file of a catalog: it must be keys and values. Correct or remove it.`,
    )
  }
  const hasMark = Buffer.from(bytes.subarray(0, 3)).toString('utf8') === byteOrderMark
  return { path, label, text: (hasMark ? byteOrderMark : '') + source.text, value }
}

/** The text of a file that says something else, with its comments, its order and its ways to write. */
export function rewrittenText(
  { text, label }: YamlFile,
  value: PlainRecord,
  order: KeyOrder,
  formerIds?: ReadonlyMap<unknown, string>,
): string {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : ''
  const edited = editedText(text.slice(mark.length), label, { value, order, ...(formerIds ? { formerIds } : {}) })
  return mark + checked(edited, label, value)
}

/** The text of a new file. Editors check it by the schema. */
export function newText(label: string, value: PlainRecord, order: KeyOrder, schemaPath: string | undefined): string {
  const modeline = schemaPath === undefined ? '' : `# yaml-language-server: $schema=${schemaPath}\n`
  return checked(`${modeline}${collectionText(ordered(value, order) as PlainRecord, 0)}\n`, label, value)
}

/** A text that says exactly what it should to the reader of catalogs, which is strict. */
function checked(text: string, label: string, value: PlainRecord): string {
  const { problems, value: read } = readDocument({ path: label, label, bytes: Buffer.from(text) })
  const [problem] = problems
  if (problem) throw new AppError('refused', `${label} cannot hold what the database says: ${problem.message}`)
  if (!isDeepStrictEqual(read, value)) throw new Error(`${label} would not say what it should: ${JSON.stringify(text)}`)
  return text
}
