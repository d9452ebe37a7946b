import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPictureStorage } from '../../api/picture-storage.ts'
import { assertBucketUsable, openBucket } from '../../api/storage/s3-bucket.ts'
import { type BucketLimits, type BucketSettings, defaultLimits } from '../../api/storage/s3-request.ts'
import { createS3Store, createSignedAddresses } from '../../api/storage/s3-store.ts'
import { drawNoise, drawPicture } from '../support/pictures.ts'
import { type S3Server, startS3Server } from '../support/s3-server.ts'
import { s3Keys, s3Region } from '../support/s3-signature.ts'

const wrongSecret = 'a-wrong-secret-that-must-not-be-told'
let server: S3Server
beforeEach(async () => {
  server = await startS3Server()
})
afterEach(() => server.stop())

const settingsOf = (changes: Partial<BucketSettings> = {}): BucketSettings => ({
  ...s3Keys,
  bucket: 'pictures',
  prefix: 'atelier',
  endpoint: server.url,
  region: s3Region,
  sessionToken: null,
  ...changes,
})
const bucketOf = (changes: Partial<BucketSettings> = {}, limits: Partial<BucketLimits> = {}) =>
  openBucket(settingsOf(changes), { ...defaultLimits, backoffMs: 1, ...limits })
const storeOf = (changes: Partial<BucketSettings> = {}, limits: Partial<BucketLimits> = {}) =>
  createS3Store(bucketOf(changes, limits))

/** Everything that an error could show to anybody. */
const shown = (error: unknown): string =>
  error instanceof Error ? [error.message, error.stack, JSON.stringify(error), shown(error.cause)].join('\n') : ''

const failureOf = async (work: Promise<unknown>): Promise<{ class: string; code: string | null; message: string }> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(shown(error)).not.toContain(wrongSecret)
  expect(shown(error)).not.toContain(s3Keys.secretAccessKey)
  return error as { class: string; code: string | null; message: string }
}

describe('a bucket says what is wrong, and what to do, and does not try again', () => {
  it.each<[string, Partial<BucketSettings>, string, RegExp]>([
    ['a wrong secret', { secretAccessKey: wrongSecret }, 'SignatureDoesNotMatch', /Check AWS_SECRET_ACCESS_KEY/],
    ['an unknown key', { accessKeyId: 'AKIDNOBODY' }, 'InvalidAccessKeyId', /Check AWS_ACCESS_KEY_ID/],
    ['no such bucket', { bucket: 'picturez' }, 'NoSuchBucket', /no such bucket.*ATELIER_STORAGE/],
    ['another region', { region: 'us-west-2' }, 'AuthorizationHeaderMalformed', /ATELIER_S3_REGION/],
  ])('%s', async (_, changes, code, words) => {
    const failure = await failureOf(storeOf(changes).put(await drawPicture()))
    expect(failure).toMatchObject({ class: 'storage', code, message: expect.stringMatching(words) })
    expect(failure.message).toContain(`s3://${changes.bucket ?? 'pictures'}/atelier at 127.0.0.1:`)
    expect(server.requests).toHaveLength(1)
  })

  it('a clock that is wrong', async () => {
    server.clock.offsetMs = 20 * 60_000
    expect(await failureOf(storeOf().put(await drawPicture()))).toMatchObject({
      code: 'RequestTimeTooSkewed',
      message: expect.stringContaining('Set the clock of this machine'),
    })
    expect(server.requests).toHaveLength(1)
  })

  it('a key without the permission, also where the answer has no body that could tell', async () => {
    server.faults.push({ kind: 'status', status: 403, code: 'AccessDenied' })
    expect(await failureOf(storeOf().get('a'.repeat(64), 'webp'))).toMatchObject({
      code: 'AccessDenied',
      message: expect.stringContaining('s3:ListBucket on the bucket'),
    })
    server.faults.push({ kind: 'status', method: 'HEAD', status: 403, code: 'AccessDenied' })
    expect(await failureOf(storeOf().put(await drawPicture()))).toMatchObject({
      code: '403',
      message: expect.stringContaining('the key is refused'),
    })
  })

  it('a redirect, with the region that the bucket is in', async () => {
    server.faults.push({ kind: 'status', status: 301, code: 'PermanentRedirect' })
    expect(await failureOf(storeOf().get('a'.repeat(64), 'webp'))).toMatchObject({
      message: expect.stringContaining('the bucket is in region us-west-2. Set ATELIER_S3_REGION to it'),
    })
  })

  it('nobody at its address, after a few tries', async () => {
    await server.stop()
    expect(await failureOf(storeOf().put(await drawPicture()))).toMatchObject({
      class: 'storage',
      code: 'ECONNREFUSED',
      message: expect.stringMatching(/cannot be reached \(ECONNREFUSED\)\. Check ATELIER_S3_ENDPOINT/),
    })
  })
})

