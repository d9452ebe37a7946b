import { cp, mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { recheckOnChange } from '../../api/watch-folders.ts'

let home: string
beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'atelier-watched-')))
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** Everything below a folder, as one text; what goes away meanwhile is not there. */
async function contentOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const parts = entries
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(async (entry) => {
      const path = join(folder, entry.name)
      const inner = entry.isDirectory() ? await contentOf(path) : await readFile(path, 'utf8').catch(() => '')
      return `${entry.name}(${inner})`
    })
  return (await Promise.all(parts)).join()
}

describe('a watched folder', { timeout: 120_000 }, () => {
  it('that is taken away and laid anew, file by file, is seen as it ends up, each time', async () => {
    const [original, watched] = [join(home, 'original'), join(home, 'deep', 'watched')]
    for (const folder of ['a/b/c', 'd', 'e/f']) {
      await mkdir(join(original, folder), { recursive: true })
      for (const file of ['1.yaml', '2.yaml', '3.yaml']) await writeFile(join(original, folder, file), folder)
    }
    const stop = new AbortController()
    let seen = ''
    const watching = recheckOnChange({
      folders: () => [watched],
      signal: stop.signal,
      check: async () => {
        const content = await contentOf(watched)
        return async () => {
          seen = content
        }
      },
    })
    for (let round = 0; round < 25; round++) {
      await rm(join(home, 'deep'), { recursive: true, force: true })
      await pause(Math.random() * 120)
      await cp(original, watched, { recursive: true })
      await pause(Math.random() * 60)
      await writeFile(join(watched, 'a/b/c/last.yaml'), String(round))
      const wanted = await contentOf(watched)
      await vi.waitFor(() => expect(`${round}: ${seen}`).toBe(`${round}: ${wanted}`), { timeout: 4000, interval: 20 })
    }
    stop.abort()
    await watching
  })
})
