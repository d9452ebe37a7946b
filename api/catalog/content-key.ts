import { createHash } from 'node:crypto'
import type { SourceFile } from './tree.ts'

/** What an answer depends on: words, and the names and bytes of files. Never a time: those lie after a checkout. */
export type KeyPart = string | readonly SourceFile[]

/** A name for an answer that differs as soon as anything differs that the answer was made of. */
export function contentKey(parts: readonly KeyPart[]): string {
  const hash = createHash('sha256')
  // Every part is told by its length from the next: `ab`, `c` is not `a`, `bc`.
  for (const part of parts) {
    if (typeof part === 'string') hash.update(`text ${part.length}\n${part}`)
    else {
      hash.update(`${part.length} files\n`)
      for (const { path, label, bytes } of part) {
        hash.update(`file ${bytes.length} ${JSON.stringify([path, label])}\n`)
        hash.update(bytes)
      }
    }
  }
  return hash.digest('hex')
}
