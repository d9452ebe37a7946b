import sharp from 'sharp'
import type { PictureFormat } from '../domain/image-provider.ts'
import { keyOf, thumbnailKeyOf } from './picture-key.ts'

const thumbnailQuality = 80

/** What thumbnails are made from and kept in. */
interface Files {
  read: (key: string) => Promise<Uint8Array | undefined>
  write: (key: string, bytes: Uint8Array) => Promise<void>
}

/**
 * Makes smaller copies of pictures, each once: what is kept is not made again, and who asks while one is made waits for
 * it. Decoding and encoding run in threads of their own, not in the event loop.
 */
export function createThumbnails({ read, write }: Files) {
  const making = new Map<string, Promise<Uint8Array | undefined>>()

  async function make(originalKey: string, key: string, widthPx: number): Promise<Uint8Array | undefined> {
    const kept = await read(key)
    if (kept) return kept
    const bytes = await read(originalKey)
    if (!bytes) return undefined
    const thumbnail = await sharp(bytes)
      .resize({ width: widthPx, withoutEnlargement: true })
      .webp({ quality: thumbnailQuality })
      .toBuffer()
    await write(key, thumbnail)
    return thumbnail
  }

  return async (sha256: string, format: PictureFormat, widthPx: number): Promise<Uint8Array | undefined> => {
    const originalKey = keyOf(sha256, format)
    const key = thumbnailKeyOf(sha256, format, widthPx)
    if (originalKey === undefined || key === undefined) return undefined
    // Ten readers of a new page ask for the same thumbnail at once.
    const work = making.get(key) ?? make(originalKey, key, widthPx).finally(() => making.delete(key))
    making.set(key, work)
    return work
  }
}
