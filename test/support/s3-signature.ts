import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export const s3Keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
export const s3Region = 'eu-central-1'

/** What an S3 store answers to what it does not do. */
export class S3Refusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.code = code
  }
}

const clockSkewMaxMs = 15 * 60_000

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** Milliseconds of a time such as 20260131T235959Z. */
const timeOf = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))

/** A signature as it came, in a header or in the address. */
interface Claim {
  credential: string
  signedHeaders: string
  signature: string
  time: string
  payload: string
  /** Of an address; null for a header. */
  expiresSeconds: number | null
}

function claimOf({ url = '', headers }: IncomingMessage): Claim {
  const query = new URL(url, 'http://localhost').searchParams
  const inQuery = (name: string): string => query.get(`X-Amz-${name}`) ?? ''
  if (query.has('X-Amz-Signature'))
    return {
      credential: inQuery('Credential'),
      signedHeaders: inQuery('SignedHeaders'),
      signature: inQuery('Signature'),
      time: inQuery('Date'),
      payload: 'UNSIGNED-PAYLOAD',
      expiresSeconds: Number(inQuery('Expires')),
    }
  const [, credential, signedHeaders, signature] =
    /^AWS4-HMAC-SHA256 Credential=(.+), SignedHeaders=(.+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? []
  if (credential === undefined || signedHeaders === undefined || signature === undefined)
    throw new S3Refusal(403, 'AccessDenied')
  return {
    credential,
    signedHeaders,
    signature,
    time: String(headers['x-amz-date']),
    payload: String(headers['x-amz-content-sha256']),
    expiresSeconds: null,
  }
}

function checkTime({ time, expiresSeconds }: Claim, nowMs: number): void {
  const ageMs = nowMs - timeOf(time)
  if (expiresSeconds !== null && ageMs > expiresSeconds * 1000) throw new S3Refusal(403, 'AccessDenied')
  const isOld = expiresSeconds === null && ageMs > clockSkewMaxMs
  if (isOld || ageMs < -clockSkewMaxMs) throw new S3Refusal(403, 'RequestTimeTooSkewed')
}

/** The request as it has to be signed. */
function canonicalOf({ method = '', url = '', headers }: IncomingMessage, { signedHeaders, payload }: Claim): string {
  const [path = '', query = ''] = url.split('?')
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .toSorted()
  const signed = signedHeaders.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}`)
  return [method, path, pairs.join('&'), ...signed, '', signedHeaders, payload].join('\n')
}

/** Everything by the published rules of AWS Signature Version 4, and nothing by the code under test. */
export function checkSignature(request: IncomingMessage, body: Buffer, nowMs: number): void {
  const claim = claimOf(request)
  const [keyId, date = '', ...scope] = claim.credential.split('/')
  if (keyId !== s3Keys.accessKeyId) throw new S3Refusal(403, 'InvalidAccessKeyId')
  if (scope[0] !== s3Region) throw new S3Refusal(400, 'AuthorizationHeaderMalformed')
  checkTime(claim, nowMs)
  if (claim.payload !== 'UNSIGNED-PAYLOAD' && claim.payload !== sha256(body))
    throw new S3Refusal(400, 'XAmzContentSHA256Mismatch')
  const key = scope.reduce<Buffer>((secret, part) => hmac(secret, part), hmac(`AWS4${s3Keys.secretAccessKey}`, date))
  const text = ['AWS4-HMAC-SHA256', claim.time, [date, ...scope].join('/'), sha256(canonicalOf(request, claim))]
  const isRight = timingSafeEqual(hmac(key, text.join('\n')), Buffer.from(claim.signature, 'hex'))
  if (!isRight || !claim.signedHeaders.split(';').includes('host')) throw new S3Refusal(403, 'SignatureDoesNotMatch')
}
