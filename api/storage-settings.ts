import { isIP } from 'node:net'
import { bareHost, isInternalAddress } from './net/address.ts'
import type { BucketSettings } from './storage/s3-request.ts'

/** Where finished pictures are kept, and how browsers get them. */
export type StorageSettings =
  | { kind: 'disk' }
  | {
      kind: 's3'
      bucket: BucketSettings
      /** `proxy`: through the API. `signed`: browsers are sent to the bucket. */
      delivery: 'proxy' | 'signed'
    }

/** As the environment has them; undefined where a variable is not set. */
interface Variables {
  location: string | undefined
  endpoint: string | undefined
  region: string | undefined
  delivery: string | undefined
  accessKeyId: string | undefined
  secretAccessKey: string | undefined
  sessionToken: string | undefined
}

/** A bucket as all stores allow it, and a prefix of characters that look the same in every URL. */
const locationPattern = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*))?\/?$/

const bucketOf = (location: string): string | undefined => locationPattern.exec(location)?.[1]

/** Empty where the location has none; undefined where it is no location. */
function prefixOf(location: string | undefined): string | undefined {
  const match = locationPattern.exec(location ?? '')
  return match ? (match[2] ?? '') : undefined
}

/** The origin of a store; undefined where it is no such address. */
function endpointOf(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` ? url : undefined
}

/** Pictures and session tokens over http are for a network of one's own. Names are looked up when the store is opened. */
const isPublicLiteral = (url: URL): boolean =>
  isIP(bareHost(url.hostname)) !== 0 && !isInternalAddress(bareHost(url.hostname))

function endpointProblems(text: string | undefined): string[] {
  if (text === undefined) return []
  const url = endpointOf(text)
  if (!url)
    return [`ATELIER_S3_ENDPOINT is "${text}"; it must be an address like https://minio.example:9000, without a path.`]
  return url.protocol === 'http:' && isPublicLiteral(url)
    ? [`ATELIER_S3_ENDPOINT is "${text}"; over http only a private address may be used. Use https.`]
    : []
}

/** What has to be set beside s3://, and is not. */
function missing({ region, accessKeyId, secretAccessKey }: Variables): string[] {
  const needed: [string, string | undefined, string][] = [
    [
      'ATELIER_S3_REGION',
      region,
      "the bucket's region, such as eu-central-1 (R2: auto; MinIO: us-east-1, if unchanged)",
    ],
    ['AWS_ACCESS_KEY_ID', accessKeyId, 'the key that may use the bucket'],
    ['AWS_SECRET_ACCESS_KEY', secretAccessKey, 'the secret of that key'],
  ]
  return needed.flatMap(([name, value, what]) =>
    value === undefined ? [`${name} is not set; ATELIER_STORAGE=s3://... needs it: ${what}.`] : [],
  )
}

/** What is wrong with each setting by itself. Messages never hold a secret. */
function problemsOf(variables: Variables): string[] {
  const { location, endpoint, region, delivery } = variables
  const prefix = prefixOf(location)
  return [
    ...(prefix === undefined || prefix.split('/').some((part) => part === '.' || part === '..')
      ? [
          `ATELIER_STORAGE is "${location}"; it must be disk, or s3://bucket or s3://bucket/prefix, with letters, digits and . _ - in the prefix.`,
        ]
      : []),
    ...(delivery === undefined || delivery === 'proxy' || delivery === 'signed'
      ? []
      : [`ATELIER_S3_DELIVERY is "${delivery}"; it must be one of proxy, signed.`]),
    ...endpointProblems(endpoint),
    ...missing(variables),
    ...(region === undefined || /^[a-z0-9-]{1,40}$/.test(region)
      ? []
      : [`ATELIER_S3_REGION is "${region}"; it must be a region like eu-central-1.`]),
  ]
}

/** Says where pictures are kept, and everything that is wrong with it. */
export function readStorageSettings(variables: Variables): { storage: StorageSettings; problems: string[] } {
  const { location, region, accessKeyId, secretAccessKey } = variables
  if (location === undefined || location === 'disk') return { storage: { kind: 'disk' }, problems: [] }
  const problems = problemsOf(variables)
  // Whoever reads the environment stops at a problem, so what stands here then is never used.
  if (problems.length > 0 || region === undefined || accessKeyId === undefined || secretAccessKey === undefined)
    return { storage: { kind: 'disk' }, problems }
  return {
    problems,
    storage: {
      kind: 's3',
      delivery: variables.delivery === 'signed' ? 'signed' : 'proxy',
      bucket: {
        bucket: bucketOf(location) ?? '',
        prefix: prefixOf(location) ?? '',
        endpoint: variables.endpoint === undefined ? null : new URL(variables.endpoint).origin,
        region,
        accessKeyId,
        secretAccessKey,
        sessionToken: variables.sessionToken ?? null,
      },
    },
  }
}
