import type { PictureReferenceStore } from './db/picture-reference-store.ts'
import type { DiscardedFile, VersionStore } from './db/version-store.ts'
import type { PictureInventory } from './domain/picture-store.ts'

/**
 * A worker puts a picture a moment before the database refers to it, and keeps trying for ten minutes where that cannot be
 * reached. Younger files wait, and are looked at again.
 */
const ageMs = 15 * 60_000

const batchSize = 500

export interface DisposalParts {
  pictures: PictureInventory
  references: PictureReferenceStore
  versions: Pick<VersionStore, 'discardedFiles' | 'forgetFiles' | 'forgetOldFiles'>
  log: { info(fields: object, message: string): void }
  now: () => Date
}

/**
 * Removes the files of deleted pictures, with their smaller copies, where nothing else refers to them. Where other databases
 * keep pictures in the same place, their references are not known, and all files stay.
 * @param files only these; without them, all that wait
 */
export async function disposeFiles(parts: DisposalParts, files?: readonly DiscardedFile[]): Promise<void> {
  const { pictures, references, versions, log, now } = parts
  const waiting = files ?? (await versions.discardedFiles(batchSize))
  if (waiting.length === 0) return
  const own = await references.databaseId()
  if ((await pictures.databases()).some((id) => id !== own)) return
  const referred = await references.referredTo(waiting.map(({ sha256 }) => sha256))
  const putBefore = new Date(now().getTime() - ageMs)
  const done = [...referred]
  for (const { sha256, format } of waiting) {
    if (referred.has(sha256) || !(await pictures.remove(sha256, format, putBefore))) continue
    log.info({ sha256, format }, 'the file of a deleted picture was removed')
    done.push(sha256)
  }
  await versions.forgetFiles(done)
  if (files === undefined) await versions.forgetOldFiles()
}
