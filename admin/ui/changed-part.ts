/** Two texts taken apart: what both begin and end with, and what lies between in each. */
export interface ChangedPart {
  start: string
  before: string
  after: string
  end: string
}

/** Finds where two texts differ, by whole words. */
export function changedPart(before: string, after: string): ChangedPart {
  const [one, other] = [before.split(/(?<=\s)/), after.split(/(?<=\s)/)]
  const shorter = Math.min(one.length, other.length)
  let start = 0
  while (start < shorter && one[start] === other[start]) start += 1
  let end = 0
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
  return {
    start: one.slice(0, start).join(''),
    before: one.slice(start, one.length - end).join(''),
    after: other.slice(start, other.length - end).join(''),
    end: one.slice(one.length - end).join(''),
  }
}
