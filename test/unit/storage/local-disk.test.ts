import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLocalDisk } from '../../../api/storage/local-disk.ts'
import { readPicture } from '../../../api/storage/picture.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-storage-'))
})
afterEach(async () => rm(folder, { recursive: true, force: true }))

const draw = async (width = 800, height = 400, background = '#2a9d8f') =>
  readPicture(
    await sharp({ create: { width, height, channels: 3, background } })
      .webp()
      .toBuffer(),
    { format: 'webp' },
  )

const filesIn = async (path: string) =>
  (await readdir(path, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)

describe('the local disk', () => {
  it('gives back what it was given', async () => {
    const store = createLocalDisk(folder)
    const picture = await draw()
    await store.put(picture)
    expect(Buffer.from((await store.get(picture.sha256, 'webp')) ?? [])).toStrictEqual(Buffer.from(picture.content))
  })

  it('keeps equal pictures once, in folders by hash, readable by the owner alone', async () => {
    const store = createLocalDisk(folder)
    const picture = await draw()
    await Promise.all([store.put(picture), store.put(picture), store.put(picture)])
    expect(await filesIn(folder)).toStrictEqual([`${picture.sha256}.webp`])
    const shard = join(folder, picture.sha256.slice(0, 2), picture.sha256.slice(2, 4))
    expect([
      (await stat(shard)).mode & 0o777,
      (await stat(join(shard, `${picture.sha256}.webp`))).mode & 0o777,
    ]).toStrictEqual([0o700, 0o600])
  })

  it('replaces a file that has not the size it should have', async () => {
    const store = createLocalDisk(folder)
    const picture = await draw()
    await store.put(picture)
    const path = join(folder, picture.sha256.slice(0, 2), picture.sha256.slice(2, 4), `${picture.sha256}.webp`)
    await writeFile(path, 'cut')
    await store.put(picture)
    expect((await readFile(path)).byteLength).toBe(picture.bytes)
  })

  it('has nothing where there is nothing', async () => {
    const store = createLocalDisk(folder)
    expect(await store.get('a'.repeat(64), 'webp')).toBeUndefined()
    expect(await store.thumbnail('a'.repeat(64), 'webp', 320)).toBeUndefined()
  })

  it('has nothing for a name that is no hash, such as a way out of the folder', async () => {
    await writeFile(join(folder, 'secret.webp'), 'secret')
    const store = createLocalDisk(join(folder, 'pictures'))
    expect(await store.get('../../../secret', 'webp')).toBeUndefined()
    expect(await store.get('a'.repeat(64), '../webp' as 'webp')).toBeUndefined()
  })

  it('makes a thumbnail once and keeps it', async () => {
    const store = createLocalDisk(folder)
    const picture = await draw()
    await store.put(picture)
    const [one, other] = await Promise.all([
      store.thumbnail(picture.sha256, 'webp', 320),
      store.thumbnail(picture.sha256, 'webp', 320),
    ])
    expect(one).toBe(other)
    expect(await sharp(one).metadata()).toMatchObject({ format: 'webp', width: 320, height: 160 })
    await rm(join(folder, picture.sha256.slice(0, 2), picture.sha256.slice(2, 4), `${picture.sha256}.webp`))
    expect(Buffer.from((await store.thumbnail(picture.sha256, 'webp', 320)) ?? [])).toStrictEqual(
      Buffer.from(one ?? []),
    )
  })

  it('never makes a thumbnail larger than the picture', async () => {
    const store = createLocalDisk(folder)
    const picture = await draw(100, 50)
    await store.put(picture)
    expect(await sharp(await store.thumbnail(picture.sha256, 'webp', 640)).metadata()).toMatchObject({
      width: 100,
      height: 50,
    })
  })

  it('sweeps temporary files of writers long gone, and leaves the others', async () => {
    await mkdir(join(folder, 'tmp'))
    await writeFile(join(folder, 'tmp', 'old.tmp'), 'half')
    await writeFile(join(folder, 'tmp', 'new.tmp'), 'half')
    const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000)
    await utimes(join(folder, 'tmp', 'old.tmp'), twoHoursAgo, twoHoursAgo)
    await createLocalDisk(folder).put(await draw())
    expect(await readdir(join(folder, 'tmp'))).toStrictEqual(['new.tmp'])
  })

  it('says what is wrong where it cannot write', async () => {
    await writeFile(join(folder, 'file'), '')
    const store = createLocalDisk(join(folder, 'file', 'pictures'))
    await expect(store.put(await draw())).rejects.toMatchObject({
      class: 'storage',
      code: 'ENOTDIR',
      retryable: true,
      message: expect.stringContaining(join(folder, 'file', 'pictures')),
    })
  })

  it('works again once the cause is gone', async () => {
    await writeFile(join(folder, 'pictures'), '')
    const store = createLocalDisk(join(folder, 'pictures'))
    await expect(store.put(await draw())).rejects.toMatchObject({ class: 'storage' })
    await rm(join(folder, 'pictures'))
    const picture = await draw()
    await store.put(picture)
    expect(await store.get(picture.sha256, 'webp')).toBeDefined()
  })
})
