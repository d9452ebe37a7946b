import { createHash } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { S3Refusal, checkSignature, s3Keys } from './s3-signature.ts'

/** How the next requests go wrong, those of one method where it is given. */
export type S3Fault = { method?: string; times?: number } & (
  | { kind: 'status'; status: number; code: string }
  /** The connection ends before any answer. */
  | { kind: 'drop' }
  /** Half of the body, then the connection ends. */
  | { kind: 'truncate' }
  /** A PUT keeps half of what came, and says that all is well. */
  | { kind: 'keep_half' }
  /** No answer at all. */
  | { kind: 'hang' }
  /** Half of the body, and then nothing more. */
  | { kind: 'stall' }
)

interface StoredObject {
  bytes: Buffer
  type: string
  cacheControl: string
  changedAt: Date
}

export interface S3Server {
  url: string
  /** By bucket and key, such as pictures/prefix/key. */
  objects: Map<string, StoredObject>
  /** Method and path of what was asked, oldest first. */
  requests: string[]
  faults: S3Fault[]
  /** What the server takes for the time. */
  clock: { offsetMs: number }
  pageSize: number
  stop(): Promise<void>
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function refuse(response: ServerResponse, method: string, { status, code }: { status: number; code: string }): void {
  // The message is of the kind that real stores send: it repeats what must not get into a log.
  const message = `Told by a key with the secret ${s3Keys.secretAccessKey}`
  const xml = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  const region = code === 'PermanentRedirect' ? { 'x-amz-bucket-region': 'us-west-2' } : {}
  response.writeHead(status, { 'content-type': 'application/xml', ...region }).end(method === 'HEAD' ? '' : xml)
}

/**
 * A store that speaks S3, on this machine, with one bucket, `pictures`. It checks every signature, and fails as it is
 * told to.
 */
export async function startS3Server(): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map()
  const requests: string[] = []
  const faults: S3Fault[] = []
  const clock = { offsetMs: 0 }
  const state = { pageSize: 1000 }
  const nowMs = () => Date.now() + clock.offsetMs

  const nextFault = (method: string): S3Fault | undefined => {
    const fault = faults.find((one) => one.method === undefined || one.method === method)
    if (fault && (fault.times = (fault.times ?? 1) - 1) <= 0) faults.splice(faults.indexOf(fault), 1)
    return fault
  }

  function listObjects(bucket: string, query: URLSearchParams, response: ServerResponse): void {
    const start = `${bucket}/${query.get('prefix') ?? ''}`
    const after = query.get('continuation-token') ?? ''
    const found = [...objects]
      .filter(([key]) => key.startsWith(start) && key > after)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    const page = found.slice(0, state.pageSize)
    const contents = page.map(
      ([key, { bytes, changedAt }]) =>
        `<Contents><Key>${escaped(key.slice(bucket.length + 1))}</Key><LastModified>${changedAt.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`,
    )
    const isMore = found.length > page.length
    const next = isMore ? `<NextContinuationToken>${escaped(page.at(-1)?.[0] ?? '')}</NextContinuationToken>` : ''
    response
      .writeHead(200, { 'content-type': 'application/xml' })
      .end(
        `<?xml version="1.0"?><ListBucketResult><IsTruncated>${isMore}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
      )
  }

  function sendObject(method: string, key: string, response: ServerResponse, fault: S3Fault | undefined): void {
    const object = objects.get(key)
    if (!object) throw new S3Refusal(404, 'NoSuchKey')
    const { bytes, type, cacheControl, changedAt } = object
    response.writeHead(200, {
      'content-type': type,
      'content-length': bytes.length,
      'last-modified': changedAt.toUTCString(),
      etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
      ...(cacheControl !== '' && { 'cache-control': cacheControl }),
    })
    if (method === 'HEAD') response.end()
    else if (fault?.kind === 'truncate')
      response.write(bytes.subarray(0, bytes.length / 2), () => void setImmediate(() => response.destroy()))
    else if (fault?.kind === 'stall') response.write(bytes.subarray(0, bytes.length / 2))
    else response.end(bytes)
  }

  function keepObject(key: string, request: IncomingMessage, body: Buffer, fault: S3Fault | undefined): void {
    const { 'content-md5': md5, 'content-type': type = '', 'cache-control': cacheControl = '' } = request.headers
    if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64'))
      throw new S3Refusal(400, 'BadDigest')
    const bytes = fault?.kind === 'keep_half' ? body.subarray(0, body.length / 2) : body
    objects.set(key, { bytes, type, cacheControl, changedAt: new Date(nowMs()) })
  }

  /** Whether a fault is all there is to be answered. */
  function isAnsweredBy(fault: S3Fault | undefined, request: IncomingMessage, response: ServerResponse): boolean {
    if (fault?.kind === 'drop') request.socket.destroy()
    if (fault?.kind === 'status') refuse(response, request.method ?? '', fault)
    return fault !== undefined && ['hang', 'drop', 'status'].includes(fault.kind)
  }

  function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const { method = '' } = request
    const url = new URL(request.url ?? '', 'http://localhost')
    requests.push(`${method} ${url.pathname}`)
    const fault = nextFault(method)
    if (isAnsweredBy(fault, request, response)) return
    checkSignature(request, body, nowMs())
    const [bucket = '', ...rest] = decodeURIComponent(url.pathname).slice(1).split('/')
    const key = rest.join('/')
    if (bucket !== 'pictures') throw new S3Refusal(404, 'NoSuchBucket')
    if (key === '') return listObjects(bucket, url.searchParams, response)
    if (method !== 'PUT' && method !== 'DELETE') return sendObject(method, `${bucket}/${key}`, response, fault)
    if (method === 'PUT') keepObject(`${bucket}/${key}`, request, body, fault)
    else objects.delete(`${bucket}/${key}`)
    response.writeHead(method === 'PUT' ? 200 : 204).end()
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      try {
        answer(request, Buffer.concat(chunks), response)
      } catch (error) {
        if (!(error instanceof S3Refusal)) throw error
        refuse(response, request.method ?? '', error)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens at no port.')
  return Object.assign(state, {
    url: `http://127.0.0.1:${address.port}`,
    objects,
    requests,
    faults,
    clock,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}
