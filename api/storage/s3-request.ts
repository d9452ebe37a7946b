import { setTimeout as delay } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'
import { messageOf, systemCodeOf } from '../domain/error.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { BucketError, type Refusal, codeIn, refusalError, regionIn } from './s3-error.ts'

/** How a bucket is reached. */
export interface BucketSettings {
  bucket: string
  /** In front of every key, without slashes around it; empty: the keys are at the top of the bucket. */
  prefix: string
  /** Of a store that is not AWS's own, such as https://minio.example:9000; null: AWS. */
  endpoint: string | null
  region: string
  accessKeyId: string
  secretAccessKey: string
  /** Of temporary keys. */
  sessionToken: string | null
}

export interface BucketLimits {
  /** Until the answer begins. What is sent has more time, by its size. */
  answerMs: number
  /** Between two pieces of an answer's body. */
  silenceMs: number
  triesMax: number
  /** Before the second try; doubles with each. */
  backoffMs: number
}

export const defaultLimits: BucketLimits = { answerMs: 15_000, silenceMs: 15_000, triesMax: 4, backoffMs: 250 }

/** A line slower than this is of no use for pictures. */
const uploadBytesPerMs = 100

/** More than a page of a thousand keys has. */
const textBytesMax = 8 * 1024 * 1024

export interface BucketRequest {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** Below the bucket, without a slash in front. */
  path: string
  query?: Record<string, string>
  /** Are signed. */
  headers?: Record<string, string>
  body?: Uint8Array<ArrayBuffer>
}

/** An answer whose head is here, and whose body is not. */
export interface BucketAnswer {
  status: number
  headers: Headers
  /** Reads nothing ahead, fails after a silence, and fails where it ends before its length. */
  body: ReadableStream<Uint8Array> | null
  /** As text, up to a bound. */
  text(): Promise<string>
}

/** AWS wants the bucket in the host's name, others in the path. A bucket with a dot has no certificate at AWS. */
export function bucketUrl({ bucket, endpoint, region }: BucketSettings): string {
  if (endpoint !== null) return `${endpoint}/${bucket}`
  const host = `s3.${region}.amazonaws.com`
  return bucket.includes('.') ? `https://${host}/${bucket}` : `https://${bucket}.${host}`
}

/** For people: what, and at whom. */
export function placeOf(settings: BucketSettings): string {
  const { bucket, prefix } = settings
  return `s3://${bucket}${prefix === '' ? '' : `/${prefix}`} at ${new URL(bucketUrl(settings)).host}`
}

const signerOf = (settings: BucketSettings) => ({
  accessKeyId: settings.accessKeyId,
  secretAccessKey: settings.secretAccessKey,
  ...(settings.sessionToken !== null && { sessionToken: settings.sessionToken }),
  service: 's3',
  region: settings.region,
})

/** An address that lets whoever has it read one object until it expires. */
export async function signedUrl(
  settings: BucketSettings,
  path: string,
  { signedAt, expiresSeconds }: { signedAt: Date; expiresSeconds: number },
): Promise<string> {
  const signer = new AwsV4Signer({
    ...signerOf(settings),
    method: 'GET',
    url: `${bucketUrl(settings)}/${path}?X-Amz-Expires=${expiresSeconds}`,
    signQuery: true,
    datetime: signedAt.toISOString().replace(/[:-]|\.\d{3}/g, ''),
  })
  return (await signer.sign()).url.href
}

const brokenOff = (place: string, why: string, cause?: unknown): BucketError =>
  new BucketError({ place, code: systemCodeOf(cause), why, passes: true, cause })

