import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readEnv } from '../../api/env.ts'

const problemOf = (variables: Record<string, string>): string => {
  try {
    readEnv(variables)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('Nothing was refused.')
}

describe('the public address', () => {
  it('is an origin', () => {
    expect(readEnv({}).publicOrigin).toBeUndefined()
    expect(readEnv({ ATELIER_PUBLIC_URL: 'https://Atelier.example:443/' }).publicOrigin).toBe('https://atelier.example')
    expect(readEnv({ ATELIER_PUBLIC_URL: 'http://atelier.example:8080' }).publicOrigin).toBe(
      'http://atelier.example:8080',
    )
  })

  it.each([
    'atelier.example',
    'https://atelier.example/console',
    'ftp://atelier.example',
    'https://a:b@atelier.example',
  ])('is not %s', (address) => {
    expect(problemOf({ ATELIER_PUBLIC_URL: address })).toBe(
      `ATELIER_PUBLIC_URL is "${address}"; it must be an address like https://atelier.example, without a path.`,
    )
  })
})

describe('a proxy', () => {
  it.each<[boolean, Record<string, string>]>([
    [false, {}],
    [true, { ATELIER_PUBLIC_URL: 'https://atelier.example' }],
    [false, { ATELIER_PUBLIC_URL: 'https://atelier.example', ATELIER_TRUST_PROXY: 'off' }],
    [false, { ATELIER_PUBLIC_URL: 'http://atelier.example' }],
    [false, { ATELIER_PUBLIC_URL: 'https://atelier.example', ATELIER_HOST: '0.0.0.0' }],
    [true, { ATELIER_PUBLIC_URL: 'https://atelier.example', ATELIER_HOST: '0.0.0.0', ATELIER_TRUST_PROXY: 'on' }],
  ])('is trusted: %s with %o', (isTrusted, variables) => {
    expect(readEnv(variables).trustsProxy).toBe(isTrusted)
  })
})

describe('the key of secrets', () => {
  const [key, other] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string]
  const how = 'must be 32 random bytes in base64, as `openssl rand -base64 32` makes them'

  it('is 32 bytes, and may have one before it, which may be lost', () => {
    expect(readEnv({}).secretKeys).toEqual({ current: undefined, previous: undefined, isPreviousLost: false })
    const both = readEnv({ ATELIER_SECRET_KEY: key, ATELIER_SECRET_KEY_PREVIOUS: other }).secretKeys
    expect([both.current?.[0], both.previous?.[0], both.isPreviousLost]).toEqual([1, 2, false])
    expect(readEnv({ ATELIER_SECRET_KEY: key, ATELIER_SECRET_KEY_PREVIOUS: 'lost' }).secretKeys).toMatchObject({
      previous: undefined,
      isPreviousLost: true,
    })
  })

  it.each<[string, Record<string, string>]>([
    [`ATELIER_SECRET_KEY ${how}.`, { ATELIER_SECRET_KEY: key.slice(0, 20) }],
    [`ATELIER_SECRET_KEY ${how}.`, { ATELIER_SECRET_KEY: 'correct horse battery staple, 32' }],
    [
      `ATELIER_SECRET_KEY_PREVIOUS ${how}, or "lost".`,
      { ATELIER_SECRET_KEY: key, ATELIER_SECRET_KEY_PREVIOUS: 'gone' },
    ],
    [
      'ATELIER_SECRET_KEY_PREVIOUS needs ATELIER_SECRET_KEY beside it: the key that takes its place.',
      { ATELIER_SECRET_KEY_PREVIOUS: key },
    ],
    [
      'ATELIER_SECRET_KEY_PREVIOUS is the same key as ATELIER_SECRET_KEY. Leave it out.',
      { ATELIER_SECRET_KEY: key, ATELIER_SECRET_KEY_PREVIOUS: key },
    ],
  ])('is refused without being repeated: %s', (problem, variables) => {
    expect(problemOf(variables)).toBe(problem)
  })
})

