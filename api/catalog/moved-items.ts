/** Where the longest increasing run that ends with each number comes from; quadratic, and lists of a catalog are short. */
function longestIncreasing(ranks: readonly number[]): Set<number> {
  const lengths: number[] = []
  const previous: (number | undefined)[] = []
  for (const [index, rank] of ranks.entries()) {
    lengths[index] = 1
    for (let earlier = 0; earlier < index; earlier++) {
      const length = (lengths[earlier] ?? 0) + 1
      if ((ranks[earlier] ?? 0) < rank && length > (lengths[index] ?? 0)) {
        lengths[index] = length
        previous[index] = earlier
      }
    }
  }
  let at: number | undefined = lengths.indexOf(Math.max(...lengths))
  const kept = new Set<number>()
  while (at !== undefined && at >= 0) {
    kept.add(at)
    at = previous[at]
  }
  return kept
}

/** The fewest items that would have to be moved to bring one order into the other. Both hold the same items. */
export function movedItems<T>(before: readonly T[], after: readonly T[]): Set<T> {
  const rankOf = new Map(before.map((item, rank) => [item, rank]))
  const ranks = after.map((item) => rankOf.get(item) ?? -1)
  if (ranks.every((rank, index) => rank === index)) return new Set()
  const kept = longestIncreasing(ranks)
  return new Set(after.filter((_, index) => !kept.has(index)))
}
