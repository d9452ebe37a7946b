import type { PictureFormat } from './image-provider.ts'

/** A finished picture: sniffed, decoded and measured. */
export interface StoredPicture {
  /** SHA-256 of the bytes, in hexadecimal. The name of the file and its identity. */
  sha256: string
  format: PictureFormat
  width: number
  height: number
  bytes: number
}

/** What `readPicture` promises about bytes it let through. */
export interface Picture extends StoredPicture {
  content: Uint8Array
}

/** Keeps pictures by content. Writing the same bytes twice is one file. */
export interface PictureStore {
  /** Durable when it resolves. Throws ProviderError of class `storage` when the disk is full or not writable. */
  put(picture: Picture): Promise<void>
  /** Undefined where there is no such picture. */
  get(sha256: string, format: PictureFormat): Promise<Uint8Array | undefined>
  /** A smaller copy, at most this wide, as webp; made once and kept. Undefined where there is no such picture. */
  thumbnail(sha256: string, format: PictureFormat, widthPx: number): Promise<Uint8Array | undefined>
}
