import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PictureFile, PictureInventory, PictureStore } from '../../api/domain/picture-store.ts'
import { createLocalDisk } from '../../api/storage/local-disk.ts'
import { openBucket } from '../../api/storage/s3-bucket.ts'
import { createS3Store } from '../../api/storage/s3-store.ts'
import { drawNoise, drawPicture } from '../support/pictures.ts'
import { startS3Server } from '../support/s3-server.ts'
import { s3Keys, s3Region } from '../support/s3-signature.ts'

/** A store of a kind, with what a test must do behind its back. */
interface Subject {
  store: PictureStore & PictureInventory
  /** Keys of all files, without notes of databases. */
  keys(): Promise<string[]>
  age(key: string, putAt: Date): Promise<void>
  write(key: string, bytes: Uint8Array): Promise<void>
  read(key: string): Promise<Uint8Array>
  drop(key: string): Promise<void>
  close(): Promise<void>
}

async function openDisk(): Promise<Subject> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-storage-'))
  return {
    store: createLocalDisk(folder),
    keys: async () =>
      (await readdir(folder, { withFileTypes: true, recursive: true }))
        .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('databases'))
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .toSorted(),
    age: (key, putAt) => utimes(join(folder, key), putAt, putAt),
    write: (key, bytes) => writeFile(join(folder, key), bytes),
    read: (key) => readFile(join(folder, key)),
    drop: (key) => rm(join(folder, key)),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

async function openS3(): Promise<Subject> {
  const server = await startS3Server()
  server.pageSize = 2
  const settings = { ...s3Keys, bucket: 'pictures', prefix: 'of/atelier', endpoint: server.url, region: s3Region }
  const at = (key: string) => {
    const object = server.objects.get(`pictures/of/atelier/${key}`)
    if (!object) throw new Error(`There is no ${key}.`)
    return object
  }
  return {
    store: createS3Store(openBucket({ ...settings, sessionToken: null })),
    keys: async () =>
      [...server.objects.keys()]
        .map((key) => key.slice('pictures/of/atelier/'.length))
        .filter((key) => !key.startsWith('databases/'))
        .toSorted(),
    age: async (key, putAt) => void (at(key).changedAt = putAt),
    write: async (key, bytes) => void (at(key).bytes = Buffer.from(bytes)),
    read: async (key) => at(key).bytes,
    drop: async (key) => void server.objects.delete(`pictures/of/atelier/${key}`),
    close: () => server.stop(),
  }
}

const wholeOf = async (file: PictureFile | undefined) =>
  file && { bytes: file.bytes, content: Buffer.from(await new Response(file.stream).arrayBuffer()) }
const keyOf = (sha256: string, more = '') => `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}.webp${more}`
const dayAgo = () => new Date(Date.now() - 24 * 60 * 60_000)
const longAgo = () => new Date(Date.now() - 48 * 60 * 60_000)

