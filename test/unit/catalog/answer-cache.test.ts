import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerCache } from '../../../api/catalog/answer-cache.ts'
import { contentKey } from '../../../api/catalog/content-key.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-answers-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('answerCache', () => {
  it('gives an answer as it was given', async () => {
    const cache = answerCache(folder, 'one')
    expect(await cache.read('a')).toBeUndefined()
    await cache.write('a', { is: ['so'] })
    expect(await cache.read('a')).toEqual({ is: ['so'] })
    expect(await cache.read('b')).toBeUndefined()
  })

  it('keeps the latest answers, and nothing that a process left half done', async () => {
    const cache = answerCache(folder, 'one')
    const old = new Date(Date.now() - 7_200_000)
    for (let index = 0; index < 40; index++) {
      await cache.write(`answer-${index}`, index)
      const time = new Date(Date.now() - (60 - index) * 1000)
      await utimes(join(folder, `answer-${index}.json`), time, time).catch(() => undefined)
    }
    await writeFile(join(folder, 'left.json.1.tmp'), '')
    await utimes(join(folder, 'left.json.1.tmp'), old, old)
    await cache.write('last', 1)
    const names = await readdir(folder)
    expect(names.filter((name) => name.endsWith('.json'))).toHaveLength(32)
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect(await cache.read('last')).toBe(1)
    expect(await cache.read('answer-39')).toBe(39)
    expect(await cache.read('answer-0')).toBeUndefined()
  })

  it('leaves out what is too large to be worth it', async () => {
    const cache = answerCache(folder, 'one')
    await cache.write('large', 'x'.repeat(5_000_000))
    expect(await readdir(folder)).toEqual([])
  })
})

describe('contentKey', () => {
  const file = (path: string, text: string) => ({ path, label: `config/${path}`, bytes: Buffer.from(text) })

  it('differs as soon as anything differs', () => {
    const keys = [
      contentKey(['a', [file('b', 'c')]]),
      contentKey(['b', [file('b', 'c')]]),
      contentKey(['a', [file('b', 'd')]]),
      contentKey(['a', [file('d', 'c')]]),
      contentKey(['a', [{ ...file('b', 'c'), label: 'elsewhere/b' }]]),
      contentKey(['a', [file('b', 'c'), file('d', '')]]),
      contentKey(['a', [file('b', 'c')], [file('d', '')]]),
      contentKey(['a', []]),
      contentKey(['a', '']),
      contentKey(['a']),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('is the same for the same', () => {
    expect(contentKey(['a', [file('b', 'c')]])).toBe(contentKey(['a', [file('b', 'c')]]))
  })
})
