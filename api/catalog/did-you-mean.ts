/** Edits between two words: insert, delete, replace, or swap two neighbours (optimal string alignment). */
function editDistance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1)
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return last[other.length] ?? 0
}

/** Longer texts are no typing slips, and the distance costs time by the square of the length. */
const longestWord = 100

interface NearWord {
  candidate: string
  distance: number
}

/** The candidates that a slip could have made a word of, nearest first. */
function nearWords(word: string, candidates: Iterable<string>): NearWord[] {
  if (word.length > longestWord) return []
  const distanceMax = Math.min(2, Math.max(1, Math.floor(word.length / 3)))
  const near: NearWord[] = []
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) > distanceMax) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance <= distanceMax) near.push({ candidate, distance })
  }
  return near.toSorted((one, other) => one.distance - other.distance)
}

/** The candidate that was probably meant; undefined where none is near. */
export const nearestWord = (word: string, candidates: Iterable<string>): string | undefined =>
  nearWords(word, candidates)[0]?.candidate

/** Of a shorter word, one letter is too much of it to call another one a slip. */
const shortestSlip = 4
const digitsOf = (word: string): string => word.replaceAll(/\D/g, '')

/**
 * The only candidate that can have been meant: no other one is near, or it differs in capitals alone. Digits must be
 * the same, since another number is another thing and not a slip.
 */
export function onlyNearWord(word: string, candidates: Iterable<string>): string | undefined {
  const near = nearWords(word, candidates)
  const [only, ...others] = near.some(({ distance }) => distance === 0)
    ? near.filter(({ distance }) => distance === 0)
    : near.filter(() => word.length >= shortestSlip)
  if (!only || others.length > 0 || digitsOf(only.candidate) !== digitsOf(word)) return undefined
  return only.candidate
}

/** The word that must have been meant instead of one that is not there, as a check tells it. */
export function wordMend(word: string, candidates: Iterable<string>): { from: string; to: string } | undefined {
  const meant = onlyNearWord(word, candidates)
  return meant === undefined ? undefined : { from: word, to: meant }
}

/** A list for people: at most `count` names, then how many more. */
export function nameList(names: readonly string[], count = 12): string {
  const shown = names.slice(0, count).join(', ')
  return names.length > count ? `${shown} and ${names.length - count} more` : shown
}

/** `Did you mean "x"?` where one is near, else the whole list. */
export function suggestion(word: string, candidates: readonly string[], listName: string): string | undefined {
  const nearest = nearestWord(word, candidates)
  if (nearest !== undefined) return `Did you mean "${nearest}"?`
  return candidates.length > 0 ? `${listName}: ${nameList(candidates)}.` : undefined
}
