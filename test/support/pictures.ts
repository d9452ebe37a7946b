import sharp from 'sharp'
import { readPicture } from '../../api/storage/picture.ts'

/** A picture of one colour, as the worker would hand it to a store. */
export const drawPicture = async (width = 800, height = 400, background = '#2a9d8f') =>
  readPicture(
    await sharp({ create: { width, height, channels: 3, background } })
      .webp()
      .toBuffer(),
    { format: 'webp' },
  )

/** A picture that does not compress: of many bytes, and another one each time it is given another seed. */
export async function drawNoise(seed: number, edge = 256) {
  let state = seed
  const raw = Uint8Array.from({ length: edge * edge * 3 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 24
  })
  const bytes = await sharp(raw, { raw: { width: edge, height: edge, channels: 3 } })
    .webp({ lossless: true, effort: 0 })
    .toBuffer()
  return readPicture(bytes, { format: 'webp' })
}
