/** How often each word of some texts occurs, in lower case. */
export function wordCounts(texts: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const word of text.toLowerCase().match(/[\p{L}\p{M}’'-]+/gu) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}

/** How many words match a stem, and how many stems are matched. */
export function stemHits(stems: string[], words: Map<string, number>): { words: number; stems: number } {
  const hit = new Set<string>()
  let hits = 0
  for (const [word, count] of words) {
    const stem = stems.find((it) => matches(it, word))
    if (stem === undefined) continue
    hit.add(stem)
    // One word said often tells less than many words of one field.
    hits += Math.min(count, 6)
  }
  return { words: hits, stems: hit.size }
}

function matches(stem: string, word: string): boolean {
  return stem.endsWith('$') ? word === stem.slice(0, -1) : word.startsWith(stem)
}