/** A body that is given up when it is silent, and that never ends early as if it were whole. */
function guarded(
  body: ReadableStream<Uint8Array>,
  {
    place,
    bytes,
    silenceMs,
    abort,
  }: { place: string; bytes: number | null; silenceMs: number; abort: AbortController },
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let received = 0
  const readOne = async () => {
    const timer = setTimeout(() => abort.abort(), silenceMs)
    try {
      return await reader.read()
    } catch (error) {
      const of = bytes === null ? '' : ` of ${bytes}`
      throw brokenOff(
        place,
        `the answer broke off after ${received}${of} bytes. It is tried again later by itself.`,
        error,
      )
    } finally {
      clearTimeout(timer)
    }
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await readOne()
        received += value?.byteLength ?? 0
        if (value) controller.enqueue(value)
        if (!done) return
        if (bytes !== null && received !== bytes)
          throw brokenOff(
            place,
            `the answer has ${received} bytes instead of ${bytes}. It is tried again later by itself.`,
          )
        controller.close()
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Reads nothing ahead: a failure then always meets a reader who waits, and never one who has been handed an end.
    { highWaterMark: 0 },
  )
}

async function textOf(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    chunks.push(chunk)
    bytes += chunk.byteLength
    if (bytes > textBytesMax) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** One signed request to a bucket. Throws BucketError where no answer came. */
async function sendOnce(
  settings: BucketSettings,
  { method, path, query = {}, headers = {}, body }: BucketRequest,
  { answerMs, silenceMs }: BucketLimits,
): Promise<BucketAnswer> {
  const place = placeOf(settings)
  const url = new URL(`${bucketUrl(settings)}/${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const signed = await new AwsV4Signer({ ...signerOf(settings), method, url: url.href, headers }).sign()
  // Not signed: proxies of some stores write it anew.
  signed.headers.set('accept-encoding', 'identity')
  const abort = new AbortController()
  const limitMs = answerMs + (body?.byteLength ?? 0) / uploadBytesPerMs
  const timer = setTimeout(() => abort.abort(), limitMs)
  try {
    const response = await fetch(signed.url, {
      method,
      headers: signed.headers,
      redirect: 'manual',
      signal: abort.signal,
      ...(body && { body }),
    })
    const declared = method === 'HEAD' ? null : response.headers.get('content-length')
    const bytes = declared === null ? null : Number(declared)
    const stream = response.body && guarded(response.body, { place, bytes, silenceMs, abort })
    return {
      status: response.status,
      headers: response.headers,
      body: stream,
      text: () => textOf(stream),
    }
  } catch (error) {
    const code = systemCodeOf(error)
    throw abort.signal.aborted
      ? brokenOff(
          place,
          `it did not answer within ${Math.round(limitMs / 1000)} seconds. It is tried again later by itself.`,
          error,
        )
      : brokenOff(
          place,
          `it cannot be reached (${code ?? messageOf(error)}). Check ATELIER_S3_ENDPOINT and the network of this machine.`,
          error,
        )
  } finally {
    clearTimeout(timer)
  }
}

/** What an answer has against a request, as an error. Reads its body. */
export async function refusalOf(settings: BucketSettings, answer: BucketAnswer): Promise<BucketError> {
  const body = await answer.text().catch(() => '')
  const refusal: Refusal = { status: answer.status, code: codeIn(body), region: regionIn(answer.headers, body) }
  return refusalError(placeOf(settings), refusal)
}

/** How requests are sent: what passes is tried again a few times, what does not is told at once. */
interface Sender {
  send: (request: BucketRequest) => Promise<BucketAnswer>
  withRetries: <T>(attempt: () => Promise<T>) => Promise<T>
}

export function createSender(settings: BucketSettings, limits: BucketLimits): Sender {
  return {
    send: (request) => sendOnce(settings, request, limits),
    async withRetries<T>(attempt: () => Promise<T>): Promise<T> {
      for (let tries = 1; ; tries++) {
        try {
          return await attempt()
        } catch (error) {
          if (!(error instanceof BucketError) || !error.passes || tries >= limits.triesMax) throw error
          // Half of it by chance, so that many who failed together do not come back together.
          await delay(limits.backoffMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2))
        }
      }
    },
  }
}

/** Anything that went wrong as an error of storage, which is what the port promises. */
export const asStorageError = (place: string, error: unknown): ProviderError =>
  error instanceof ProviderError
    ? error
    : new BucketError({ place, code: null, why: `${messageOf(error)}.`, cause: error })
