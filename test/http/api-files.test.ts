import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApi, startTestApi } from '../support/api.ts'

const sha256 = 'd'.repeat(64)
let api: TestApi
let cookie: string
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-console-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Atelier</title>')
  await writeFile(join(folder, 'assets/main-3f2a.js'), 'plain')
  await writeFile(join(folder, 'assets/main-3f2a.js.br'), 'brotli')
  await writeFile(join(folder, 'assets/main-3f2a.js.gz'), 'gzip')
  api = await startTestApi({ consoleFolder: folder })
  cookie = await api.signIn()
  api.pictures.set(sha256, new Uint8Array([1, 2, 3]))
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

describe('pictures', () => {
  it('come with their type, for ever, and can do nothing', async () => {
    const answer = await api.send('GET', `/api/files/${sha256}.webp`, { cookie })
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]))
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-length': '3',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      etag: `"${sha256}"`,
    })
  })

  it('are not sent again to who has them', async () => {
    const path = `/api/files/${sha256}.png/thumbnails/320`
    const first = await api.send('GET', path, { cookie })
    expect(first.headers.get('content-type')).toBe('image/webp')
    const again = await api.send('GET', path, {
      cookie,
      headers: { 'if-none-match': `W/${first.headers.get('etag')}, "x"` },
    })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('are only for people who are signed in, and only by their own names', async () => {
    expect((await api.send('GET', `/api/files/${sha256}.webp`)).status).toBe(401)
    for (const name of [
      `${sha256}.gif`,
      `${sha256.toUpperCase()}.webp`,
      `..%2f${sha256}.webp`,
      `${sha256}.webp%00`,
      'x.webp',
      `${'e'.repeat(64)}.webp`,
    ]) {
      expect([name, (await api.send('GET', `/api/files/${name}`, { cookie })).status]).toEqual([name, 404])
    }
    expect((await api.send('GET', `/api/files/${sha256}.webp/thumbnails/321`, { cookie })).status).toBe(404)
  })
})

describe('the console', () => {
  it('is one page at every address that is no file and no API', async () => {
    for (const path of ['/', '/contents/12/show']) {
      const answer = await api.send('GET', path)
      expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('content-type')]).toEqual([
        200,
        'no-cache',
        'text/html; charset=utf-8',
      ])
    }
    expect((await api.send('GET', '/assets/gone.js')).status).toBe(404)
    expect((await api.send('POST', '/', { body: {} })).status).toBe(404)
    expect((await api.send('GET', '/..%2f..%2fetc/passwd')).headers.get('content-type')).toBe(
      'text/html; charset=utf-8',
    )
  })

  it('sends its files compressed as the browser likes, to be kept', async () => {
    const encoded = async (accept: string) => {
      const answer = await api.send('GET', '/assets/main-3f2a.js', { headers: { 'accept-encoding': accept } })
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
      return [answer.headers.get('content-encoding'), await answer.text()]
    }
    expect(await encoded('gzip, deflate, br')).toEqual(['br', 'brotli'])
    expect(await encoded('gzip')).toEqual(['gzip', 'gzip'])
    expect(await encoded('br;q=0, identity')).toEqual([null, 'plain'])
  })
})
