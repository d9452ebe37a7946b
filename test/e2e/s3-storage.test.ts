import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startApiServer } from '../../api/api-server.ts'
import { queueForContent } from '../../api/actions/queue-generations.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { testPassword } from '../support/api.ts'
import { type S3Server, startS3Server } from '../support/s3-server.ts'
import { s3Keys, s3Region } from '../support/s3-signature.ts'

let bucket: S3Server
beforeAll(async () => {
  bucket = await startS3Server()
})
afterAll(() => bucket.stop())

describe.each(['proxy', 'signed'] as const)('pictures in a bucket, delivery %s', (delivery) => {
  let test: TestAtelier
  let api: { url: string; close: () => Promise<void> }
  let cookie: string
  let names: string[]

  beforeAll(async () => {
    bucket.objects.clear()
    test = await openTestAtelier({
      ATELIER_PORT: '0',
      ATELIER_STORAGE: 's3://pictures/atelier',
      ATELIER_S3_ENDPOINT: bucket.url,
      ATELIER_S3_REGION: s3Region,
      ATELIER_S3_DELIVERY: delivery,
      AWS_ACCESS_KEY_ID: s3Keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3Keys.secretAccessKey,
    })
    const { atelier } = test
    const { contentId } = await test.addArticle()
    await queueForContent(atelier.studio, contentId, 'missing', { requestedBy: 'ada' })
    const worker = atelier.startWorker({ pollMs: 50 })
    await test.settled()
    await worker.stop()
    const images = await atelier.stores.images.ofContent(contentId)
    names = images.map(({ current }) => `${current?.picture?.sha256}.${current?.picture?.format}`)
    api = await startApiServer(atelier)
    await atelier.stores.users.create({ name: 'ada', password: testPassword, role: 'admin' })
    const answer = await fetch(`${api.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'ada', password: testPassword }),
    })
    cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  })
  afterAll(async () => {
    await api.close()
    await test.close()
  })
  afterEach(() => void bucket.faults.splice(0))

  const get = (path: string, init: RequestInit = {}) =>
    fetch(`${api.url}/api/files/${path}`, { ...init, headers: { cookie, ...init.headers } })
  const objectOf = (name: string) => [...bucket.objects].find(([key]) => key.endsWith(`/${name}`))?.[1]

  it('are all there under their hashes, and come to who is signed in', async () => {
    expect(names).toHaveLength(5)
    for (const name of names) {
      const answer = await get(name)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp'])
      expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), objectOf(name)?.bytes ?? Buffer.alloc(0))).toBe(0)
      expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
    }
    const without = await fetch(`${api.url}/api/files/${names[0]}`)
    expect(without.status).toBe(401)
  })

  it('have thumbnails, made once', async () => {
    const [name = ''] = names
    const askAll = async () => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => get(`${name}/thumbnails/320`)))
      const bodies = await Promise.all(answers.map((answer) => answer.arrayBuffer()))
      return new Set(bodies.map((body) => Buffer.from(body).toString('base64'))).size
    }
    expect([await askAll(), await askAll()]).toEqual([1, 1])
    expect(
      bucket.requests.filter((request) => request.startsWith('PUT') && request.endsWith('.320.webp')),
    ).toHaveLength(delivery === 'proxy' ? 1 : 2)
  })

  it('are not sent again to who has them, and are not there where they are not', async () => {
    const [name = ''] = names
    const known = await get(name, { headers: { 'if-none-match': `"${name.split('.')[0]}"` } })
    expect(known.status).toBe(304)
    const missing = await get(`${'e'.repeat(64)}.webp`)
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })

  it('are answered with 503, in words that hold no secret, while the bucket fails', async () => {
    bucket.faults.push({ kind: 'status', status: 403, code: 'AccessDenied' })
    const answer = await get(names[0] ?? '')
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('cache-control')]).toEqual([
      503,
      '10',
      'no-store',
    ])
    expect(await answer.text()).not.toMatch(/AKID|EXAMPLEKEY/)
  })

  if (delivery === 'signed') {
    it('are at an address of the bucket, which the page may show and nobody keeps for longer than it holds', async () => {
      const answer = await get(names[0] ?? '', { redirect: 'manual' })
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([302, 'private, max-age=300'])
      expect(answer.headers.get('location')).toMatch(new RegExp(`^${bucket.url}/pictures/atelier/.*X-Amz-Expires=900`))
      const page = await fetch(`${api.url}/healthz`)
      expect(page.headers.get('content-security-policy')).toContain(`img-src 'self' data: blob: ${bucket.url};`)
    })
  } else {
    it('that break off in the bucket break off for who reads them', async () => {
      bucket.faults.push({ kind: 'truncate', method: 'GET' })
      const answer = await get(names[0] ?? '')
      expect(answer.headers.get('content-length')).toBe(String(objectOf(names[0] ?? '')?.bytes.length))
      await expect(answer.arrayBuffer()).rejects.toThrow()
    })

    it('are asked for by HEAD without being held', async () => {
      const answer = await get(names[0] ?? '', { method: 'HEAD' })
      expect([answer.status, answer.headers.get('content-length')]).toEqual([
        200,
        String(objectOf(names[0] ?? '')?.bytes.length),
      ])
    })
  }
})
