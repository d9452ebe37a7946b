import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { AppError } from '../domain/error.ts'
import type { PictureFormat } from '../domain/image-provider.ts'
import type { PictureStore } from '../domain/picture-store.ts'
import { ProviderError } from '../domain/provider-error.ts'

/** A temporary file this old belongs to no writer that is still alive. */
const leftoverAgeMs = 60 * 60 * 1000

const thumbnailWidthMaxPx = 4096
const thumbnailQuality = 80

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

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
  const code = codeOf(error)
  const why = (code && causes[code]) ?? (error instanceof Error ? error.message : String(error))
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

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a file that is either whole or not there, and still there after a power cut. */
async function writeWhole(path: string, bytes: Uint8Array, temporaryFolder: string): Promise<void> {
  const temporary = join(temporaryFolder, `${randomUUID()}.tmp`)
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    const folder = dirname(path)
    const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 })
    await rename(temporary, path)
    await syncFolder(folder)
    // A folder is an entry of its parent, which has to be on disk too.
    if (firstMade)
      for (let made = folder; made.length >= firstMade.length; made = dirname(made)) await syncFolder(dirname(made))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
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

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Keeps pictures in a folder, each under the hash of its content, in folders by the first digits of the hash.
 * The folder is made, and swept of leftovers, when it is first used.
 */
export function createLocalDisk(folder: string): PictureStore {
  const temporaryFolder = join(folder, 'tmp')
  const making = new Map<string, Promise<Uint8Array | undefined>>()
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
  /** Undefined for anything that is no hash: it could be a way out of the folder. */
  const pathOf = (sha256: string, format: PictureFormat): string | undefined =>
    /^[0-9a-f]{64}$/.test(sha256) && /^(webp|png|jpeg)$/.test(format)
      ? join(folder, sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}.${format}`)
      : undefined

  async function makeThumbnail(original: string, path: string, widthPx: number): Promise<Uint8Array | undefined> {
    const kept = await readIfThere(path)
    if (kept) return kept
    const bytes = await readIfThere(original)
    if (!bytes) return undefined
    const thumbnail = await sharp(bytes)
      .resize({ width: widthPx, withoutEnlargement: true })
      .webp({ quality: thumbnailQuality })
      .toBuffer()
    await writeWhole(path, thumbnail, temporaryFolder)
    return thumbnail
  }

  return {
    put: ({ sha256, format, bytes, content }) =>
      onDisk(async () => {
        const path = pathOf(sha256, format)
        if (!path) throw new Error(`"${sha256}" is not a SHA-256 in hexadecimal.`)
        const there = await stat(path).catch(() => undefined)
        if (there?.size !== bytes) await writeWhole(path, content, temporaryFolder)
      }),
    get: (sha256, format) =>
      onDisk(async () => {
        const path = pathOf(sha256, format)
        return path ? readIfThere(path) : undefined
      }),
    thumbnail: (sha256, format, widthPx) =>
      onDisk(async () => {
        const original = pathOf(sha256, format)
        if (!original || !Number.isInteger(widthPx) || widthPx < 1 || widthPx > thumbnailWidthMaxPx) return undefined
        const path = `${original}.${widthPx}.webp`
        // Ten readers of a new page ask for the same thumbnail at once.
        const work = making.get(path) ?? makeThumbnail(original, path, widthPx).finally(() => making.delete(path))
        making.set(path, work)
        return work
      }),
  }
}
