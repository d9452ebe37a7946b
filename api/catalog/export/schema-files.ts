import { isDeepStrictEqual } from 'node:util'
import { AppError, messageOf } from '../../domain/error.ts'
import type { SourceFile } from '../tree.ts'
import { type ExportTarget, type ExportedEntry, type FileChange, changeOf } from './export-target.ts'
import { isRecord } from './record.ts'

const setPath = (id: string): string => `params/${id}.schema.json`

const textOf = ({ bytes }: SourceFile): string => Buffer.from(bytes).toString('utf8')

function jsonOf(file: SourceFile): unknown {
  try {
    return JSON.parse(textOf(file).replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new AppError('refused', `${file.label} is not JSON: ${messageOf(error)} Correct it, then export.`, {
      cause: error,
    })
  }
}

/** A value with its keys in the order of a similar one's; what that does not have comes last. */
function inOrderOf(value: unknown, similar: unknown): unknown {
  if (!isRecord(value) || !isRecord(similar)) return value
  const keys = Object.keys(similar).filter((key) => Object.hasOwn(value, key))
  const others = Object.keys(value).filter((key) => !keys.includes(key))
  return Object.fromEntries([...keys, ...others].map((key) => [key, inOrderOf(value[key], similar[key])]))
}

function jsonText(value: unknown, before: string): string {
  const [, indent = '  '] = /^([ \t]+)"/m.exec(before) ?? []
  const text = `${JSON.stringify(value, null, indent)}\n`
  return before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text
}

/** The text of a parameter set: as it is where it says the same. */
function setText({ id, spec }: ExportedEntry, known: readonly SourceFile[]): string {
  const file = known.find(({ path }) => path === setPath(id))
  const value = file && jsonOf(file)
  if (file && isDeepStrictEqual(value, spec)) return textOf(file)
  const [another] = known.filter(({ path }) => path.startsWith('params/'))
  const similar = value ?? (another && jsonOf(another))
  return jsonText(inOrderOf(spec, similar), file ? textOf(file) : '')
}

/**
 * The files in schema/: parameter sets as entries have them, and the other schemas as they are. A catalog without the
 * folder is read with the schemas that Atelier ships, and gets one where its parameter sets are others than those.
 */
export function schemaFileChanges(entries: readonly ExportedEntry[], target: ExportTarget): FileChange[] {
  const { ownSchemas, shippedSchemas } = target
  const known = ownSchemas ?? shippedSchemas
  const wanted = new Map([
    ...known.filter(({ path }) => !path.startsWith('params/')).map((file) => [file.path, textOf(file)] as const),
    ...entries.map((entry) => [setPath(entry.id), setText(entry, known)] as const),
  ])
  const before = new Map(known.map((file) => [file.path, textOf(file)]))
  const isAsShipped = wanted.size === before.size && [...wanted].every(([path, text]) => before.get(path) === text)
  if (!ownSchemas && target.files.length > 0 && isAsShipped) return []
  const there = ownSchemas ? before : new Map<string, string>()
  const paths = [...new Set([...there.keys(), ...wanted.keys()])].toSorted()
  return paths.flatMap((path) => changeOf(`schema/${path}`, there.get(path) ?? null, wanted.get(path) ?? null))
}
