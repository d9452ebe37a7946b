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

/** A file on its way out. Whoever opens one reads its stream to the end, or cancels it. */
export interface PictureFile {
  bytes: number
  /** Fails where it breaks off: it never ends early as if it were whole. */
  stream: ReadableStream<Uint8Array>
}

/** Keeps pictures by content. Writing the same bytes twice is one file. Throws ProviderError of class `storage`. */
export interface PictureStore {
  /** Durable when it resolves. A picture that is there already counts as put now. */
  put(picture: Picture): Promise<void>
  /** Whole, for who decodes it. Undefined where there is no such picture. */
  get(sha256: string, format: PictureFormat): Promise<Uint8Array | undefined>
  /** As it comes, for who passes it on. Undefined where there is no such picture. */
  open(sha256: string, format: PictureFormat): Promise<PictureFile | undefined>
  /** A smaller copy, at most this wide, as webp; made once and kept. Undefined where there is no such picture. */
  thumbnail(sha256: string, format: PictureFormat, widthPx: number): Promise<Uint8Array | undefined>
}

/** Addresses that browsers fetch pictures from themselves, so that their bytes do not pass through Atelier. */
export interface PictureAddresses {
  /** Where they all are, which a page has to allow. */
  origin: string
  /** For how long somebody may keep an address and still find the picture there. */
  keptSeconds: number
  /** Of a picture, or of its smaller copy where a width is given. Undefined where there is no such picture. */
  addressOf(sha256: string, format: PictureFormat, widthPx: number | null): Promise<string | undefined>
}

/** A picture in a store, as a look through the store finds it. */
export interface KeptPicture {
  sha256: string
  format: PictureFormat
  /** When it, or the newest of its smaller copies, was put. */
  putAt: Date
}

/** A store as who clears it up sees it. */
export interface PictureInventory {
  /** Where it is, for people. */
  place: string
  /** Page by page, each picture at least once. `next` is null on the last page. */
  list(cursor: string | null): Promise<{ pictures: KeptPicture[]; next: string | null }>
  /**
   * Removes a picture and its smaller copies, unless it was put since.
   * False where it was, or where nothing is there.
   */
  remove(sha256: string, format: PictureFormat, putBefore: Date): Promise<boolean>
  /** Leaves a note that a database keeps its pictures here. */
  noteDatabase(id: string): Promise<void>
  /** The databases that left a note. */
  databases(): Promise<string[]>
}
