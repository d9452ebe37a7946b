import { AppError } from '../../domain/error.ts'
import type { CatalogKind } from '../../domain/declared-entry.ts'
import { treeOf } from '../read-tree.ts'
import { kindOfPath, listKinds } from '../tree.ts'
import { type ExportTarget, type ExportedEntry, type FileChange, changeOf, pathLabel } from './export-target.ts'
import { keyOrderOf } from './key-order.ts'
import { listFileChange } from './list-files.ts'
import { isRecord } from './record.ts'
import { modelFileChanges } from './model-files.ts'
import { schemaFileChanges } from './schema-files.ts'
import { newText, readYamlFile, rewrittenText } from './yaml-file.ts'

/** The field that a declaration has its id in; undefined for what its file names. */
const idFields: Partial<Record<CatalogKind, string>> = {
  providers: 'id',
  tiers: 'id',
  plans: 'id',
  styles: 'id',
  models: 'model_name',
}

const fileName = /^[A-Za-z0-9][\w.-]{0,99}$/

/** A row that somebody wrote by hand may call itself something else than its declaration does. No file can say that. */
function checkIds(entries: readonly ExportedEntry[]): void {
  for (const { kind, id, spec } of entries) {
    if (kind === 'parameter_sets' && !fileName.test(id))
      throw new AppError('refused', `The row "${id}" of ${kind} cannot be a file: its id must be a file's name.`)
    const field = idFields[kind]
    if (field === undefined || (isRecord(spec) && spec[field] === id)) continue
    throw new AppError(
      'refused',
      `The row "${id}" of ${kind} has ${field} ${JSON.stringify(isRecord(spec) ? spec[field] : spec) ?? 'missing'} in its spec. Correct the row: both must be the same.`,
    )
  }
}

/**
 * What must change in a folder for it to declare exactly these entries, which come in their order. A file that says the
 * same already stays as it is, and one that does not is edited with its comments.
 * @throws AppError `refused` naming the file or the row that cannot be exported.
 */
export function exportedFiles(entries: readonly ExportedEntry[], target: ExportTarget): FileChange[] {
  checkIds(entries)
  const of = (kind: CatalogKind) => entries.filter((entry) => entry.kind === kind)
  const [settings] = of('settings')
  if (!settings) throw new AppError('refused', 'There are no settings, so this is no whole catalog.')
  const schemaChanges = schemaFileChanges(of('parameter_sets'), target)
  const known = target.ownSchemas ?? target.shippedSchemas
  const { schemas } = treeOf({ label: target.label, files: [], schemas: [...known] })
  const hasSchemas = target.ownSchemas !== undefined || schemaChanges.length > 0
  const files = target.files.filter(({ path }) => kindOfPath(path) !== undefined).map(readYamlFile)
  const fileAt = (path: string) => files.find((file) => file.path === path)
  const context = { target, schemas, hasSchemas }
  const settingsFile = fileAt('settings.yaml')
  const settingsOrder = keyOrderOf(schemas.settings, schemas.settings)
  const settingsText = settingsFile
    ? rewrittenText(settingsFile, settings.spec, settingsOrder)
    : newText(
        pathLabel(target, 'settings.yaml'),
        settings.spec,
        settingsOrder,
        hasSchemas ? 'schema/settings.schema.json' : undefined,
      )
  const models = files.filter(({ path }) => kindOfPath(path) === 'models')
  return [
    ...listKinds.flatMap((kind) => listFileChange(kind, of(kind), { ...context, file: fileAt(`${kind}.yaml`) })),
    ...changeOf('settings.yaml', settingsFile?.text ?? null, settingsText),
    ...modelFileChanges(of('models'), { ...context, files: models }),
    ...schemaChanges,
  ].toSorted((one, other) => (one.path < other.path ? -1 : 1))
}
