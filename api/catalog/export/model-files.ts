import { AppError } from '../../domain/error.ts'
import { type CatalogSchemas, kindOfPath } from '../tree.ts'
import { type ExportTarget, type ExportedEntry, type FileChange, changeOf, pathLabel } from './export-target.ts'
import { keyOrderOf } from './key-order.ts'
import { withMovedFrom } from './moved-from.ts'
import { type YamlFile, newText, rewrittenText } from './yaml-file.ts'

/** The files of models by the names that they declare. */
function filesByName(files: readonly YamlFile[]): Map<string, YamlFile> {
  const byName = new Map<string, YamlFile>()
  for (const file of files) {
    const name = file.value['model_name']
    if (typeof name !== 'string')
      throw new AppError('refused', `${file.label} has no model_name. Correct or remove it.`)
    const other = byName.get(name)
    if (other) {
      throw new AppError(
        'refused',
        `${other.label} and ${file.label} both declare the model "${name}". Remove one of them.`,
      )
    }
    byName.set(name, file)
  }
  return byName
}

/** A name of a file or folder that every file system takes, and that the reader of catalogs does not pass over. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const pathStep = /^(?!node_modules$)[^\s.\\/:*?"<>|\0-\x1F][^\\/:*?"<>|\0-\x1F]{0,199}(?<![\s.])$/

/** The place that an entry names for itself, from the catalog's folder; undefined where it names none for a model. */
function namedPath({ sourceFile }: ExportedEntry): string | undefined {
  const steps = sourceFile.split('/').slice(1)
  const path = steps.join('/')
  return kindOfPath(path) === 'models' && steps.every((step) => pathStep.test(step)) ? path : undefined
}

const slugOf = (name: unknown): string =>
  String(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')

/** A place for a new model. Names that differ in case only are one file to some systems. */
function newPath(entry: ExportedEntry, taken: ReadonlySet<string>): string {
  const isFree = (path: string) => !taken.has(path.toLowerCase())
  const named = namedPath(entry)
  if (named !== undefined && isFree(named)) return named
  const folder = `models/${slugOf(entry.spec['provider']) || 'models'}`
  const name = slugOf(entry.id) || 'model'
  let path = `${folder}/${name}.yaml`
  for (let count = 2; !isFree(path); count++) path = `${folder}/${name}-${count}.yaml`
  return path
}

/**
 * Each model with the file that it has: the one that declares its name, or the name that it had before a rename, or
 * that lies where its own is said to be and declares a model that is no more.
 */
function pairedFiles(
  entries: readonly ExportedEntry[],
  byName: ReadonlyMap<string, YamlFile>,
): Map<ExportedEntry, YamlFile> {
  const paired = new Map<ExportedEntry, YamlFile>()
  const free = new Set(byName.values())
  const pair = (fileOf: (entry: ExportedEntry) => YamlFile | undefined) => {
    for (const entry of entries) {
      const file = paired.has(entry) ? undefined : fileOf(entry)
      if (file && free.delete(file)) paired.set(entry, file)
    }
  }
  pair(({ id }) => byName.get(id))
  pair(({ movedFrom }) => (movedFrom === undefined ? undefined : byName.get(movedFrom)))
  const byPath = new Map([...byName.values()].map((file) => [file.path, file]))
  pair((entry) => byPath.get(namedPath(entry) ?? ''))
  return paired
}

/** The files of models: edited, new, and gone. */
export function modelFileChanges(
  entries: readonly ExportedEntry[],
  {
    target,
    files,
    schemas,
    hasSchemas,
  }: { target: ExportTarget; files: readonly YamlFile[]; schemas: CatalogSchemas; hasSchemas: boolean },
): FileChange[] {
  const order = keyOrderOf(schemas.model, schemas.model)
  const paired = pairedFiles(entries, filesByName(files))
  const ids = new Set(entries.map(({ id }) => id))
  const taken = new Set(target.files.map(({ path }) => path.toLowerCase()))
  const kept = new Set(paired.values())
  const written = entries.flatMap((entry) => {
    const file = paired.get(entry)
    if (file) {
      const value = withMovedFrom(entry.spec, file.value, ids)
      return changeOf(file.path, file.text, rewrittenText(file, value, order))
    }
    const path = newPath(entry, taken)
    taken.add(path.toLowerCase())
    const schemaPath = hasSchemas ? `${'../'.repeat(path.split('/').length - 1)}schema/model.schema.json` : undefined
    return changeOf(path, null, newText(pathLabel(target, path), entry.spec, order, schemaPath))
  })
  return [
    ...written,
    ...files.filter((file) => !kept.has(file)).flatMap(({ path, text }) => changeOf(path, text, null)),
  ]
}
