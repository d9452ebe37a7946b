import { AppError } from '../../domain/error.ts'
import type { CatalogSchemas, ListKind } from '../tree.ts'
import { type ExportTarget, type ExportedEntry, type FileChange, changeOf, pathLabel } from './export-target.ts'
import { keyOrderOf } from './key-order.ts'
import { formerIdsOf, withMovedFrom } from './moved-from.ts'
import { type PlainRecord, isRecord } from './record.ts'
import { type YamlFile, newText, rewrittenText } from './yaml-file.ts'

/** The items of a list file by their ids. */
function itemsById({ value, label }: YamlFile, kind: ListKind): Map<unknown, PlainRecord> {
  const list = value[kind]
  if (!Array.isArray(list)) throw new AppError('refused', `${label} has no list "${kind}". Correct or remove it.`)
  const byId = new Map<unknown, PlainRecord>()
  for (const [index, item] of list.entries()) {
    const id: unknown = isRecord(item) ? item['id'] : undefined
    if (!isRecord(item) || typeof id !== 'string')
      throw new AppError('refused', `${label}: item ${index + 1} of "${kind}" has no id. Correct or remove it.`)
    if (byId.has(id)) throw new AppError('refused', `${label} declares "${id}" twice. Remove one of them.`)
    byId.set(id, item)
  }
  return byId
}

/** The file of a kind whose entries are items of one list, in the order in which people see them. */
export function listFileChange(
  kind: ListKind,
  entries: readonly ExportedEntry[],
  {
    target,
    file,
    schemas,
    hasSchemas,
  }: { target: ExportTarget; file: YamlFile | undefined; schemas: CatalogSchemas; hasSchemas: boolean },
): FileChange[] {
  const path = `${kind}.yaml`
  const order = keyOrderOf(schemas[kind], schemas[kind])
  if (!file) {
    const value = { [kind]: entries.map(({ spec }) => spec) }
    const schemaPath = hasSchemas ? `schema/${kind}.schema.json` : undefined
    return changeOf(path, null, newText(pathLabel(target, path), value, order, schemaPath))
  }
  const before = itemsById(file, kind)
  const ids = new Set(entries.map(({ id }) => id))
  const formerIds = formerIdsOf(entries)
  const items = entries.map(({ id, spec }) => withMovedFrom(spec, before.get(id) ?? before.get(formerIds.get(id)), ids))
  return changeOf(path, file.text, rewrittenText(file, { ...file.value, [kind]: items }, order, formerIds))
}
