import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiServer, startApiServer } from '../../api/api-server.ts'
import type { Manifest } from '../../api/bundle/article-bundle.ts'
import { ensureAdmin } from '../../api/first-start.ts'
import type { Worker } from '../../api/worker/loop.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'

let test: TestAtelier
let server: ApiServer
let worker: Worker
let cookie: string
let siteId: number

const page = `<!doctype html><html lang="de"><head><title>Salz</title><script>track()</script></head><body>
<article><h1>Salz</h1><p>Salt is raked from shallow pans at the end of a dry summer.</p>
<h2>The pans</h2><p>Each pan is walled with clay and filled by the tide.</p>
<h2>The [blocked] rake</h2><p>The [blocked] rake is made of ash wood and is older than its owner.</p></article></body></html>`

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}${path}`, {
    ...init,
    headers: { cookie, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...init.headers },
  })
const post = async <T>(path: string, body: unknown): Promise<T> =>
  (await ask(path, { method: 'POST', body: JSON.stringify(body) })).json() as Promise<T>
const problemAt = async (path: string) => {
  const answer = await ask(path)
  return [answer.status, ((await answer.json()) as { detail: string }).detail]
}

beforeAll(async () => {
  test = await openTestAtelier({ ATELIER_PORT: '0' })
  await ensureAdmin(test.atelier.stores, 'correct-horse-battery')
  worker = test.atelier.startWorker({ pollMs: 50 })
  server = await startApiServer(test.atelier, worker)
  cookie = ''
  const signedIn = await ask('/api/session', {
    method: 'POST',
    body: JSON.stringify({ name: 'admin', password: 'correct-horse-battery' }),
  })
  cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { stores } = test.atelier
  const account = await stores.accounts.create({ name: 'Results', planId: 'studio' })
  siteId = (await stores.sites.create({ accountId: account.id, name: 'Results' })).id
})
afterAll(async () => {
  await server.close()
  await worker.stop()
  await test.close()
})

async function addArticle(source: string, sourceFormat: string, title: string): Promise<number> {
  const { id } = await post<{ id: number }>('/api/contents', {
    siteId,
    source,
    sourceFormat,
    title,
    imagesPerArticle: 2,
    tierId: 'basic',
  })
  return id
}

async function makeImages(id: number): Promise<void> {
  await post(`/api/contents/${id}/actions/generate`, { which: 'missing' })
  await test.settled()
}

type Element = DefaultTreeAdapterTypes.Element
function imagesIn(html: string): Record<string, string>[] {
  const found: Record<string, string>[] = []
  const walk = (node: DefaultTreeAdapterTypes.ParentNode): void => {
    for (const child of node.childNodes) {
      if (!('tagName' in child)) continue
      const element: Element = child
      if (element.tagName === 'img')
        found.push(Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])))
      walk(element)
    }
  }
  walk(parse(html))
  return found
}
const candidatesOf = (image: Record<string, string>) =>
  (image['srcset'] ?? '').split(', ').map((candidate) => candidate.split(' ')[0] ?? '')

const manifestIn = (files: Record<string, Uint8Array>): Manifest =>
  JSON.parse(new TextDecoder().decode(files['manifest.json']))

describe('the results of an article', () => {
  let id: number
  beforeAll(async () => {
    id = await addArticle(page, 'html', 'Salz für “alle”: 塩')
  })

  it('are refused with the reason as long as there is none', async () => {
    const nothing = [409, 'No picture of “Salz für “alle”: 塩” is ready yet. Make its images first.']
    expect(await problemAt(`/api/contents/${id}/illustrated`)).toEqual(nothing)
    expect(await problemAt(`/api/contents/${id}/bundle`)).toEqual(nothing)
    expect((await problemAt('/api/contents/9999/bundle'))[0]).toBe(404)
    await makeImages(id)
  })

  it('are the article with images that have all a browser wants, at addresses that answer', async () => {
    const answer = await ask(`/api/contents/${id}/illustrated`)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
    const html = await answer.text()
    const images = imagesIn(html)
    expect(images.length).toBeGreaterThan(0)
    for (const image of images) {
      expect(image['alt']).not.toBe('')
      expect(image['sizes']).toBe(`(max-width: ${image['width']}px) 100vw, ${image['width']}px`)
      const candidates = candidatesOf(image)
      expect(candidates.length).toBeGreaterThan(2)
      expect(candidates.at(-1)).toBe(image['src'])
      for (const address of candidates) {
        expect(address.startsWith(`${server.url}/api/files/`)).toBe(true)
        const picture = await ask(address.slice(server.url.length))
        expect([address, picture.status]).toEqual([address, 200])
        await picture.arrayBuffer()
      }
    }
    expect(html.replaceAll(/\n?<figure><img [^>]*><\/figure>/g, '')).toBe(page)
  })

  it('come as one file that other programs open, with every file as its manifest says', async () => {
    const answer = await ask(`/api/contents/${id}/bundle`)
    const zip = new Uint8Array(await answer.arrayBuffer())
    expect(answer.headers.get('content-length')).toBe(String(zip.byteLength))
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="salz-f_r-alle-_.zip"; filename*=UTF-8''salz-f%C3%BCr-alle-%E5%A1%A9.zip`,
    )
    const folder = await mkdtemp(join(tmpdir(), 'atelier-zip-'))
    await writeFile(join(folder, 'a.zip'), zip)
    await promisify(execFile)('unzip', ['-t', join(folder, 'a.zip')]).catch((error: { code: unknown }) => {
      if (error.code !== 'ENOENT') throw error
    })
    await rm(folder, { recursive: true })
    const files = unzipSync(zip)
    const manifest = manifestIn(files)
    const listed = manifest.images.flatMap((image) => [image, ...image.thumbnails])
    expect(Object.keys(files).toSorted()).toEqual(
      [manifest.article, 'manifest.json', ...listed.map(({ file }) => file)].toSorted(),
    )
    for (const { file, sha256, bytes } of listed) {
      const content = files[file] ?? new Uint8Array()
      expect([file, createHash('sha256').update(content).digest('hex'), content.byteLength]).toEqual([
        file,
        sha256,
        bytes,
      ])
    }
    const placed = imagesIn(new TextDecoder().decode(files[manifest.article]))
    for (const image of placed) for (const name of candidatesOf(image)) expect(files).toHaveProperty([name])
    expect(placed).toHaveLength(manifest.images.length)
    expect(manifest.images.every(({ sandbox }) => sandbox)).toBe(true)
    expect(manifest.images.length + manifest.failed.length).toBe(3)
    expect(manifest.failed.length).toBeGreaterThan(0)
    for (const { reason } of manifest.failed) expect(reason).not.toBe('')
  })

  it('have only current pictures, and find their place again in a text that was cut', async () => {
    const shorter = '<h1>Salz</h1><p>Salt is raked from shallow pans at the end of a dry summer.</p>'
    await ask(`/api/contents/${id}`, {
      method: 'PATCH',
      body: JSON.stringify({ source: shorter, imagesPerArticle: 1 }),
    })
    const html = await (await ask(`/api/contents/${id}/illustrated`)).text()
    const { images, missing } = manifestIn(
      unzipSync(new Uint8Array(await (await ask(`/api/contents/${id}/bundle`)).arrayBuffer())),
    )
    expect(imagesIn(html)).toHaveLength(images.length)
    expect([...images, ...missing].every(({ position }) => position === 0)).toBe(true)
  })
})

