import { stat } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import { AppError } from '../domain/error.ts'
import type { AnswerCache } from './answer-cache.ts'
import type { CheckedCatalog } from './check-catalog.ts'
import { contentKey } from './content-key.ts'
import { type KeptReport, keptReport, reportFrom } from './kept-report.ts'
import { type Report, mergedReport, reportOf } from './report.ts'
import { type TreeFiles, isConfigFolder, labelOf, readTreeFiles } from './tree-files.ts'

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

/** The config folders that paths belong to. */
export const configRootsOf = async (paths: readonly string[]): Promise<string[]> => [
  ...new Set((await Promise.all(paths.map(targetOf))).map(({ root }) => root)),
]

/** A catalog that was checked, now or when everything about it was the same. */
export interface CatalogAnswer {
  /** Differs as soon as anything does that the answer depends on. Undefined where it depends on more than files. */
  key: string | undefined
  /** Whether all of the catalog was asked for. */
  isWhole: boolean
  /** The folders of code that its settings list. */
  sourceFolders: readonly string[]
  /** The catalog itself. Costs a check where the answer was kept. */
  checked(): Promise<CheckedCatalog>
}

/** A further look at a catalog, such as at the code beside it. */
export type FurtherCheck = (answer: CatalogAnswer) => Promise<Report | undefined>

/** How to check. */
export interface CheckOptions {
  /** YYYY-MM-DD in UTC. */
  today: string
  /** Git ref to compare with. */
  base?: string | undefined
  further?: FurtherCheck | undefined
  /** Where answers are kept. */
  cache?: AnswerCache | undefined
}

interface KeptAnswer {
  report: KeptReport
  sourceFolders: string[]
}

/** Everything behind reading is loaded only where there is no answer yet. */
async function checkFiles(root: string, files: TreeFiles, today: string, base?: string): Promise<CheckedCatalog> {
  const { treeOf } = await import('./read-tree.ts')
  const { checkCatalog } = await import('./check-catalog.ts')
  const tree = treeOf(files)
  const before =
    base === undefined ? undefined : await (await import('./read-base.ts')).readBaseTree(root, base, tree.schemas)
  return checkCatalog(tree, today, before?.tree)
}

const isIn = (part: string, path: string): boolean => part === '' || path === part || path.startsWith(`${part}/`)

function requireParts(root: string, parts: readonly string[], { files }: TreeFiles): void {
  for (const part of parts) {
    if (files.some((file) => isIn(part, file.path))) continue
    throw new AppError(
      'invalid',
      `There is nothing to check in ${labelOf(resolve(root, part))}: it is no YAML file of the catalog and has none.`,
    )
  }
}

async function checkRoot(
  root: string,
  parts: readonly string[],
  { today, base, further, cache }: CheckOptions,
): Promise<Report> {
  const files = await readTreeFiles(root)
  requireParts(root, parts, files)
  // What a Git ref holds is not known before it is read, and comparing is for a run now and then.
  const key =
    cache && base === undefined
      ? contentKey([cache.salt, today, JSON.stringify([files.label, parts]), files.files, files.schemas])
      : undefined
  let checking: Promise<CheckedCatalog> | undefined
  const checked = () => (checking ??= checkFiles(root, files, today, base))
  const kept = key === undefined ? undefined : ((await cache?.read(key)) as KeptAnswer | undefined)
  const report = kept
    ? reportFrom(kept.report)
    : reportOf(await checked(), (path) => parts.some((part) => isIn(part, path)))
  const sourceFolders = kept ? kept.sourceFolders : ((await checked()).context.settings[0]?.spec.source ?? [])
  if (key !== undefined && !kept) await cache?.write(key, { report: keptReport(report), sourceFolders })
  const more = await further?.({ key, isWhole: parts.includes(''), sourceFolders, checked })
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
