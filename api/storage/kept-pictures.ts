import type { KeptPicture } from '../domain/picture-store.ts'
import { pictureAt } from './picture-key.ts'

/** A file of a store. */
export interface KeptFile {
  key: string
  putAt: Date
}

/** Files as the pictures that they are of, each with the time of its newest file. What is no picture is left out. */
export function picturesOf(files: readonly KeptFile[]): KeptPicture[] {
  const pictures = new Map<string, KeptPicture>()
  for (const { key, putAt } of files) {
    const picture = pictureAt(key)
    if (!picture) continue
    const name = `${picture.sha256}.${picture.format}`
    const known = pictures.get(name)
    if (!known || known.putAt < putAt) pictures.set(name, { ...picture, putAt })
  }
  return [...pictures.values()]
}
