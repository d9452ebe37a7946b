import { type Dirent, existsSync, statSync } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { AppError, messageOf } from '../domain/error.ts'
import { fileReader } from './file-bytes.ts'
import { findPackageRoot } from './package-root.ts'
import { type SourceFile, fileKinds, listKinds } from './tree.ts'

/** A config folder as read, before anything in it is looked at. */
export interface TreeFiles {
  /** The folder, as people are shown it. */
  label: string
  /** Every YAML, JSON and TOML file outside schema/, by path. */
  files: SourceFile[]
  /** Its schemas, by path from schema/: its own where it has a schema/ folder, else those that Atelier ships. */
  schemas: SourceFile[]
}

/** Files that look as if they declared something. Those that nothing reads become findings. */
export const declaringName = /\.(ya?ml|json|jsonc|json5|toml)$/i
/** A model file has about one kilobyte. The parser's time grows with the square of some broken files. */
const fileBytesMax = 100_000
const schemaBytesMax = 1_000_000

export const schemaSuffix = '.schema.json'
/** As they are called in CatalogSchemas. */
const schemaNames = ['model', ...listKinds, 'settings']
export const environmentSchemaName = `environment${schemaSuffix}`

/** A path as people are shown it: from the working directory where it lies below it. */
export function labelOf(path: string): string {
  const fromHere = relative(process.cwd(), path)
  const isBelow = fromHere !== '' && !fromHere.startsWith(`..${sep}`) && fromHere !== '..' && !isAbsolute(fromHere)
  return (isBelow ? fromHere : fromHere === '' ? '.' : path).replaceAll(sep, '/')
}

/** Labels of paths below a folder. Worked out once for all of them where that can be. */
function labelsBelow(folder: string): (path: string) => string {
  const isAboveHere = !relative(folder, process.cwd()).startsWith('..') && folder !== process.cwd()
  if (isAboveHere) return (path) => labelOf(join(folder, path))
  const label = labelOf(folder)
  return (path) => (label === '.' ? path : `${label}/${path}`)
}

/** Why a path cannot be read, in words. */
function readProblem(path: string, error: unknown): AppError {
  const reasons: Record<string, string> = {
    ENOENT: 'does not exist',
    ENOTDIR: 'is not a folder',
    EISDIR: 'is a folder, not a file',
    EACCES: 'may not be read by this user',
    EPERM: 'may not be read by this user',
    ELOOP: 'is a symbolic link that leads back to itself',
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return new AppError('invalid', `${labelOf(path)} ${reasons[code] ?? `cannot be read: ${messageOf(error)}`}.`, {
    cause: error,
  })
}

const orReadProblem = <T>(path: string, reading: Promise<T>): Promise<T> =>
  reading.catch((error: unknown) => {
    throw readProblem(path, error)
  })

function withReadProblem<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw readProblem(path, error)
  }
}

async function listFolder(folder: string, parents: readonly string[]): Promise<{ real: string; entries: Dirent[] }> {
  const real = await orReadProblem(folder, realpath(folder))
  if (parents.includes(real)) {
    throw new AppError('invalid', `${labelOf(folder)} is a symbolic link to a folder that it lies in. Remove it.`)
  }
  return { real, entries: await orReadProblem(folder, readdir(folder, { withFileTypes: true })) }
}

/** Paths below a folder whose names look as if they declared something. Follows links, and refuses loops of them. */
async function declaringPaths(folder: string, prefix: string, parents: readonly string[]): Promise<string[]> {
  const { real, entries } = await listFolder(folder, parents)
  const found: string[] = []
  for (const entry of entries) {
    const path = join(folder, entry.name)
    // A link to a folder counts as that folder: skipping it would check less than people believe.
    const kind = entry.isSymbolicLink() ? await orReadProblem(path, stat(path)) : entry
    if (kind.isDirectory()) {
      const isOurs = prefix === '' && entry.name === 'schema'
      if (isOurs || entry.name.startsWith('.') || entry.name === 'node_modules') continue
      found.push(...(await declaringPaths(path, `${prefix}${entry.name}/`, [...parents, real])))
    } else if (declaringName.test(entry.name)) {
      if (!kind.isFile()) throw new AppError('invalid', `${labelOf(path)} is not a regular file.`)
      found.push(`${prefix}${entry.name}`)
    }
  }
  return found
}

