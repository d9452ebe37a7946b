import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { messageOf } from '../domain/error.ts'
import type { PictureFormat } from '../domain/image-provider.ts'
import type { Picture } from '../domain/picture-store.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { type Size, formatSize, pixelsOf } from '../domain/size.ts'
import { walkPicture } from './picture-end.ts'

/** A file of a few kilobytes can unfold to gigabytes. No provider draws more than a third of this. */
const pixelsMax = 64_000_000

const qualityOfConversion = 90

const bad = (code: string, message: string, cause?: unknown): ProviderError =>
  new ProviderError({ class: 'upstream', code, message, cause })

/** By then it was fetched as often as it is tried: what a person retries is called, and billed, anew. */
const whatToDo = 'It is paid for. A retry calls again, which is another bill.'

const broken = (why: string, cause?: unknown): ProviderError =>
  bad('broken_file', `The provider's picture is broken: ${why}. ${whatToDo}`, cause)

/** The format by its first bytes: names and content types are only claims. Undefined where it is none of ours. */
function sniffFormat(bytes: Uint8Array): PictureFormat | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 12)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  return head.startsWith('RIFF') && head.slice(8) === 'WEBP' ? 'webp' : undefined
}

/** The size in the file's header, before anything is unfolded. */
async function declaredSize(bytes: Uint8Array): Promise<Size> {
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw broken(messageOf(error), error)
    })
  if ((header.pages ?? 1) > 1)
    throw bad(
      'not_a_picture',
      `The provider sent an animation of ${header.pages} frames instead of a picture. ${whatToDo}`,
    )
  return { width: header.width, height: header.height }
}

/** Decodes every pixel, so that a file that breaks off is found now and not by a reader. */
async function decodeWhole(bytes: Uint8Array, format: PictureFormat, wanted: PictureFormat): Promise<Uint8Array> {
  // What is wrong in a JPEG is a warning to its decoder, which draws grey in its place. In the other formats warnings are
  // about colour profiles and the like, and the picture is paid for.
  const image = sharp(bytes, { limitInputPixels: pixelsMax, failOn: format === 'jpeg' ? 'warning' : 'error' })
  try {
    if (format === wanted) {
      await image.stats()
      return bytes
    }
    return await image.toFormat(wanted, { quality: qualityOfConversion }).toBuffer()
  } catch (error) {
    throw broken(messageOf(error), error)
  }
}

/**
 * A picture up to where it ends by its own account: what follows may be a program or an archive to whoever reads the file
 * from its other end. Whether it is whole is the decoder's to say: it is paid for, and not refused for how it is wrapped.
 */
function cutAtEnd(bytes: Uint8Array, format: PictureFormat): Uint8Array {
  const walked = walkPicture(bytes, format)
  if (walked?.isAnimated) throw bad('not_a_picture', `The provider sent an animation instead of a picture. ${whatToDo}`)
  return walked && walked.end < bytes.byteLength ? bytes.subarray(0, walked.end) : bytes
}

/**
 * Bytes from a provider as a picture: sniffed, decoded and measured, in the format asked for. Bytes that already are
 * in that format stay as they came, without what follows their end; others are converted, and lose their metadata on the way.
 * Throws ProviderError of class `upstream` where it is no picture, is broken, or has another size than was asked for.
 */
export async function readPicture(
  bytes: Uint8Array,
  expected: { size?: Size; format: PictureFormat },
): Promise<Picture> {
  const format = sniffFormat(bytes)
  if (!format) throw bad('not_a_picture', `The provider sent a file that is neither WebP, PNG nor JPEG. ${whatToDo}`)
  const size = await declaredSize(bytes)
  if (pixelsOf(size) > pixelsMax) {
    throw bad(
      'too_many_pixels',
      `The provider's picture claims to be ${formatSize(size)}, more than the ${pixelsMax} pixels that are read. ${whatToDo}`,
    )
  }
  if (expected.size && formatSize(size) !== formatSize(expected.size)) {
    throw bad(
      'wrong_size',
      `The provider sent a picture of ${formatSize(size)}; ${formatSize(expected.size)} was asked for. Remake the image; where that does not help, correct the sizes in the model's file.`,
    )
  }
  const content = await decodeWhole(cutAtEnd(bytes, format), format, expected.format)
  return {
    ...size,
    sha256: createHash('sha256').update(content).digest('hex'),
    format: expected.format,
    bytes: content.byteLength,
    content,
  }
}
