import { type Dirent, type Stats } from 'node:fs'
import { readFile, readdir, realpath, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { labelOf } from '../catalog/tree-files.ts'
import type { SourceFile } from '../catalog/tree.ts'
import { AppError, messageOf } from '../domain/error.ts'
import { languageOf } from './language.ts'

/** Folders of code that others wrote, that is made, or that may say anything because it only tests. */
const skippedFolders = new Set([
  'node_modules',
  'bower_components',
  'dist',
  'build',
  'out',
  'coverage',
  'vendor',
  'vendored',
  'third_party',
  'site-packages',
  '__pycache__',
  'venv',
  'env',
  'migrations',
  '__tests__',
  '__mocks__',
  '__fixtures__',
  'test',
  'tests',
  'testing',
  'fixtures',
  'e2e',
  'cypress',
  'spec',
  'specs',
  '__snapshots__',
])
const skippedFile =
  /(?:\.d\.[cm]?ts|\.min\.[cm]?js|\.bundle\.js|\.(?:gen|generated)\.\w+|_pb2(?:_grpc)?\.py|\.(?:test|tests|spec|stories|fixture|e2e|cy)\.[cm]?[jt]sx?|(?:^|[/\\])(?:test_[^/\\]*|[^/\\]*_test|conftest|tests)\.py)$/

/** Larger files are made by programs. */
const fileBytesMax = 1_000_000

/** Whether a text was written by a program: one that says so, or has lines that nobody would type. */
function isMade(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 2000)).toString('utf8')
  if (/@generated\b|\bDO NOT EDIT\b|\bauto-?generated\b.*\bdo not edit\b/i.test(head)) return true
  if (bytes.length <= 5000) return false
  let lines = 1
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++
  return bytes.length / lines > 500
}

const reading = async <T>(path: string, work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw new AppError('invalid', `${labelOf(path)} cannot be read: ${messageOf(error)}`, { cause: error })
  })

async function sourcePaths(folder: string, parents: readonly string[]): Promise<string[]> {
  const real = await reading(folder, realpath(folder))
  // A link that leads back to a folder it lies in has nothing new in it.
  if (parents.includes(real)) return []
  const entries = await reading(folder, readdir(folder, { withFileTypes: true }))
  const found: string[] = []
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    const kind: Dirent | Stats | undefined = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry
    if (kind?.isDirectory()) {
      if (!skippedFolders.has(entry.name)) found.push(...(await sourcePaths(path, [...parents, real])))
    } else if (kind?.isFile() && languageOf(entry.name) && !skippedFile.test(entry.name)) found.push(path)
  }
  return found
}

async function readSource(path: string): Promise<SourceFile | undefined> {
  const bytes = await reading(path, readFile(path))
  if (bytes.length > fileBytesMax || isMade(bytes)) return undefined
  return { path: path.replaceAll(sep, '/'), label: labelOf(path), bytes }
}

/**
 * Reads the source files of folders. Tests, fixtures, generated files and code of others are left out.
 * @throws AppError `invalid` when a folder is not there, cannot be read, or has nothing to search.
 */
export async function readSources(folders: readonly string[]): Promise<SourceFile[]> {
  const files = new Map<string, SourceFile>()
  for (const folder of folders) {
    const root = resolve(folder)
    const found = await stat(root).catch(() => undefined)
    if (!found) throw new AppError('invalid', `The source folder ${labelOf(root)} does not exist.`)
    if (!found.isDirectory()) throw new AppError('invalid', `The source folder ${labelOf(root)} is not a folder.`)
    const paths = await sourcePaths(root, [])
    if (paths.length === 0) {
      throw new AppError('invalid', `There is no TypeScript, JavaScript or Python to search in ${labelOf(root)}.`)
    }
    for (const file of await Promise.all(paths.map(readSource))) if (file) files.set(file.path, file)
  }
  return [...files.values()]
}
