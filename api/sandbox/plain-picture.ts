import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { PictureRequest } from './picture.ts'

const squaresPerSide = 4

/** Squares of colour, different for every prompt and seed. For runs in which nobody looks at the pictures. */
export async function drawPlainPicture({ size, format, prompt, seed, modelName }: PictureRequest): Promise<Uint8Array> {
  const digest = createHash('sha512').update([prompt, seed, modelName].join('\u0000')).digest()
  const colours = digest.subarray(0, squaresPerSide ** 2 * 3)
  const squares = sharp(colours, { raw: { width: squaresPerSide, height: squaresPerSide, channels: 3 } })
  const image = squares.resize(size.width, size.height, { fit: 'fill', kernel: 'nearest' })
  switch (format) {
    case 'webp':
      return image.webp({ effort: 0 }).toBuffer()
    case 'jpeg':
      return image.jpeg().toBuffer()
    case 'png':
      return image.png({ compressionLevel: 1 }).toBuffer()
  }
}
