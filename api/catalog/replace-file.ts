import { randomUUID } from 'node:crypto'
import { chmod, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Writes a file so that nobody ever sees half of it, under the permissions that it had. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  // Hidden, so that whoever lists the folder meanwhile does not take it for a file of its own.
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
  const mode = await stat(path).then(
    (found) => found.mode & 0o777,
    () => undefined,
  )
  try {
    await writeFile(temporary, content, { flag: 'wx' })
    if (mode !== undefined) await chmod(temporary, mode)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