describe.each([
  ['the local disk', openDisk],
  ['an S3 bucket', openS3],
])('%s', (_, open) => {
  let subject: Subject
  let store: PictureStore & PictureInventory
  beforeEach(async () => {
    subject = await open()
    store = subject.store
  })
  afterEach(() => subject.close())

  const listAll = async () => {
    const pages = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<PictureInventory['list']>> = await store.list(cursor)
      pages.push(page.pictures)
      cursor = page.next
    } while (cursor !== null)
    return pages
  }

  it('gives back what it was given, whole and as a stream', async () => {
    const picture = await drawNoise(1)
    expect(picture.bytes).toBeGreaterThan(3 * 64 * 1024 - 64)
    await store.put(picture)
    const content = Buffer.from(picture.content)
    expect(Buffer.from((await store.get(picture.sha256, 'webp')) ?? [])).toStrictEqual(content)
    expect(await wholeOf(await store.open(picture.sha256, 'webp'))).toStrictEqual({ bytes: picture.bytes, content })
  })

  it('lets a reader leave in the middle of a picture', async () => {
    const picture = await drawNoise(2)
    await store.put(picture)
    const file = await store.open(picture.sha256, 'webp')
    const reader = file?.stream.getReader()
    expect((await reader?.read())?.value?.byteLength).toBeGreaterThan(0)
    await reader?.cancel()
    expect(await wholeOf(await store.open(picture.sha256, 'webp'))).toMatchObject({ bytes: picture.bytes })
  })

  it('keeps equal pictures once, under the hash of their content', async () => {
    const picture = await drawPicture()
    await Promise.all([store.put(picture), store.put(picture), store.put(picture)])
    expect(await subject.keys()).toStrictEqual([keyOf(picture.sha256)])
  })

  it('replaces a file that has not the size it should have', async () => {
    const picture = await drawPicture()
    await store.put(picture)
    await subject.write(keyOf(picture.sha256), new Uint8Array([1]))
    await store.put(picture)
    expect((await subject.read(keyOf(picture.sha256))).byteLength).toBe(picture.bytes)
  })

  it('has nothing where there is nothing', async () => {
    expect(await store.get('a'.repeat(64), 'webp')).toBeUndefined()
    expect(await store.open('a'.repeat(64), 'webp')).toBeUndefined()
    expect(await store.thumbnail('a'.repeat(64), 'webp', 320)).toBeUndefined()
    expect(await listAll()).toStrictEqual([[]])
    expect(await store.remove('a'.repeat(64), 'webp', new Date())).toBe(false)
  })

  it('has nothing for a name that is no hash, such as a way out of it', async () => {
    expect(await store.get('../../../secret', 'webp')).toBeUndefined()
    expect(await store.open('../../../secret', 'webp')).toBeUndefined()
    expect(await store.get('a'.repeat(64), '../webp' as 'webp')).toBeUndefined()
    await expect(store.remove('../secret', 'webp', new Date())).rejects.toMatchObject({ class: 'storage' })
  })

  it('makes a thumbnail once, however many ask at once, and keeps it', async () => {
    const picture = await drawPicture()
    await store.put(picture)
    const made = await Promise.all(Array.from({ length: 10 }, () => store.thumbnail(picture.sha256, 'webp', 320)))
    expect(new Set(made).size).toBe(1)
    expect(await sharp(made[0]).metadata()).toMatchObject({ format: 'webp', width: 320, height: 160 })
    expect(await subject.keys()).toStrictEqual([keyOf(picture.sha256), keyOf(picture.sha256, '.320.webp')])
    const kept = await sharp(made[0]).negate().webp().toBuffer()
    await subject.write(keyOf(picture.sha256, '.320.webp'), kept)
    expect(Buffer.from((await store.thumbnail(picture.sha256, 'webp', 320)) ?? [])).toStrictEqual(kept)
  })

  it('never makes a thumbnail larger than the picture', async () => {
    const picture = await drawPicture(100, 50)
    await store.put(picture)
    expect(await sharp(await store.thumbnail(picture.sha256, 'webp', 640)).metadata()).toMatchObject({
      width: 100,
      height: 50,
    })
    expect(await store.thumbnail(picture.sha256, 'webp', 100_000)).toBeUndefined()
  })

  it('lists every picture page by page, with the time it was put, and nothing else', async () => {
    const pictures = await Promise.all([1, 2, 3, 4, 5].map((edge) => drawPicture(edge * 8, edge * 8)))
    for (const picture of pictures) await store.put(picture)
    const [first] = pictures
    await store.thumbnail(first?.sha256 ?? '', 'webp', 160)
    await store.noteDatabase('11111111-1111-4111-8111-111111111111')
    const before = longAgo()
    await subject.age(keyOf(first?.sha256 ?? ''), before)
    await subject.age(keyOf(first?.sha256 ?? '', '.160.webp'), before)
    const pages = await listAll()
    expect(pages.length).toBeGreaterThan(1)
    const bySha = new Map(pages.flat().map((picture) => [picture.sha256, picture]))
    expect([...bySha.keys()].toSorted()).toStrictEqual(pictures.map(({ sha256 }) => sha256).toSorted())
    expect(Math.abs((bySha.get(first?.sha256 ?? '')?.putAt.getTime() ?? 0) - before.getTime())).toBeLessThan(1000)
  })

  it('removes a picture that is old, with its thumbnails, and no other', async () => {
    const [old, other] = [await drawPicture(80, 80), await drawPicture(90, 90)]
    await store.put(old)
    await store.put(other)
    await store.thumbnail(old.sha256, 'webp', 160)
    await store.thumbnail(old.sha256, 'webp', 320)
    await subject.age(keyOf(old.sha256), longAgo())
    expect(await store.remove(old.sha256, 'webp', dayAgo())).toBe(true)
    expect(await subject.keys()).toStrictEqual([keyOf(other.sha256)])
  })

  it('does not remove a picture that was put since, nor its thumbnails', async () => {
    const picture = await drawPicture()
    await store.put(picture)
    await store.thumbnail(picture.sha256, 'webp', 160)
    expect(await store.remove(picture.sha256, 'webp', dayAgo())).toBe(false)
    expect(await subject.keys()).toHaveLength(2)
  })

  it('takes a picture that is put again as put now', async () => {
    const picture = await drawPicture()
    await store.put(picture)
    await subject.age(keyOf(picture.sha256), longAgo())
    await store.put(picture)
    expect(await store.remove(picture.sha256, 'webp', dayAgo())).toBe(false)
  })

  it('removes thumbnails that their picture left behind', async () => {
    const picture = await drawPicture()
    await store.put(picture)
    await store.thumbnail(picture.sha256, 'webp', 160)
    await subject.drop(keyOf(picture.sha256))
    expect((await listAll()).flat()).toMatchObject([{ sha256: picture.sha256, format: 'webp' }])
    expect(await store.remove(picture.sha256, 'webp', dayAgo())).toBe(true)
    expect(await subject.keys()).toStrictEqual([])
  })

  it('remembers which databases keep their pictures in it', async () => {
    expect(await store.databases()).toStrictEqual([])
    const ids = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
    for (const id of [...ids, ...ids]) await store.noteDatabase(id)
    expect((await store.databases()).toSorted()).toStrictEqual(ids)
  })
})