describe('what passes is tried again', () => {
  it.each([500, 503, 429])('status %i: three times, and then it works', async (status) => {
    server.faults.push({ kind: 'status', status, code: 'SlowDown', times: 3 })
    const picture = await drawPicture()
    await storeOf().put(picture)
    expect(server.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(4)
    expect(server.objects.size).toBe(1)
  })

  it('a fourth failure is told', async () => {
    server.faults.push({ kind: 'status', status: 503, code: 'SlowDown', times: 4 })
    expect(await failureOf(storeOf().put(await drawPicture()))).toMatchObject({
      code: 'SlowDown',
      message: expect.stringContaining('503 SlowDown'),
    })
    expect(server.requests).toHaveLength(4)
  })

  it('a connection that is dropped, while writing and while reading', async () => {
    const picture = await drawPicture()
    server.faults.push({ kind: 'drop', times: 2 })
    await storeOf().put(picture)
    server.faults.push({ kind: 'drop', method: 'GET' })
    expect((await storeOf().get(picture.sha256, 'webp'))?.byteLength).toBe(picture.bytes)
  })

  it('a store that does not answer in time', async () => {
    server.faults.push({ kind: 'hang', times: 4 })
    expect(await failureOf(storeOf({}, { answerMs: 50 }).get('a'.repeat(64), 'webp'))).toMatchObject({
      class: 'storage',
      message: expect.stringContaining('did not answer within'),
    })
    expect(server.requests).toHaveLength(4)
  })

  it('an upload of which the store kept a half, and said that all was well', async () => {
    const picture = await drawPicture()
    server.faults.push({ kind: 'keep_half', method: 'PUT' })
    await storeOf().put(picture)
    expect([...server.objects.values()][0]?.bytes.length).toBe(picture.bytes)
    server.faults.push({ kind: 'keep_half', method: 'PUT', times: 4 })
    expect(await failureOf(storeOf().put(picture))).toMatchObject({
      class: 'storage',
      code: 'upload_incomplete',
      message: expect.stringMatching(/\d+ of \d+ bytes arrived/),
    })
  })

  it('a picture that breaks off while it is read whole', async () => {
    const picture = await drawNoise(3)
    await storeOf().put(picture)
    server.faults.push({ kind: 'truncate', method: 'GET' })
    expect((await storeOf().get(picture.sha256, 'webp'))?.byteLength).toBe(picture.bytes)
  })
})

describe('a picture that is passed on', () => {
  it('breaks off where the bucket breaks off', async () => {
    const picture = await drawNoise(4)
    await storeOf().put(picture)
    server.faults.push({ kind: 'truncate', method: 'GET' })
    const file = await storeOf().open(picture.sha256, 'webp')
    expect(file?.bytes).toBe(picture.bytes)
    expect(await failureOf(new Response(file?.stream).arrayBuffer())).toMatchObject({
      class: 'storage',
      message: expect.stringContaining('broke off after'),
    })
  })

  it('breaks off where the bucket falls silent', async () => {
    const picture = await drawNoise(5)
    await storeOf().put(picture)
    server.faults.push({ kind: 'stall', method: 'GET' })
    const file = await storeOf({}, { silenceMs: 100 }).open(picture.sha256, 'webp')
    expect(await failureOf(new Response(file?.stream).arrayBuffer())).toMatchObject({ class: 'storage' })
  })
})

describe('a session token', () => {
  it('goes with what is asked, and its end is told', async () => {
    server.faults.push({ kind: 'status', status: 400, code: 'ExpiredToken' })
    expect(await failureOf(storeOf({ sessionToken: 'token' }).get('a'.repeat(64), 'webp'))).toMatchObject({
      message: expect.stringContaining('AWS_SESSION_TOKEN'),
    })
    await storeOf({ sessionToken: 'token' }).put(await drawPicture())
    expect(server.objects.size).toBe(1)
  })
})

describe('a signed address', () => {
  const addressesOf = (now: () => Date) => createSignedAddresses(bucketOf(), storeOf(), new URL(server.url).origin, now)

  it('gives the picture, with its type and for ever, to whoever has it', async () => {
    const picture = await drawPicture()
    await storeOf().put(picture)
    const address = await addressesOf(() => new Date()).addressOf(picture.sha256, 'webp', null)
    const answer = await fetch(address ?? '')
    expect((await answer.arrayBuffer()).byteLength).toBe(picture.bytes)
    expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      'image/webp',
      'private, max-age=31536000, immutable',
    ])
  })

  it('is of this picture alone, and of no other method', async () => {
    const [picture, other] = [await drawPicture(), await drawPicture(8, 8)]
    await storeOf().put(picture)
    await storeOf().put(other)
    const address = (await addressesOf(() => new Date()).addressOf(picture.sha256, 'webp', null)) ?? ''
    const moved = address
      .replaceAll(picture.sha256, other.sha256)
      .replace(/\/..\/..\//, `/${other.sha256.slice(0, 2)}/${other.sha256.slice(2, 4)}/`)
    expect((await fetch(moved)).status).toBe(403)
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(403)
    expect(server.objects.size).toBe(2)
  })

  it('stays the same for five minutes, and holds for longer than anybody is told to keep it', async () => {
    const picture = await drawPicture()
    await storeOf().put(picture)
    const beginMs = Math.floor(Date.now() / 300_000) * 300_000
    const at = async (ms: number) => {
      const addresses = addressesOf(() => new Date(beginMs + ms))
      return { address: await addresses.addressOf(picture.sha256, 'webp', null), keptSeconds: addresses.keptSeconds }
    }
    const [first, last, next] = [await at(0), await at(299_999), await at(300_000)]
    expect(last.address).toBe(first.address)
    expect(next.address).not.toBe(first.address)
    server.clock.offsetMs = beginMs + 299_999 + last.keptSeconds * 1000 - Date.now()
    expect((await fetch(last.address ?? '')).status).toBe(200)
    server.clock.offsetMs += 10 * 60_000
    expect((await fetch(last.address ?? '')).status).toBe(403)
  })

  it('makes the thumbnail that it is of, and there is none of what is not there', async () => {
    const picture = await drawPicture()
    await storeOf().put(picture)
    const addresses = addressesOf(() => new Date())
    expect((await fetch((await addresses.addressOf(picture.sha256, 'webp', 160)) ?? '')).status).toBe(200)
    expect(server.objects.size).toBe(2)
    expect(await addresses.addressOf('a'.repeat(64), 'webp', null)).toBeUndefined()
    expect(await addresses.addressOf('a'.repeat(64), 'webp', 160)).toBeUndefined()
  })
})

describe('before anything is paid for', () => {
  it('a bucket is proved to take, give and forget, and nothing is left in it', async () => {
    await assertBucketUsable(bucketOf())
    expect(server.objects.size).toBe(0)
    expect(server.requests.map((request) => request.split(' ')[0])).toEqual([
      'GET',
      'PUT',
      'HEAD',
      'GET',
      'GET',
      'DELETE',
    ])
  })

  it('one that cannot be written to is refused, in words', async () => {
    server.faults.push({ kind: 'status', method: 'PUT', status: 403, code: 'AccessDenied' })
    await expect(assertBucketUsable(bucketOf())).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('s3:PutObject'),
    })
    expect(server.objects.size).toBe(0)
  })

  it('one whose host has a public address is not spoken to over http', async () => {
    await expect(
      openPictureStorage(
        { kind: 's3', delivery: 'proxy', bucket: settingsOf({ endpoint: 'http://1.1.1.1' }) },
        '/nowhere',
      ),
    ).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('Use https') })
    expect(server.requests).toEqual([])
  })
})
