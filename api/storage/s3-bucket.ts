import { createHash, randomUUID } from 'node:crypto'
import { AppError, messageOf } from '../domain/error.ts'
import type { PictureFile } from '../domain/picture-store.ts'
import type { KeptFile } from './kept-pictures.ts'
import { BucketError, codeIn, refusalError, regionIn } from './s3-error.ts'
import {
  type BucketAnswer,
  type BucketLimits,
  type BucketSettings,
  createSender,
  defaultLimits,
  placeOf,
  refusalOf,
  signedUrl,
} from './s3-request.ts'

/** Objects of one bucket below one prefix, by keys without it. */
export interface Bucket {
  place: string
  /** Resolves when the store says that it has all of it. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** Undefined where there is no such object. */
  read(key: string): Promise<Uint8Array | undefined>
  open(key: string): Promise<PictureFile | undefined>
  size(key: string): Promise<number | undefined>
  /** Nothing to do is no error. */
  remove(key: string): Promise<void>
  /** What begins with `start`, a thousand at a time. */
  list(start: string, cursor: string | null): Promise<{ files: KeptFile[]; next: string | null }>
  sign(key: string, times: { signedAt: Date; expiresSeconds: number }): Promise<string>
}

const unescaped: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }

const textIn = (xml: string, tag: string): string | undefined =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`)
    .exec(xml)?.[1]
    ?.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => unescaped[entity] ?? entity)

/** A page of ListObjectsV2. */
function readPage(xml: string, prefix: string): { files: KeptFile[]; next: string | null } {
  const files = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].flatMap(([, entry = '']) => {
    const key = textIn(entry, 'Key')
    const putAt = new Date(textIn(entry, 'LastModified') ?? '')
    return key?.startsWith(prefix) && !Number.isNaN(putAt.getTime()) ? [{ key: key.slice(prefix.length), putAt }] : []
  })
  const isMore = textIn(xml, 'IsTruncated') === 'true'
  return { files, next: isMore ? (textIn(xml, 'NextContinuationToken') ?? null) : null }
}

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64')
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export function openBucket(settings: BucketSettings, limits: BucketLimits = defaultLimits): Bucket {
  const place = placeOf(settings)
  const { send, withRetries } = createSender(settings, limits)
  const prefix = settings.prefix === '' ? '' : `${settings.prefix}/`
  const pathOf = (key: string): string => prefix + key

  /** Undefined where there is no such object. A bucket that is not there is an error. */
  async function found(answer: BucketAnswer): Promise<BucketAnswer | undefined> {
    if (answer.status === 200) return answer
    if (answer.status !== 404) throw await refusalOf(settings, answer)
    // An answer to HEAD has no body that could tell.
    const body = await answer.text()
    if (codeIn(body) === 'NoSuchBucket')
      throw refusalError(place, { status: 404, code: 'NoSuchBucket', region: regionIn(answer.headers, body) })
    return undefined
  }

  const openOnce = async (key: string): Promise<PictureFile | undefined> => {
    const answer = await found(await send({ method: 'GET', path: pathOf(key) }))
    if (!answer?.body) return undefined
    const bytes = Number(answer.headers.get('content-length') ?? 'NaN')
    if (Number.isInteger(bytes)) return { bytes, stream: answer.body }
    await answer.body.cancel()
    throw new BucketError({ place, code: null, why: 'it does not say how long an object is. Is an S3 store there?' })
  }

  const sizeOnce = async (key: string): Promise<number | undefined> => {
    const answer = await found(await send({ method: 'HEAD', path: pathOf(key) }))
    return answer && Number(answer.headers.get('content-length') ?? 'NaN')
  }

  async function putOnce(key: string, bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string>): Promise<void> {
    const answer = await send({ method: 'PUT', path: pathOf(key), headers, body: bytes })
    if (answer.status !== 200) throw await refusalOf(settings, answer)
    await answer.body?.cancel()
    // Some stores keep what they got of an upload that broke off, and call it a success.
    const kept = await sizeOnce(key)
    if (kept !== bytes.byteLength)
      throw new BucketError({
        place,
        code: 'upload_incomplete',
        why: `${kept ?? 'none'} of ${bytes.byteLength} bytes arrived. It is tried again later by itself.`,
        passes: true,
      })
  }

  return {
    place,
    put: (key, bytes, contentType) =>
      withRetries(() =>
        putOnce(key, new Uint8Array(bytes), {
          'content-type': contentType,
          // A key is its content's hash: what was fetched once stays right for ever.
          'cache-control': 'private, max-age=31536000, immutable',
          'content-md5': md5Of(bytes),
          'x-amz-content-sha256': sha256Of(bytes),
        }),
      ),
    read: (key) =>
      withRetries(async () => {
        const file = await openOnce(key)
        return file && new Uint8Array(await new Response(file.stream).arrayBuffer())
      }),
    open: (key) => withRetries(() => openOnce(key)),
    size: (key) => withRetries(() => sizeOnce(key)),
    remove: (key) =>
      withRetries(async () => {
        const answer = await send({ method: 'DELETE', path: pathOf(key) })
        if (answer.status !== 204 && answer.status !== 200 && answer.status !== 404)
          throw await refusalOf(settings, answer)
        await answer.body?.cancel()
      }),
    list: (start, cursor) =>
      withRetries(async () => {
        const query = {
          'list-type': '2',
          prefix: prefix + start,
          ...(cursor !== null && { 'continuation-token': cursor }),
        }
        const answer = await found(await send({ method: 'GET', path: '', query }))
        return answer ? readPage(await answer.text(), prefix) : { files: [], next: null }
      }),
    sign: (key, times) => signedUrl(settings, pathOf(key), times),
  }
}

/**
 * Proves that pictures can be written to a bucket, read, and removed again, and that the store tells what is not there
 * from what may not be seen.
 * @throws AppError `unavailable`
 */
export async function assertBucketUsable(bucket: Bucket): Promise<void> {
  const key = `probes/${randomUUID()}.probe`
  const content = Buffer.from(key)
  try {
    await bucket.read(key)
    await bucket.put(key, content, 'text/plain')
    const read = await bucket.read(key)
    if (!read || Buffer.compare(read, content) !== 0)
      throw new Error(`${bucket.place} does not give back what it was given.`)
    await bucket.list(key, null)
    await bucket.remove(key)
  } catch (error) {
    await bucket.remove(key).catch(() => undefined)
    throw new AppError('unavailable', messageOf(error), { cause: error })
  }
}
