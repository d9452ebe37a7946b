import { closeSync, openSync, readSync } from 'node:fs'

const slabBytes = 1_000_000

/**
 * Makes a reader of small files, of each at most one byte more than `bytesMax`. Asking for thousands of files one by
 * one and waiting for none of them takes a fifth of the time of promises, and one buffer for many of them a tenth of
 * the memory of one for each.
 */
export function fileReader(bytesMax: number): (path: string) => Uint8Array {
  let slab = Buffer.allocUnsafeSlow(slabBytes)
  let used = 0
  return (path) => {
    if (slab.length - used <= bytesMax) {
      slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, bytesMax + 1))
      used = 0
    }
    const file = openSync(path, 'r')
    try {
      const start = used
      for (;;) {
        const wanted = start + bytesMax + 1 - used
        const read = wanted > 0 ? readSync(file, slab, used, wanted, null) : 0
        used += read
        if (read < wanted || wanted === 0) return slab.subarray(start, used)
      }
    } finally {
      closeSync(file)
    }
  }
}
