import { createHash } from 'node:crypto'

/** Numbers that look random and are the same for the same words. */
export interface Chance {
  /** From `low` up to `high`. */
  between(low: number, high: number): number
  whole(low: number, high: number): number
  pick<T>(from: readonly [T, ...T[]]): T
}

/** Mulberry32, started by a hash of the words. Small, fast, and good enough for pictures. */
export function chanceOf(...words: (string | number)[]): Chance {
  let state = createHash('sha256').update(words.join('\u0000')).digest().readUInt32LE(0)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    between: (low, high) => low + next() * (high - low),
    whole: (low, high) => Math.floor(low + next() * (high - low + 1)),
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
  }
}
