import { stat } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import { AppError } from '../domain/error.ts'
import { type CheckedCatalog, checkCatalog } from './check-catalog.ts'
import { isConfigFolder, labelOf, readTree } from './read-tree.ts'
import { type Report, mergedReport, reportOf } from './report.ts'

/** What a path on the command line asks for: a whole config folder, or a part of one. */
interface Target {
  root: string
  /** From the root, with forward slashes; empty for all of it. */
  part: string
}

async function configFolderAbove(path: string): Promise<string | undefined> {
  let folder = dirname(path)
  while (!(await isConfigFolder(folder))) {
    const parent = dirname(folder)
    if (parent === folder) return undefined
    folder = parent
  }
  return folder
}

async function targetOf(path: string): Promise<Target> {
  const full = resolve(path)
  const found = await stat(full).catch(() => undefined)
  if (!found) throw new AppError('invalid', `${path} does not exist.`)
  if (found.isDirectory() && (await isConfigFolder(full))) return { root: full, part: '' }
  const root = await configFolderAbove(full)
  if (root !== undefined) return { root, part: relative(root, full).replaceAll(sep, '/') }
  // Says why there is nothing to check, in the words of the reader.
  if (found.isDirectory()) return { root: full, part: '' }
  throw new AppError('invalid', `${path} does not belong to a catalog: no folder above it has models/ or tiers.yaml.`)
}

/** A further look at a whole catalog, such as at the code beside it. */
export type FurtherCheck = (checked: CheckedCatalog, isWhole: boolean) => Promise<Report | undefined>

/** How to check. */
export interface CheckOptions {
  /** YYYY-MM-DD in UTC. */
  today: string
  /** Git ref to compare with. */
  base?: string | undefined
  further?: FurtherCheck | undefined
}

async function checkRoot(
  root: string,
  parts: readonly string[],
  { today, base, further }: CheckOptions,
): Promise<Report> {
  const tree = await readTree(root)
  const isIn = (part: string, path: string) => part === '' || path === part || path.startsWith(`${part}/`)
  for (const part of parts) {
    if (!tree.files.some((file) => isIn(part, file.path))) {
      throw new AppError(
        'invalid',
        `There is nothing to check in ${labelOf(resolve(root, part))}: it is no YAML file of the catalog and has none.`,
      )
    }
  }
  const before =
    base === undefined ? undefined : await (await import('./read-base.ts')).readBaseTree(root, base, tree.schemas)
  const checked = checkCatalog(tree, today, before?.tree)
  const report = reportOf(checked, (path) => parts.some((part) => isIn(part, path)))
  const more = await further?.(checked, parts.includes(''))
  return more ? mergedReport([report, more]) : report
}

/**
 * Checks folders and files. A file, or a folder within a catalog, limits the findings to what is in it; rules that
 * look across files still see the whole catalog.
 * @throws AppError `invalid` when there is nothing to check, or something cannot be read.
 */
export async function checkPaths(paths: readonly string[], options: CheckOptions): Promise<Report> {
  const targets = await Promise.all(paths.map(targetOf))
  const roots = [...new Set(targets.map((target) => target.root))]
  const reports: Report[] = []
  for (const root of roots) {
    reports.push(
      await checkRoot(
        root,
        targets.filter((target) => target.root === root).map((target) => target.part),
        options,
      ),
    )
  }
  return mergedReport(reports)
}
