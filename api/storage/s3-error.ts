import { ProviderError } from '../domain/provider-error.ts'

/** What the store answered, as far as it tells why. */
export interface Refusal {
  status: number
  /** S3's own word for it, such as NoSuchBucket. Null where the answer had no body. */
  code: string | null
  /** The region that the bucket is in, where the answer says so. */
  region: string | null
}

/** An error of the bucket. Those that pass are tried again right away, a few times. */
export class BucketError extends ProviderError {
  readonly passes: boolean

  constructor(detail: { place: string; code: string | null; why: string; passes?: boolean; cause?: unknown }) {
    super({
      class: 'storage',
      code: detail.code,
      message: `Pictures cannot be kept in or read from ${detail.place}: ${detail.why}`,
      cause: detail.cause,
    })
    this.name = 'BucketError'
    this.passes = detail.passes ?? false
  }
}

const permissions = 's3:PutObject, s3:GetObject and s3:DeleteObject on its objects, and s3:ListBucket on the bucket'

/** S3's codes as what is wrong and what to do. */
const causes: Record<string, string> = {
  SignatureDoesNotMatch: 'the secret key does not belong to the access key. Check AWS_SECRET_ACCESS_KEY.',
  InvalidAccessKeyId: 'it does not know the access key. Check AWS_ACCESS_KEY_ID.',
  ExpiredToken: 'the session token is over. Set a new AWS_SESSION_TOKEN with its keys, and restart.',
  InvalidToken: 'the session token is wrong. Check AWS_SESSION_TOKEN.',
  RequestTimeTooSkewed: 'the clock of this machine differs from its own by too much. Set the clock of this machine.',
  AccessDenied: `the key may not do that. It needs ${permissions}.`,
  AllAccessDisabled: 'its owner has closed it. Ask whoever owns the bucket.',
  NoSuchBucket: 'there is no such bucket. Make it, or correct ATELIER_STORAGE.',
  AuthorizationHeaderMalformed: 'the bucket is in another region. Correct ATELIER_S3_REGION.',
  PermanentRedirect: 'the bucket is in another region. Correct ATELIER_S3_REGION.',
  TemporaryRedirect: 'the bucket is new, and not everywhere yet. Wait a few minutes.',
  QuotaExceeded: 'its quota is used up. Make room, or raise the quota.',
  BadDigest: 'the picture was changed on its way there. Look for a proxy between that changes what is sent.',
  XAmzContentSHA256Mismatch:
    'the picture was changed on its way there. Look for a proxy between that changes what is sent.',
}

/** Codes of answers that pass although their status does not say so. */
const passingCodes: ReadonlySet<string | null> = new Set(['RequestTimeout', 'BadDigest', 'XAmzContentSHA256Mismatch'])

const passesByStatus = (status: number): boolean => status === 429 || (status >= 500 && status !== 501)

function whyOf({ status, code, region }: Refusal): string {
  const answer = `${status}${code === null ? '' : ` ${code}`}`
  if (region !== null && (status === 301 || status === 400 || status === 307))
    return `the bucket is in region ${region}. Set ATELIER_S3_REGION to it (${answer}).`
  const known = code === null ? undefined : causes[code]
  if (known !== undefined) return `${known.replace(/\.$/, '')} (${answer}).`
  if (status === 403) return `the key is refused. Check it, and that it has ${permissions} (${answer}).`
  if (status >= 300 && status < 400)
    return `it answers with a redirect. Check ATELIER_S3_ENDPOINT and ATELIER_S3_REGION (${answer}).`
  if (passesByStatus(status)) return `the store has trouble of its own (${answer}). It is tried again later by itself.`
  return `it answered ${answer}. Check ATELIER_S3_ENDPOINT: is an S3 store there?`
}

/** An answer that is no success. */
export const refusalError = (place: string, refusal: Refusal): BucketError =>
  new BucketError({
    place,
    code: refusal.code ?? String(refusal.status),
    why: whyOf(refusal),
    passes: passesByStatus(refusal.status) || passingCodes.has(refusal.code),
  })

/** The code of an answer's XML. Its message is left out: it can repeat what was signed. */
export const codeIn = (body: string): string | null => /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(body)?.[1] ?? null

/** The region that an answer names, in a header or in its XML. */
export const regionIn = (headers: Headers, body: string): string | null =>
  headers.get('x-amz-bucket-region') ?? /<Region>([a-z0-9-]{1,40})<\/Region>/.exec(body)?.[1] ?? null
