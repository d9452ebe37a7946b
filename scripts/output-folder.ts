import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Manifest } from '../api/bundle/article-bundle.ts'
import { AppError, messageOf } from '../api/domain/error.ts'

/** Makes a folder and proves that files can be written to it: found out later, what was paid for would have no place. */
export async function prepareFolder(folder: string): Promise<void> {
  const probe = join(folder, `.atelier-${process.pid}`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(probe, '')
    await rm(probe)
  } catch (error) {
    throw new AppError(
      'unavailable',
      `Cannot write to ${folder}: ${messageOf(error)}. Choose another folder with --out.`,
      { cause: error },
    )
  }
}

/** The pictures that an earlier run left, by its own manifest. Nothing else in the folder is ours to remove. */
async function earlierPictures(folder: string): Promise<string[]> {
  try {
    const manifest: Partial<Manifest> = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
    return (manifest.images ?? [])
      .flatMap(({ file, thumbnails }) => [file, ...(thumbnails ?? []).map((thumbnail) => thumbnail.file)])
      .filter((file) => file === basename(file))
  } catch {
    return []
  }
}

/** Writes the files of one article, and removes the pictures of an earlier run that are no longer among them. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const stale = (await earlierPictures(folder)).filter((name) => !files.has(name))
  for (const [name, content] of files) {
    await writeFile(join(folder, name), content).catch((error: unknown) => {
      throw new AppError('unavailable', `Cannot write ${join(folder, name)}: ${messageOf(error)}.`, { cause: error })
    })
  }
  for (const name of stale) await rm(join(folder, name), { force: true })
}
