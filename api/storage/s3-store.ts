import type { PictureAddresses, PictureInventory, PictureStore } from '../domain/picture-store.ts'
import { type KeptFile, picturesOf } from './kept-pictures.ts'
import { keyOf, requiredKeyOf, thumbnailKeyOf } from './picture-key.ts'
import type { Bucket } from './s3-bucket.ts'
import { asStorageError } from './s3-request.ts'
import { createThumbnails } from './thumbnails.ts'

/** Addresses are signed for the beginning of such a span, so that within it they stay the same and browsers can keep what they lead to. */
const spanSeconds = 300
/** Told at the end of a span and kept for another one, an address still has a third to be used in. */
const expiresSeconds = 3 * spanSeconds

/** Keeps pictures in a bucket, under the same keys as on disk. */
export function createS3Store(bucket: Bucket): PictureStore & PictureInventory {
  const { place } = bucket
  const inBucket = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw asStorageError(place, error)
    }
  }
  const thumbnailOf = createThumbnails({
    read: (key) => bucket.read(key),
    write: (key, bytes) => bucket.put(key, bytes, 'image/webp'),
  })
  const filesOf = async (start: string): Promise<KeptFile[]> => {
    const files: KeptFile[] = []
    for (let cursor: string | null = null; ;) {
      const page = await bucket.list(start, cursor)
      files.push(...page.files)
      if (page.next === null) return files
      cursor = page.next
    }
  }

  return {
    place,
    // Also where it is there already: that makes it young, and replaces what is not whole.
    put: ({ sha256, format, content }) =>
      inBucket(() => bucket.put(requiredKeyOf(sha256, format), content, `image/${format}`)),
    get: (sha256, format) =>
      inBucket(async () => {
        const key = keyOf(sha256, format)
        return key === undefined ? undefined : bucket.read(key)
      }),
    open: (sha256, format) =>
      inBucket(async () => {
        const key = keyOf(sha256, format)
        return key === undefined ? undefined : bucket.open(key)
      }),
    thumbnail: (sha256, format, widthPx) => inBucket(() => thumbnailOf(sha256, format, widthPx)),
    list: (cursor) =>
      inBucket(async () => {
        const { files, next } = await bucket.list('', cursor)
        return { pictures: picturesOf(files), next }
      }),
    remove: (sha256, format, putBefore) =>
      inBucket(async () => {
        const key = requiredKeyOf(sha256, format)
        const files = await filesOf(key)
        const original = files.find((file) => file.key === key)
        if (files.length === 0 || (original && original.putAt >= putBefore)) return false
        // The picture first: while it is there, its smaller copies can be made anew.
        if (original) await bucket.remove(key)
        for (const file of files) if (file !== original) await bucket.remove(file.key)
        return true
      }),
    noteDatabase: (id) => inBucket(() => bucket.put(`databases/${id}`, new TextEncoder().encode(id), 'text/plain')),
    databases: () =>
      inBucket(async () => (await filesOf('databases/')).map(({ key }) => key.slice('databases/'.length))),
  }
}

/** Addresses at which browsers fetch pictures from the bucket themselves. */
export function createSignedAddresses(
  bucket: Bucket,
  store: Pick<PictureStore, 'thumbnail'>,
  origin: string,
  now: () => Date,
): PictureAddresses {
  return {
    origin,
    keptSeconds: spanSeconds,
    async addressOf(sha256, format, widthPx) {
      const key = widthPx === null ? keyOf(sha256, format) : thumbnailKeyOf(sha256, format, widthPx)
      if (key === undefined) return undefined
      const isThere = (await bucket.size(key)) !== undefined
      if (!isThere && (widthPx === null || !(await store.thumbnail(sha256, format, widthPx)))) return undefined
      const spanMs = spanSeconds * 1000
      const signedAt = new Date(Math.floor(now().getTime() / spanMs) * spanMs)
      return bucket.sign(key, { signedAt, expiresSeconds })
    },
  }
}
