import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Manifest } from '../../api/bundle/article-bundle.ts'
import { folderNames } from '../../scripts/article-files.ts'
import { runCommandLine } from '../support/command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-illustrate-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const illustrate = (...args: string[]) =>
  runCommandLine('scripts/illustrate', args, { cwd: folder, env: { ATELIER_CONFIG: resolve('config') } })
/** Presses Ctrl-C when the first pictures have been asked for. */
const illustrateInterrupted = (...args: string[]) =>
  runCommandLine('scripts/illustrate', args, {
    cwd: folder,
    env: { ATELIER_CONFIG: resolve('config'), LOG_LEVEL: 'info' },
    interruptWhen: /all articles are queued/,
  })
const put = async (name: string, content: string | Uint8Array) => {
  await writeFile(join(folder, name), content)
  return name
}
const readManifest = async (...path: string[]): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, ...path, 'manifest.json'), 'utf8'))

const markdown = `---
title: The last ferry
---

The ferry has crossed the sound every evening since the war, and its captain knows each rock by name.

## The engine

The engine is older than the crew and is oiled by hand before every crossing.

## The passengers

Nurses, fishermen and one accordion player take the last boat home.
`
const page = `<!doctype html><html lang="en"><head><title>Salt</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>Salt</h1><p>Salt is raked from shallow pans at the end of a dry summer.</p>
<h2>The pans</h2><p>Each pan is walled with clay and filled by the tide.</p></article></body></html>`

describe('illustrate', () => {
  it('makes what the manifest says: the files, their sizes and hashes, and a copy with the images placed', async () => {
    const { code, stdout, stderr } = await illustrate(
      await put('ferry.md', markdown),
      '--images',
      '3',
      '--tier',
      'basic',
      '--style',
      'line_art',
      '--out',
      'ferry',
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe('ferry.md: 4 images in ferry (0.036 USD, drawn by the sandbox)\n')
    const manifest = await readManifest('ferry')
    expect(manifest.images.map(({ type, position, size, model }) => `${type} ${position} ${size} ${model}`)).toEqual([
      'featured 0 1280x768 runware:97@1',
      'in_article 0 1024x1024 runware:97@1',
      'in_article 1 1280x768 runware:97@1',
      'in_article 2 1024x1024 runware:97@1',
    ])
    for (const image of manifest.images) {
      const bytes = await readFile(join(folder, 'ferry', image.file))
      const { width, height, format } = await sharp(bytes).metadata()
      expect({
        width,
        height,
        format,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
      }).toEqual({
        width: image.width,
        height: image.height,
        format: 'webp',
        sha256: image.sha256,
        bytes: image.bytes,
      })
      expect(image.prompt).toContain('fine black ink line art')
    }
    expect(new Set(manifest.images.map((image) => image.prompt)).size).toBe(4)
    const copy = await readFile(join(folder, 'ferry', 'ferry.md'), 'utf8')
    for (const image of manifest.images) expect(copy).toContain(`](${image.file})`)
    expect(copy.replaceAll(/!\[.*?\]\(.*?\)/g, '').replaceAll(/\s+/g, ' ')).toBe(markdown.replaceAll(/\s+/g, ' '))
  })

  it('takes a folder of Markdown and HTML, and says what in it is no article', async () => {
    await mkdir(join(folder, 'articles'))
    await put('articles/ferry.md', markdown)
    await put('articles/salt.html', page)
    await put('articles/empty.md', '')
    await put('articles/notes.txt', 'not an article')
    const { code, stdout, stderr } = await illustrate('articles', '--images', '1', '--format', 'html', '--out', 'out')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^articles\/empty\.md has no text to illustrate[^\n]*\n$/)
    expect(stdout.split('\n').filter(Boolean)).toHaveLength(2)
    expect((await readdir(join(folder, 'out'))).toSorted()).toEqual(['ferry', 'salt'])
    const salt = await readFile(join(folder, 'out/salt/salt.html'), 'utf8')
    expect(salt).toMatch(/<img src="featured\.webp" alt="[^"]+" width="1344" height="768"/)
    const ferry = await readFile(join(folder, 'out/ferry/ferry.html'), 'utf8')
    expect(ferry).toMatch(/^<!doctype html>[\s\S]*<img src="featured\.webp" alt="[^"]+" width="1344" height="768"/)
  })

  it('never writes over the article itself', async () => {
    await put('here.md', markdown)
    await illustrate('here.md', '--images', '1', '--out', '.')
    expect(await readFile(join(folder, 'here.md'), 'utf8')).toBe(markdown)
    expect(await readFile(join(folder, 'here.illustrated.md'), 'utf8')).toContain('](featured.webp)')
  })

  it('says which image failed and why, keeps the others, and exits 1', async () => {
    const blocked = markdown.replaceAll('The engine', 'The [blocked] engine')
    const { code, stderr } = await illustrate(await put('blocked.md', blocked), '--images', '2', '--out', 'blocked')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^blocked\.md: in_article image \d failed: /m)
    const manifest = await readManifest('blocked')
    expect(manifest.images.length + manifest.failed.length).toBe(3)
    expect(manifest.failed.length).toBeGreaterThan(0)
  })

  it('gives every article a folder of its own', () => {
    expect(folderNames(['a/same.md', 'b/same.md', 'c/same-2.md', 'd/SAME.html'])).toEqual([
      'same',
      'same-3',
      'same-2',
      'SAME-4',
    ])
  })

  it('takes the pictures of an earlier run away, and nothing else', async () => {
    await put('again.md', markdown)
    await mkdir(join(folder, 'again'))
    await put('again/in-article-9.webp', 'of the editor')
    await illustrate('again.md', '--images', '3', '--out', 'again')
    await illustrate('again.md', '--images', '1', '--out', 'again')
    expect((await readdir(join(folder, 'again'))).toSorted()).toEqual([
      'again.md',
      'featured.webp',
      'in-article-0.webp',
      'in-article-9.webp',
      'manifest.json',
    ])
  })

  it('stops for Ctrl-C: what is paid for is kept, what waits is cancelled, in every article', async () => {
    await mkdir(join(folder, 'many'))
    for (const name of ['one', 'two', 'three', 'four'])
      await put(`many/${name}.md`, markdown.replace('ferry', '[slow] ferry'))
    const { code, stdout, stderr } = await illustrateInterrupted('many', '--images', '8', '--out', 'stopped')
    expect(code).toBe(130)
    expect(stderr).toContain('Stopping: pictures that are already paid for are waited for.')
    expect(stdout.split('\n').filter(Boolean)).toHaveLength(4)
    const manifests = await Promise.all(['one', 'two', 'three', 'four'].map((name) => readManifest('stopped', name)))
    expect(manifests.flatMap(({ images }) => images).length).toBeLessThanOrEqual(8)
    expect(manifests.flatMap(({ failed }) => failed).every(({ reason }) => reason === 'Cancelled.')).toBe(true)
    expect(manifests.flatMap(({ failed }) => failed).length).toBeGreaterThanOrEqual(28)
  })
})