it('writes images in Markdown as Markdown has them, or as HTML where asked', async () => {
  const source =
    '# Rooftop gardens\n\nGardens grow on the flat roofs of the old harbour.\n\n## Soil\n\nThe soil is light.\n'
  const id = await addArticle(source, 'markdown', 'Rooftop gardens')
  await makeImages(id)
  const plain = await ask(`/api/contents/${id}/illustrated`)
  expect(plain.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
  expect((await plain.text()).match(/^!\[.+\]\(http.+\)$/gm)).toHaveLength(3)
  const marked = await (await ask(`/api/contents/${id}/illustrated?images=html`)).text()
  expect(imagesIn(marked).every(({ srcset, width, height }) => srcset && width && height)).toBe(true)
  expect(marked.match(/^<figure><img .*><\/figure>$/gm)).toHaveLength(3)
  const bundled = unzipSync(new Uint8Array(await (await ask(`/api/contents/${id}/bundle`)).arrayBuffer()))
  expect(Object.keys(bundled)).toEqual([
    'rooftop-gardens.md',
    'manifest.json',
    'featured.webp',
    'in-article-0.webp',
    'in-article-1.webp',
  ])
})

it('gives an article in Markdown as HTML too, cleaned, with the same pictures in the same places', async () => {
  const source =
    '---\ndraft: false\n---\n\n# Nets\n\nNets are *mended* on the quay.<script>alert(1)</script>\n\n## Cork\n\nCork floats hold the net.\n'
  const id = await addArticle(source, 'markdown', 'Nets & cork')
  await makeImages(id)
  const answer = await ask(`/api/contents/${id}/illustrated?format=html`)
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const html = await answer.text()
  const images = imagesIn(html)
  expect(images).toHaveLength(3)
  for (const image of images) {
    expect([image['alt'], image['width'], image['height']].every(Boolean)).toBe(true)
    expect(candidatesOf(image).at(-1)).toBe(image['src'])
  }
  expect(images.map(({ loading }) => loading)).toEqual(['eager', 'lazy', 'lazy'])
  expect(html.replaceAll(/<figure><img [^>]*><\/figure>\n/g, '')).toBe(
    '<h1>Nets</h1>\n<p>Nets are <em>mended</em> on the quay.</p>\n<h2>Cork</h2>\n<p>Cork floats hold the net.</p>\n',
  )
  const files = unzipSync(new Uint8Array(await (await ask(`/api/contents/${id}/bundle?format=html`)).arrayBuffer()))
  const page = new TextDecoder().decode(files['nets-cork.html'])
  expect(page).toContain('<head><meta charset="utf-8"><title>Nets &amp; cork</title></head>')
  for (const image of imagesIn(page)) for (const name of candidatesOf(image)) expect(files).toHaveProperty([name])
  expect(manifestIn(files).article).toBe('nets-cork.html')
  expect(await problemAt(`/api/contents/${id}/illustrated?format=html&images=markdown`)).toEqual([
    422,
    'The article is to be HTML, so its images are too. Leave images out, or ask for html.',
  ])
  expect((await problemAt(`/api/contents/${id}/illustrated?format=docx`))[0]).toBe(422)
  const page2 = await addArticle('<p>Nets are mended on the quay every winter.</p>', 'html', 'Nets')
  for (const what of ['illustrated', 'bundle'])
    expect(await problemAt(`/api/contents/${page2}/${what}?format=markdown`)).toEqual([
      422,
      'The article is HTML, which is not turned into Markdown. Leave format out, or ask for html.',
    ])
})
