import type * as FileSystem from 'node:fs/promises'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it, vi } from 'vitest'
import { createLocalDisk } from '../../../api/storage/local-disk.ts'
import { readPicture } from '../../../api/storage/picture.ts'

// No test can fill a disk. Files open as always, but take no byte.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FileSystem>()
  return {
    ...real,
    open: async (...args: Parameters<typeof real.open>) => {
      const handle = await real.open(...args)
      handle.writeFile = () =>
        Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }))
      return handle
    },
  }
})

it('a full disk is said to be full, and is left without half a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-full-'))
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#000000' } })
    .webp()
    .toBuffer()
  await expect(createLocalDisk(folder).put(await readPicture(bytes, { format: 'webp' }))).rejects.toMatchObject({
    class: 'storage',
    code: 'ENOSPC',
    message: `Pictures cannot be kept in ${folder}: the disk is full (ENOSPC).`,
  })
  expect(await readdir(join(folder, 'tmp'))).toStrictEqual([])
  await rm(folder, { recursive: true })
})
