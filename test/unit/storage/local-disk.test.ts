import { mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLocalDisk } from '../../../api/storage/local-disk.ts'
import { drawNoise, drawPicture } from '../../support/pictures.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-storage-'))
})
afterEach(async () => rm(folder, { recursive: true, force: true }))

const filesIn = async (path: string) =>
  (await readdir(path, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)

describe('the local disk', () => {
  it('keeps equal pictures once, in folders by hash, readable by the owner alone', async () => {
    const store = createLocalDisk(folder)
    const picture = await drawPicture()
    await Promise.all([store.put(picture), store.put(picture), store.put(picture)])
    expect(await filesIn(folder)).toStrictEqual([`${picture.sha256}.webp`])
    const shard = join(folder, picture.sha256.slice(0, 2), picture.sha256.slice(2, 4))
    expect([
      (await stat(shard)).mode & 0o777,
      (await stat(join(shard, `${picture.sha256}.webp`))).mode & 0o777,
    ]).toStrictEqual([0o700, 0o600])
  })

  it('has nothing for a name that is no hash, such as a way out of the folder', async () => {
    await writeFile(join(folder, 'secret.webp'), 'secret')
    const store = createLocalDisk(join(folder, 'pictures'))
    expect(await store.get('../../../secret', 'webp')).toBeUndefined()
    expect(await store.get('a'.repeat(64), '../webp' as 'webp')).toBeUndefined()
  })

  it('sweeps temporary files of writers long gone, and leaves the others', async () => {
    await mkdir(join(folder, 'tmp'))
    await writeFile(join(folder, 'tmp', 'old.tmp'), 'half')
    await writeFile(join(folder, 'tmp', 'new.tmp'), 'half')
    const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000)
    await utimes(join(folder, 'tmp', 'old.tmp'), twoHoursAgo, twoHoursAgo)
    await createLocalDisk(folder).put(await drawPicture())
    expect(await readdir(join(folder, 'tmp'))).toStrictEqual(['new.tmp'])
  })

  it('says what is wrong where it cannot write', async () => {
    await writeFile(join(folder, 'file'), '')
    const store = createLocalDisk(join(folder, 'file', 'pictures'))
    await expect(store.put(await drawPicture())).rejects.toMatchObject({
      class: 'storage',
      code: 'ENOTDIR',
      retryable: true,
      message: expect.stringContaining(join(folder, 'file', 'pictures')),
    })
  })

  it('gives a picture back whole to who opened it before it was removed', async () => {
    const store = createLocalDisk(folder)
    const picture = await drawNoise(7)
    await store.put(picture)
    const reader = (await store.open(picture.sha256, 'webp'))?.stream.getReader()
    const first = await reader?.read()
    await store.remove(picture.sha256, 'webp', new Date(Date.now() + 60_000))
    let bytes = first?.value?.byteLength ?? 0
    for (let next = await reader?.read(); next?.value; next = await reader?.read()) bytes += next.value.byteLength
    expect(bytes).toBe(picture.bytes)
  })

  it('breaks a picture off that becomes shorter while it is read', async () => {
    const store = createLocalDisk(folder)
    const picture = await drawNoise(8)
    await store.put(picture)
    const file = await store.open(picture.sha256, 'webp')
    await truncate(join(folder, picture.sha256.slice(0, 2), picture.sha256.slice(2, 4), `${picture.sha256}.webp`), 1000)
    await expect(new Response(file?.stream).arrayBuffer()).rejects.toThrow('has become shorter')
  })

  it('never loses a picture that is put while it is being removed for its age', async () => {
    const store = createLocalDisk(folder)
    const picture = await drawPicture()
    const path = join(folder, picture.sha256.slice(0, 2), picture.sha256.slice(2, 4), `${picture.sha256}.webp`)
    const longAgo = new Date(Date.now() - 48 * 60 * 60 * 1000)
    for (let round = 0; round < 100; round++) {
      await store.put(picture)
      await utimes(path, longAgo, longAgo)
      await Promise.all([store.remove(picture.sha256, 'webp', new Date(Date.now() - 1000)), store.put(picture)])
      expect((await readFile(path)).byteLength).toBe(picture.bytes)
    }
    expect(await readdir(join(folder, 'tmp'))).toStrictEqual([])
  })

  it('works again once the cause is gone', async () => {
    await writeFile(join(folder, 'pictures'), '')
    const store = createLocalDisk(join(folder, 'pictures'))
    await expect(store.put(await drawPicture())).rejects.toMatchObject({ class: 'storage' })
    await rm(join(folder, 'pictures'))
    const picture = await drawPicture()
    await store.put(picture)
    expect(await store.get(picture.sha256, 'webp')).toBeDefined()
  })
})
