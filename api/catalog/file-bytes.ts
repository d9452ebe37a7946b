import { closeSync, openSync, readSync } from 'node:fs'

const slabBytes = 250_000

/**
 * Makes a reader of small files, of each at most one byte more than `bytesMax`. Asking for thousands of files one by
 * one and waiting for none of them takes a fifth of the time of promises, and a buffer for many of them a tenth of the
 * memory of one for each.
 */
export function fileReader(bytesMax: number): (path: string) => Uint8Array {
  const scratch = Buffer.allocUnsafeSlow(bytesMax + 1)
  let slab = Buffer.alloc(0)
  let used = 0
  const kept = (length: number): Uint8Array => {
    if (slab.length - used < length) {
      slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, length))
      used = 0
    }
    scratch.copy(slab, used, 0, length)
    used += length
    return slab.subarray(used - length, used)
  }
  return (path) => {
    const file = openSync(path, 'r')
    try {
      let length = 0
      for (;;) {
        const wanted = scratch.length - length
        const read = wanted > 0 ? readSync(file, scratch, length, wanted, null) : 0
        length += read
        if (read < wanted || wanted === 0) return kept(length)
      }
    } finally {
      closeSync(file)
    }
  }
}
