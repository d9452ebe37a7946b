import type { PictureFormat } from '../domain/image-provider.ts'

/** Wider than any thumbnail that is asked for, so that no request can have a picture made larger. */
const thumbnailWidthMaxPx = 4096

const keyPattern = /^([0-9a-f]{2})\/([0-9a-f]{2})\/(\1\2[0-9a-f]{60})\.(webp|png|jpeg)(?:\.\d{1,4}\.webp)?$/

/** Where a picture is in any store. Undefined for anything that is no hash: it could be a way out of the store. */
export const keyOf = (sha256: string, format: PictureFormat): string | undefined =>
  /^[0-9a-f]{64}$/.test(sha256) && /^(webp|png|jpeg)$/.test(format)
    ? `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}.${format}`
    : undefined

/** Where a picture's smaller copy is. Undefined where there can be none. */
export function thumbnailKeyOf(sha256: string, format: PictureFormat, widthPx: number): string | undefined {
  const key = keyOf(sha256, format)
  const isWidth = Number.isInteger(widthPx) && widthPx >= 1 && widthPx <= thumbnailWidthMaxPx
  return key !== undefined && isWidth ? `${key}.${widthPx}.webp` : undefined
}

/** The key of a picture, or throws: what is put has been read, and so has a hash. */
export function requiredKeyOf(sha256: string, format: PictureFormat): string {
  const key = keyOf(sha256, format)
  if (key === undefined) throw new Error(`"${sha256}" is not a SHA-256 in hexadecimal.`)
  return key
}

/** The picture that a key is of, be it the picture's own or a smaller copy's. Undefined for keys of anything else. */
export function pictureAt(key: string): { sha256: string; format: PictureFormat } | undefined {
  const [, , , sha256, format] = keyPattern.exec(key) ?? []
  return sha256 === undefined || format === undefined ? undefined : { sha256, format: format as PictureFormat }
}
