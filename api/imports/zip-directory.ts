import { AppError } from '../domain/error.ts'

/** One entry as the directory at the end of a zip file has it. */
export interface ZipEntry {
  /** With / between folders; null where it is not UTF-8. */
  name: string | null
  /** For people, whatever it is. */
  shownName: string
  isFolder: boolean
  /** False for links, and for what is no file at all. */
  isPlain: boolean
  isEncrypted: boolean
  /** 0: as it is; 8: deflated. */
  method: number
  crc32: number
  /** As it is packed; null where it would lie outside of the file. */
  packed: Uint8Array | null
}

const endSignature = 0x06_05_4b_50
const entrySignature = 0x02_01_4b_50
const localSignature = 0x04_03_4b_50
const endBytes = 22
const entryBytes = 46
const localBytes = 30
const commentBytesMax = 0xff_ff
const fileTypes = { mask: 0o170000, folder: 0o040000, plain: 0o100000, notSaid: 0 }

/** Whether bytes start as a zip file does, an empty one too. */
export const looksLikeZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))

function endOf(file: Buffer): number | undefined {
  const first = Math.max(0, file.length - endBytes - commentBytesMax)
  for (let at = file.length - endBytes; at >= first; at--)
    if (file.readUInt32LE(at) === endSignature && at + endBytes + file.readUInt16LE(at + 20) === file.length) return at
  return undefined
}

function packedAt(file: Buffer, at: number, bytes: number): Uint8Array | null {
  if (at + localBytes > file.length || file.readUInt32LE(at) !== localSignature) return null
  const from = at + localBytes + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28)
  return from + bytes <= file.length ? file.subarray(from, from + bytes) : null
}

function nameOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replaceAll('\\', '/')
  } catch {
    return null
  }
}

function entryAt(file: Buffer, at: number, nameBytes: Buffer): ZipEntry {
  const name = nameOf(nameBytes)
  const fileType = (file.readUInt32LE(at + 38) >>> 16) & fileTypes.mask
  return {
    name,
    shownName: name ?? nameBytes.toString('utf8'),
    isFolder: fileType === fileTypes.folder || name?.endsWith('/') === true,
    isPlain: fileType === fileTypes.plain || fileType === fileTypes.notSaid,
    isEncrypted: (file.readUInt16LE(at + 8) & 1) === 1,
    method: file.readUInt16LE(at + 10),
    crc32: file.readUInt32LE(at + 16),
    packed: packedAt(file, file.readUInt32LE(at + 42), file.readUInt32LE(at + 20)),
  }
}

/**
 * The entries of a zip file, by the directory at its end, which alone says what is a link. Nothing is unpacked, and no
 * size that it states is believed.
 * @throws AppError `invalid` that names the file, where it is no zip file or a damaged one
 */
export function readZipDirectory(bytes: Uint8Array, zipName: string): ZipEntry[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const refuse = (reason: string): never => {
    throw new AppError('invalid', `${zipName} cannot be read: ${reason}`)
  }
  const end = file.length < endBytes ? undefined : endOf(file)
  if (end === undefined) return refuse('it is not a zip file, or its end is missing.')
  const count = file.readUInt16LE(end + 10)
  const start = file.readUInt32LE(end + 16)
  if (count === 0xff_ff || start === 0xff_ff_ff_ff) return refuse('it is a zip64 file. Pack fewer than 65,535 files.')
  if (file.readUInt16LE(end + 8) !== count) return refuse('it is one of several parts. Pack it as one file.')
  const entries: ZipEntry[] = []
  let at = start
  for (let index = 0; index < count; index++) {
    if (at + entryBytes > end || file.readUInt32LE(at) !== entrySignature) return refuse('its directory is damaged.')
    const nameEnd = at + entryBytes + file.readUInt16LE(at + 28)
    const next = nameEnd + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
    if (next > end) return refuse('its directory is damaged.')
    entries.push(entryAt(file, at, file.subarray(at + entryBytes, nameEnd)))
    at = next
  }
  return entries
}
