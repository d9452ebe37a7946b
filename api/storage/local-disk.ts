import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError, messageOf, systemCodeOf } from '../domain/error.ts'
import type { PictureFormat } from '../domain/image-provider.ts'
import type { PictureInventory, PictureStore } from '../domain/picture-store.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { type KeptFile, picturesOf } from './kept-pictures.ts'
import { keyOf, requiredKeyOf } from './picture-key.ts'
import { createThumbnails } from './thumbnails.ts'
import { openIfThere, readIfThere, statIfThere, writeWhole } from './whole-file.ts'

/** A temporary file this old belongs to no writer that is still alive. */
const leftoverAgeMs = 60 * 60 * 1000

const causes: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this process may not write there',
  EPERM: 'this process may not write there',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of the path is a file',
  EIO: 'the disk fails',
}

/** A file error as what a person can act on. */
function storageError(error: unknown, folder: string): ProviderError {
  const code = systemCodeOf(error)
  const why = (code && causes[code]) ?? messageOf(error)
  return new ProviderError({
    class: 'storage',
    code,
    message: `Pictures cannot be kept in ${folder}: ${why}${code ? ` (${code})` : ''}.`,
    cause: error,
  })
}

/**
 * Proves that pictures can be kept in a folder, and makes it where it is not there.
 * @throws AppError `unavailable`
 */
export async function assertWritable(folder: string): Promise<void> {
  const probe = join(folder, `${randomUUID()}.probe`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(probe, '')
    await rm(probe)
  } catch (error) {
    throw new AppError(
      'unavailable',
      `${storageError(error, folder).message} Set ATELIER_HOME to a folder that can be written to.`,
      { cause: error },
    )
  }
}

/** Removes what writers left behind that were killed while they wrote. */
async function sweepLeftovers(temporaryFolder: string, now: number): Promise<void> {
  for (const name of await readdir(temporaryFolder)) {
    const path = join(temporaryFolder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }))
    if (now - mtimeMs > leftoverAgeMs) await rm(path, { force: true })
  }
}

/** Makes a file that is there as young as if it were written now. False where there is none. */
async function makeYoung(path: string): Promise<boolean> {
  const now = new Date()
  return utimes(path, now, now).then(
    () => true,
    (error: unknown) => {
      if (systemCodeOf(error) === 'ENOENT') return false
      throw error
    },
  )
}

/** Names in a folder; none where it is not there. */
const namesIn = async (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return []
    throw error
  })

/** The files in a folder of folders, such as all whose hash begins with the same two digits. */
async function filesUnder(folder: string, shard: string): Promise<KeptFile[]> {
  const files: KeptFile[] = []
  for (const inner of await namesIn(join(folder, shard)))
    for (const name of await namesIn(join(folder, shard, inner))) {
      const key = `${shard}/${inner}/${name}`
      const there = await statIfThere(join(folder, key))
      if (there) files.push({ key, putAt: there.mtime })
    }
  return files
}

/**
 * Takes a file away, unless it was put since. Whoever puts it meanwhile either made it young before it was moved aside,
 * and then it is moved back, or finds it gone, and writes it anew.
 */
async function removeUnlessPut(path: string, putBefore: Date, temporaryFolder: string): Promise<boolean> {
  const aside = join(temporaryFolder, `${randomUUID()}.tmp`)
  const there = await statIfThere(path)
  if (!there || there.mtime >= putBefore) return false
  await rename(path, aside)
  const moved = await statIfThere(aside)
  if (moved && moved.mtime >= putBefore) {
    await rename(aside, path)
    return false
  }
  await rm(aside, { force: true })
  return true
}

/**
 * Keeps pictures in a folder, each under the hash of its content, in folders by the first digits of the hash.
 * The folder is made, and swept of leftovers, when it is first used.
 */
export function createLocalDisk(folder: string): PictureStore & PictureInventory {
  const temporaryFolder = join(folder, 'tmp')
  const notesFolder = join(folder, 'databases')
  let opening: Promise<void> | undefined

  const openFolder = async () => {
    await mkdir(temporaryFolder, { recursive: true, mode: 0o700 })
    await sweepLeftovers(temporaryFolder, Date.now())
  }
  /** Every use of the disk: opens the folder first, and words what goes wrong. */
  const onDisk = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      opening ??= openFolder()
      await opening
      return await work()
    } catch (error) {
      if (error instanceof ProviderError) throw error
      opening = undefined
      throw storageError(error, folder)
    }
  }
  const pathOf = (sha256: string, format: PictureFormat): string | undefined => {
    const key = keyOf(sha256, format)
    return key && join(folder, key)
  }
  const thumbnailOf = createThumbnails({
    read: (key) => readIfThere(join(folder, key)),
    write: (key, bytes) => writeWhole(join(folder, key), bytes, temporaryFolder),
  })

  return {
    place: folder,
    put: ({ sha256, format, bytes, content }) =>
      onDisk(async () => {
        const path = join(folder, requiredKeyOf(sha256, format))
        const there = await statIfThere(path)
        if (there?.size !== bytes || !(await makeYoung(path))) await writeWhole(path, content, temporaryFolder)
      }),
    get: (sha256, format) =>
      onDisk(async () => {
        const path = pathOf(sha256, format)
        return path === undefined ? undefined : readIfThere(path)
      }),
    open: (sha256, format) =>
      onDisk(async () => {
        const path = pathOf(sha256, format)
        return path === undefined ? undefined : openIfThere(path)
      }),
    thumbnail: (sha256, format, widthPx) => onDisk(() => thumbnailOf(sha256, format, widthPx)),
    list: (cursor) =>
      onDisk(async () => {
        const shards = (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name)).toSorted()
        const [shard, following] = shards.filter((name) => cursor === null || name >= cursor)
        return {
          pictures: shard === undefined ? [] : picturesOf(await filesUnder(folder, shard)),
          next: following ?? null,
        }
      }),
    remove: (sha256, format, putBefore) =>
      onDisk(async () => {
        const path = join(folder, requiredKeyOf(sha256, format))
        const shard = dirname(path)
        const isRemoved = await removeUnlessPut(path, putBefore, temporaryFolder)
        // One that was put since keeps its smaller copies; one that was gone before may have left some behind.
        if (!isRemoved && (await statIfThere(path))) return false
        const copies = (await namesIn(shard)).filter((name) => name.startsWith(`${sha256}.${format}.`))
        for (const name of copies) await rm(join(shard, name), { force: true })
        return isRemoved || copies.length > 0
      }),
    noteDatabase: (id) =>
      onDisk(async () => {
        await mkdir(notesFolder, { recursive: true, mode: 0o700 })
        await writeFile(join(notesFolder, id), '')
      }),
    databases: () => onDisk(() => namesIn(notesFolder)),
  }
}