describe('illustrate refuses in one clear line', () => {
  const cases: [string, () => Promise<string[]>, RegExp, number][] = [
    [
      'an empty article',
      async () => [await put('empty.md', '')],
      /^empty\.md has no text to illustrate: it is empty\./,
      1,
    ],
    [
      'an article of 5 MB',
      async () => [await put('large.md', 'word '.repeat(1024 * 1024))],
      /^large\.md is 5\.0 MB; the limit is 2 MB\./,
      1,
    ],
    [
      'a binary file',
      async () => [await put('binary.md', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]))],
      /^binary\.md is not a text file: byte 5 is zero\./,
      1,
    ],
    [
      'a folder without articles',
      async () => (await mkdir(join(folder, 'bare'), { recursive: true }), ['bare']),
      /^bare has no articles in it/,
      2,
    ],
    ['a file that is not there', async () => ['gone.md'], /^gone\.md does not exist\./, 2],
    ['no article at all', async () => [], /^Which article\?/, 2],
    [
      'a tier that does not exist',
      async () => [await put('tier.md', markdown), '--tier', 'golden'],
      /^There is no tier "golden"\. Tiers: basic, quality, quality_option2, premium\./,
      2,
    ],
    [
      'a style that does not exist',
      async () => [await put('style.md', markdown), '--style', 'oil'],
      /^There is no style "oil"\. Styles: /,
      2,
    ],
    [
      'nine images',
      async () => [await put('nine.md', markdown), '--images', '9'],
      /^--images is "9"; it must be a whole number from 1 to 8\./,
      2,
    ],
    [
      'a tier without a name',
      async () => [await put('tier.md', markdown), '--tier', ''],
      /^--tier is empty\. Leave it out, or say which\./,
      2,
    ],
    [
      'a folder that cannot be written to, before anything is paid for',
      async () => [await put('out.md', markdown), '--out', await put('a-file', '')],
      /^Cannot write to a-file: .*Choose another folder with --out\./,
      1,
    ],
    ['an unknown option', async () => ['--fast'], /^Unknown option '--fast'/, 2],
  ]
  it.each(cases)('%s', async (_, args, message, status) => {
    const { code, stdout, stderr } = await illustrate(...(await args()))
    expect(stderr).toMatch(message)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: status, stdout: '' })
  })
})
