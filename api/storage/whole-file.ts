import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { systemCodeOf } from '../domain/error.ts'
import type { PictureFile } from '../domain/picture-store.ts'

const chunkBytes = 64 * 1024

const unlessMissing = (error: unknown): undefined => {
  if (systemCodeOf(error) !== 'ENOENT') throw error
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
export async function writeWhole(path: string, bytes: Uint8Array, temporaryFolder: string): Promise<void> {
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

export const readIfThere = async (path: string): Promise<Uint8Array | undefined> => readFile(path).catch(unlessMissing)

export const statIfThere = async (path: string): Promise<{ size: number; mtime: Date } | undefined> =>
  stat(path).catch(unlessMissing)

/** Opened by the first read, so that a file that nobody reads after all is never left open. */
function streamOf(path: string, bytes: number): ReadableStream<Uint8Array> {
  let handle: FileHandle | undefined
  let position = 0
  const close = async (): Promise<void> => {
    const opened = handle
    handle = undefined
    await opened?.close()
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          handle ??= await open(path, 'r')
          const { bytesRead, buffer } = await handle.read(new Uint8Array(chunkBytes), 0, chunkBytes, position)
          position += bytesRead
          if (bytesRead === 0 && position < bytes) throw new Error(`${path} has become shorter.`)
          if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
          if (position < bytes) return
          await close()
          controller.close()
        } catch (error) {
          await close()
          throw error
        }
      },
      cancel: close,
    },
    // Reads nothing ahead: a failure then always meets a reader who waits, and never one who has been handed an end.
    { highWaterMark: 0 },
  )
}

/** A file as it is read. Undefined where it is not there. */
export async function openIfThere(path: string): Promise<PictureFile | undefined> {
  const there = await statIfThere(path)
  return there && { bytes: there.size, stream: streamOf(path, there.size) }
}
