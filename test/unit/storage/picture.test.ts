import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readPicture } from '../../../api/storage/picture.ts'
import { pngClaiming } from '../../support/hostile-files.ts'

const draw = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#a3b18a' } })
const size = { width: 64, height: 48 }

describe('bytes from a provider', () => {
  it.each(['webp', 'png', 'jpeg'] as const)('in %s stay as they came', async (format) => {
    const bytes = await draw(64, 48).toFormat(format).toBuffer()
    expect(await readPicture(bytes, { size, format })).toStrictEqual({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      format,
      width: 64,
      height: 48,
      bytes: bytes.byteLength,
      content: bytes,
    })
  })

  it('are converted where the provider could only give another format', async () => {
    const picture = await readPicture(await draw(64, 48).png().toBuffer(), { size, format: 'webp' })
    expect(picture).toMatchObject({ format: 'webp', width: 64, height: 48, bytes: picture.content.byteLength })
    expect(await sharp(picture.content).metadata()).toMatchObject({ format: 'webp', width: 64, height: 48 })
    expect(picture.sha256).toBe(createHash('sha256').update(picture.content).digest('hex'))
  })

  it('lose their metadata only when converted', async () => {
    const exif = { IFD0: { Artist: 'Someone' } }
    const jpeg = await draw(64, 48).withExif(exif).jpeg().toBuffer()
    const kept = await readPicture(jpeg, { format: 'jpeg' })
    const converted = await readPicture(jpeg, { format: 'webp' })
    expect([
      (await sharp(kept.content).metadata()).exif !== undefined,
      (await sharp(converted.content).metadata()).exif,
    ]).toStrictEqual([true, undefined])
  })

  it('of another size are refused, with both sizes named', async () => {
    const bytes = await draw(48, 64).webp().toBuffer()
    await expect(readPicture(bytes, { size, format: 'webp' })).rejects.toMatchObject({
      class: 'upstream',
      code: 'wrong_size',
      message: expect.stringContaining('The provider sent a picture of 48x64; 64x48 was asked for. Remake the image'),
    })
  })

  it.each(['webp', 'png', 'jpeg'] as const)('that break off half-way are refused in %s', async (format) => {
    const noise = Buffer.from(Array.from({ length: 64 * 48 * 3 }, (_, index) => (index * 7919) % 251))
    const bytes = await sharp(noise, { raw: { width: 64, height: 48, channels: 3 } })
      .toFormat(format)
      .toBuffer()
    await expect(
      readPicture(bytes.subarray(0, Math.floor(bytes.length * 0.6)), { size, format }),
    ).rejects.toMatchObject({ class: 'upstream', code: 'broken_file' })
  })

  it.each([
    ['HTML', Buffer.from('<!doctype html><title>Sign in</title>')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"/>')],
    ['a GIF', Buffer.from('GIF89a')],
    ['nothing', Buffer.alloc(0)],
  ])('are refused where they are %s', async (_, bytes) => {
    await expect(readPicture(bytes, { size, format: 'webp' })).rejects.toMatchObject({
      class: 'upstream',
      code: 'not_a_picture',
    })
  })

  it('are refused where they would unfold to gigabytes, before they do', async () => {
    await expect(readPicture(pngClaiming(60_000, 60_000), { format: 'webp' })).rejects.toMatchObject({
      class: 'upstream',
      code: 'too_many_pixels',
    })
  })

  it('are refused where they are an animation', async () => {
    const frames = await Promise.all(
      ['#264653', '#e9c46a'].map((background) =>
        sharp({ create: { width: 64, height: 48, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const animation = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer()
    await expect(readPicture(animation, { format: 'webp' })).rejects.toMatchObject({ code: 'not_a_picture' })
  })
})
