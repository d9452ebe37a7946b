import { deflateSync } from 'node:zlib'
import sharp from 'sharp'

export const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

/** CRC-32 as PNG has it. */
function crcOf(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** A chunk of a PNG, with a checksum that is right unless another is given. */
export function pngChunk(type: string, body: Buffer, crcChange = 0): Buffer {
  const typed = Buffer.concat([Buffer.from(type), body])
  return Buffer.concat([uint32(body.length), typed, uint32(crcOf(typed) ^ crcChange)])
}

const header = (width: number, height: number): Buffer =>
  Buffer.concat([uint32(width), uint32(height), Buffer.from([8, 0, 0, 0, 0])])

/** A grey PNG of a size, with other chunks before its pixels. `crcChange` makes the checksum of the pixels wrong. */
export const greyPng = (
  width: number,
  height: number,
  { before = [], crcChange = 0, isCut = false }: { before?: Buffer[]; crcChange?: number; isCut?: boolean } = {},
): Buffer => {
  const rows = Buffer.alloc((width + 1) * height, 0)
  for (let index = 0; index < rows.length; index++) if (index % (width + 1) !== 0) rows[index] = (index * 7919) % 251
  const pixels = deflateSync(rows)
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header(width, height)),
    ...before,
    pngChunk('IDAT', isCut ? pixels.subarray(0, pixels.length / 2) : pixels, crcChange),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A PNG that claims a size and has next to nothing in it. */
export const pngClaiming = (width: number, height: number): Buffer =>
  Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header(width, height)),
    pngChunk('IDAT', deflateSync(Buffer.alloc(1000))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])

export const drawFile = (width: number, height: number, format: 'webp' | 'png' | 'jpeg' | 'gif'): Promise<Buffer> =>
  sharp(Buffer.from(Array.from({ length: width * height * 3 }, (_, index) => (index * 7919) % 251)), {
    raw: { width, height, channels: 3 },
  })
    .toFormat(format)
    .toBuffer()

/** Frames that play. */
export async function drawAnimation(width: number, height: number, format: 'webp' | 'gif'): Promise<Buffer> {
  const frames = ['#264653', '#e9c46a'].map((background) =>
    sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer(),
  )
  return sharp(await Promise.all(frames), { join: { animated: true } })
    .toFormat(format)
    .toBuffer()
}

/** A JPEG whose scan was overwritten in the middle: its decoder draws on, and only warns. */
export async function damagedJpeg(width: number, height: number): Promise<Buffer> {
  const bytes = Buffer.from(await drawFile(width, height, 'jpeg'))
  for (let at = Math.floor(bytes.length * 0.4); at < bytes.length * 0.9; at += 11) {
    const [before, here = 0] = [bytes[at - 1], bytes[at]]
    // No marker is made or lost: it is the drawing that is wrong.
    if (before !== 0xff && here !== 0xff && here !== 0xaa) bytes[at] = here ^ 0x55
  }
  return bytes
}
