import type { PictureFormat } from '../domain/image-provider.ts'

type Walk = (bytes: Buffer) => { end: number; isAnimated: boolean } | undefined

/** Chunk by chunk to IEND. An `acTL` chunk makes browsers play what decoders of still pictures see as one. */
const walkPng: Walk = (bytes) => {
  let isAnimated = false
  for (let at = 8; at + 12 <= bytes.length;) {
    const type = bytes.toString('latin1', at + 4, at + 8)
    at += 12 + bytes.readUInt32BE(at)
    if (type === 'acTL') isAnimated = true
    if (type === 'IEND') return { end: at, isAnimated }
  }
  return undefined
}

/** A RIFF file says how long it is; an odd length is padded. */
const walkWebp: Walk = (bytes) => {
  if (bytes.length < 12) return undefined
  const length = bytes.readUInt32LE(4)
  return { end: 8 + length + (length % 2), isAnimated: false }
}

/** Segment by segment to the marker of the end. What follows a start of scan goes on to the next marker that is none of its own. */
const walkJpeg: Walk = (bytes) => {
  for (let at = 2; at + 4 <= bytes.length + 2;) {
    const marker = bytes[at] === 0xff ? bytes[at + 1] : undefined
    if (marker === undefined) return undefined
    if (marker === 0xd9) return { end: at + 2, isAnimated: false }
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (at + 4 > bytes.length) return undefined
    at += 2 + bytes.readUInt16BE(at + 2)
    if (marker === 0xda) at = endOfScan(bytes, at)
  }
  return undefined
}

function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    const isOfScan = next === 0 || next === 0xff || (next !== undefined && next >= 0xd0 && next <= 0xd7)
    if (!isOfScan) return at
  }
  return bytes.length
}

const walks: Record<PictureFormat, Walk> = { png: walkPng, webp: walkWebp, jpeg: walkJpeg }

/** Where a picture ends by its own account, and whether browsers would play it. Undefined where it has no end. */
export const walkPicture = (bytes: Uint8Array, format: PictureFormat): ReturnType<Walk> =>
  walks[format](Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
