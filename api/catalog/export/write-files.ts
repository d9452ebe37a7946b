import { mkdir, realpath, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError, messageOf } from '../../domain/error.ts'
import { replaceFile } from '../replace-file.ts'
import type { FileChange } from './export-target.ts'

async function writeFile(path: string, { after }: FileChange): Promise<void> {
  if (after === null) return rm(path)
  await mkdir(dirname(path), { recursive: true })
  // A link stays one: what it leads to is replaced.
  await replaceFile(await realpath(path).catch(() => path), after)
}

/** Brings a folder's files to what an export planned: each whole or as it was. New ones come first, so that nothing is missing meanwhile. */
export async function writeFiles(folder: string, changes: readonly FileChange[]): Promise<void> {
  const written = changes.filter(({ after }) => after !== null)
  const removed = changes.filter(({ after }) => after === null)
  for (const change of [...written, ...removed]) {
    const path = join(folder, change.path)
    await writeFile(path, change).catch((error: unknown) => {
      throw new AppError(
        'unavailable',
        `${path} cannot be written: ${messageOf(error)}. Files before it are as the database says. Run the export again.`,
        { cause: error },
      )
    })
  }
}