function readFiles(root: string, paths: readonly string[], bytesMax: number): SourceFile[] {
  const read = fileReader(bytesMax)
  const labelFor = labelsBelow(root)
  return paths.map((path) => {
    const full = join(root, path)
    const bytes = withReadProblem(full, () => read(full))
    if (bytes.length > bytesMax) {
      throw new AppError(
        'invalid',
        `${labelOf(full)} has ${statSync(full).size} bytes; a file of the catalog may have ${bytesMax}.`,
      )
    }
    return { path, label: labelFor(path), bytes }
  })
}

/** Whether there is a folder at a path. */
export const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false

/** The schemas that a catalog must have, that of environments where it is there, and those of parameter sets. */
async function schemaPaths(folder: string): Promise<string[]> {
  const params = join(folder, 'params')
  const names = (await isFolder(params)) ? await orReadProblem(params, readdir(params)) : []
  const hasEnvironments = existsSync(join(folder, environmentSchemaName))
  return [
    ...schemaNames.map((name) => `${name}${schemaSuffix}`),
    ...(hasEnvironments ? [environmentSchemaName] : []),
    ...names
      .filter((name) => name.endsWith(schemaSuffix))
      .toSorted()
      .map((name) => `params/${name}`),
  ]
}

/** Whether a catalog has schemas of its own. */
function hasOwnSchemas(root: string): Promise<boolean> {
  const own = join(root, 'schema')
  // Only a folder that is not there may mean other schemas than its own: not one that cannot be read, nor a broken link.
  return lstat(own).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
      throw readProblem(own, error)
    },
  )
}

async function readSchemas(folder: string): Promise<SourceFile[]> {
  return readFiles(folder, await schemaPaths(folder), schemaBytesMax)
}

/** The schemas that Atelier ships, by path from schema/. */
export const readShippedSchemas = async (): Promise<SourceFile[]> =>
  readSchemas(join(await findPackageRoot(), 'config', 'schema'))

/** A catalog's own schemas, by path from schema/; undefined where it has no such folder. */
export const readOwnSchemas = async (root: string): Promise<SourceFile[] | undefined> =>
  (await hasOwnSchemas(root)) ? readSchemas(join(root, 'schema')) : undefined

/** Paths of the files in a folder whose names look as if they declared something. */
export const readDeclaringPaths = async (root: string): Promise<string[]> =>
  (await declaringPaths(root, '', [])).toSorted()

/** The schemas of a config folder, whatever else is in it. */
export async function readSchemaFiles(folder: string): Promise<SourceFile[]> {
  return (await readOwnSchemas(resolve(folder))) ?? readShippedSchemas()
}

const declaredNames = ['models', 'settings.yaml', ...listKinds.map((kind) => `${kind}.yaml`)]

/** Whether a folder has at least one of the things that make a config folder. */
export async function isConfigFolder(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  return names.some((name) => declaredNames.includes(name))
}

/**
 * Reads the files of a config folder.
 * @throws AppError `invalid` when there is nothing to check, or something cannot be read.
 */
export async function readTreeFiles(folder: string): Promise<TreeFiles> {
  const root = resolve(folder)
  const paths = await readDeclaringPaths(root)
  if (paths.length === 0 || !(await isConfigFolder(root))) {
    throw new AppError(
      'invalid',
      `There is nothing to check in ${labelOf(root)}: it has none of ${fileKinds.map((kind) => (kind === 'models' ? 'models/' : `${kind}.yaml`)).join(', ')}.`,
    )
  }
  return {
    label: labelOf(root),
    files: readFiles(root, paths, fileBytesMax),
    schemas: await readSchemaFiles(root),
  }
}