describe('.env.example', () => {
  it('lists every variable that is read, and no other', async () => {
    const [source, example] = await Promise.all([readFile('api/env.ts', 'utf8'), readFile('.env.example', 'utf8')])
    const namesIn = (text: string, pattern: RegExp): string[] =>
      [...text.matchAll(pattern)].map(([, name = '']) => name).toSorted()
    const read = namesIn(source, /(?:value|oneOf|portIn|originIn)\('([A-Z_]+)'/g)
    const listed = namesIn(example, /^#?([A-Z_]+)=/gm)
    // Keys are named in the catalog, and the last is for tests.
    const others = ['OPENAI_API_KEY', 'RUNWARE_API_KEY', 'TEST_DATABASE_URL']
    expect(listed).toEqual([...new Set([...read, ...others])].toSorted())
  })
})

describe('the port of a worker', () => {
  it('is none where it is not set, and a port where it is', () => {
    expect(readEnv({}).workerPort).toBeUndefined()
    expect(readEnv({ ATELIER_WORKER_PORT: '0' }).workerPort).toBe(0)
    expect(problemOf({ ATELIER_WORKER_PORT: 'high' })).toContain('ATELIER_WORKER_PORT is "high"')
  })
})

describe('where pictures are kept', () => {
  const s3 = {
    ATELIER_STORAGE: 's3://atelier-pictures/of/production/',
    ATELIER_S3_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'a-secret-key',
  }

  it('is the disk, also where keys for AWS are set for something else', () => {
    expect(readEnv({}).storage).toEqual({ kind: 'disk' })
    expect(readEnv({ ...s3, ATELIER_STORAGE: 'disk', ATELIER_S3_REGION: '' }).storage).toEqual({ kind: 'disk' })
  })

  it('is a bucket, at AWS or elsewhere', () => {
    expect(readEnv(s3).storage).toEqual({
      kind: 's3',
      delivery: 'proxy',
      bucket: {
        bucket: 'atelier-pictures',
        prefix: 'of/production',
        endpoint: null,
        region: 'eu-central-1',
        accessKeyId: 'AKID',
        secretAccessKey: 'a-secret-key',
        sessionToken: null,
      },
    })
    const elsewhere = { ATELIER_STORAGE: 's3://pictures', ATELIER_S3_ENDPOINT: 'https://minio.example:9000/' }
    expect(
      readEnv({ ...s3, ...elsewhere, ATELIER_S3_DELIVERY: 'signed', AWS_SESSION_TOKEN: 't' }).storage,
    ).toMatchObject({
      delivery: 'signed',
      bucket: { bucket: 'pictures', prefix: '', endpoint: 'https://minio.example:9000', sessionToken: 't' },
    })
  })

  it.each([
    's3://',
    's3://UPPER',
    's3://b',
    's3://pictures/../other',
    's3://pictures/a b',
    's3://pictures//a',
    'S3://pictures',
    '/var/pictures',
    's3://key:secret@pictures',
  ])('is not %s', (location) => {
    expect(problemOf({ ...s3, ATELIER_STORAGE: location })).toContain(
      `ATELIER_STORAGE is "${location}"; it must be disk, or`,
    )
  })

  it('is said with everything that is missing, at once, and without the secret', () => {
    const problem = problemOf({ ATELIER_STORAGE: 's3://pictures', AWS_SECRET_ACCESS_KEY: 'a-secret-key' })
    expect(problem.split('\n').map((line) => line.split(' ')[0])).toEqual(['ATELIER_S3_REGION', 'AWS_ACCESS_KEY_ID'])
    expect(problem).not.toContain('a-secret-key')
  })

  it.each(['http://127.0.0.1:9000', 'http://10.0.0.7:9000', 'http://[::1]:9000', 'http://minio:9000'])(
    'may be at %s, which is private or found out to be when it is opened',
    (endpoint) => {
      expect(readEnv({ ...s3, ATELIER_S3_ENDPOINT: endpoint }).storage).toMatchObject({ bucket: { endpoint } })
    },
  )

  it.each(['http://8.8.8.8:9000', 'https://a:b@minio.example', 'https://minio.example/path', 'ftp://minio', 'minio'])(
    'may not be at %s',
    (endpoint) => {
      expect(problemOf({ ...s3, ATELIER_S3_ENDPOINT: endpoint })).toContain(`ATELIER_S3_ENDPOINT is "${endpoint}"`)
    },
  )

  it('is swept or not', () => {
    expect(readEnv({}).sweep).toBe('on')
    expect(readEnv({ ATELIER_SWEEP: 'off' }).sweep).toBe('off')
    expect(problemOf({ ATELIER_SWEEP: 'yes' })).toBe('ATELIER_SWEEP is "yes"; it must be one of on, off, even_most.')
  })
})
