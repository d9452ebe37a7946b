import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { textWidth, wrapText } from '../../../api/sandbox/caption.ts'
import { sandboxFont } from '../../../api/sandbox/font.ts'
import { drawPicture, sketchPicture } from '../../../api/sandbox/picture.ts'
import { drawPlainPicture } from '../../../api/sandbox/plain-picture.ts'

const request = {
  size: { width: 640, height: 360 },
  format: 'webp',
  prompt: 'A lighthouse at dawn',
  seed: 1,
  modelName: 'bria:10@1',
} as const

describe('a drawn picture', () => {
  it.each(['webp', 'png', 'jpeg'] as const)('has exactly the size and format asked for, in %s', async (format) => {
    for (const draw of [drawPicture, drawPlainPicture]) {
      const bytes = await draw({ ...request, format, size: { width: 641, height: 363 } })
      expect(await sharp(bytes).metadata()).toMatchObject({ format, width: 641, height: 363, hasAlpha: false })
    }
  })

  it.each([drawPicture, drawPlainPicture])(
    'is the same for the same request, and another for another seed',
    async (draw) => {
      const one = Buffer.from(await draw(request))
      expect(one.equals(Buffer.from(await draw(request)))).toBe(true)
      expect(one.equals(Buffer.from(await draw({ ...request, seed: 2 })))).toBe(false)
    },
  )

  it('takes a prompt in any script, and one that looks like markup', async () => {
    for (const prompt of ['Größe, naïve, Ελλάδα, Привет', '漢字 🎨', '</svg><script>&amp;"', '', 'x'.repeat(45_000)]) {
      expect(await sharp(await drawPicture({ ...request, prompt })).metadata()).toMatchObject({
        width: 640,
        height: 360,
      })
    }
    expect(sketchPicture({ ...request, prompt: '<script>' })).not.toContain('script')
  })

  it('carries its text as outlines, so that it needs no font of the machine', async () => {
    expect(sketchPicture(request)).not.toContain('<text')
    // The same bytes in a process that can find no font at all.
    const folder = await mkdtemp(join(tmpdir(), 'atelier-fonts-'))
    await writeFile(join(folder, 'fonts.conf'), '<?xml version="1.0"?><fontconfig></fontconfig>')
    await writeFile(join(folder, 'sketch.svg'), sketchPicture(request))
    const script = `
      const sharp = require(${JSON.stringify(join(process.cwd(), 'node_modules/sharp'))})
      sharp(${JSON.stringify(join(folder, 'sketch.svg'))}).removeAlpha().raw().toBuffer().then((pixels) => process.stdout.write(require('crypto').createHash('sha256').update(pixels).digest('hex')))`
    const run = (env: Record<string, string>) =>
      promisify(execFile)(process.execPath, ['-e', script], { env: { ...process.env, ...env } })
    const [without, normal] = await Promise.all([run({ FONTCONFIG_FILE: join(folder, 'fonts.conf') }), run({})])
    expect(without).toStrictEqual(normal)
    await rm(folder, { recursive: true })
  })
})

describe('a caption', () => {
  it('has outlines for Latin, Greek and Cyrillic letters, also accented ones', () => {
    for (const letter of 'Aéßñ—“ΩЖ') expect(sandboxFont().pathOf(letter, 0)).toMatch(/^M.*Z$/)
    expect(sandboxFont().pathOf('é', 0)).not.toBe(sandboxFont().pathOf('e', 0))
  })

  it('is broken into lines that fit', () => {
    const lines = wrapText('The quick brown fox jumps over the lazy dog, and over a hedge', 200, 16, 10)
    expect(lines.join(' ')).toBe('The quick brown fox jumps over the lazy dog, and over a hedge')
    expect(Math.max(...lines.map((line) => textWidth(line, 16)))).toBeLessThanOrEqual(200)
  })

  it('ends in an ellipsis where it is too long', () => {
    const lines = wrapText('word '.repeat(500), 200, 16, 3)
    expect([lines.length, lines.at(-1)?.endsWith('…')]).toStrictEqual([3, true])
  })

  it('cuts a word that is wider than a line', () => {
    expect(wrapText('x'.repeat(100), 100, 16, 20).length).toBeGreaterThan(3)
  })
})
