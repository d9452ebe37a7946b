import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../../domain/error.ts'
import {
  isConfigFolder,
  labelOf,
  readDeclaringPaths,
  readOwnSchemas,
  readShippedSchemas,
  readTreeFiles,
} from '../tree-files.ts'
import type { ExportTarget } from './export-target.ts'

/**
 * Reads the folder that is to be exported to, which need not be there.
 * @throws AppError `refused` for a folder that holds something else than a catalog, `invalid` for what cannot be read.
 */
export async function readExportTarget(folder: string): Promise<ExportTarget> {
  const root = resolve(folder)
  const label = labelOf(root)
  const shippedSchemas = await readShippedSchemas()
  const found = await stat(root).catch(() => undefined)
  if (!found) return { label, files: [], ownSchemas: undefined, shippedSchemas }
  if (!found.isDirectory()) throw new AppError('refused', `${label} is a file. Name a folder with --out.`)
  const ownSchemas = await readOwnSchemas(root)
  const [first] = await readDeclaringPaths(root)
  if (first === undefined) return { label, files: [], ownSchemas, shippedSchemas }
  if (!(await isConfigFolder(root))) {
    throw new AppError(
      'refused',
      `${label} is not a catalog: it holds ${first}, and neither models/ nor a file such as tiers.yaml. Name a catalog or an empty folder with --out.`,
    )
  }
  const { files } = await readTreeFiles(root)
  return { label, files, ownSchemas, shippedSchemas }
}
