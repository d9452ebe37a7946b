/** How much two texts share: the words in both over the words in either, 0 to 1. Characters count where words are not spaced. */
export function wordSimilarity(a: string, b: string): number {
  const first = wordsOf(a)
  const second = wordsOf(b)
  const shared = [...first].filter((word) => second.has(word)).length
  const all = first.size + second.size - shared
  return all === 0 ? 1 : shared / all
}

function wordsOf(text: string): Set<string> {
  return new Set(
    text.toLowerCase().match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? [],
  )
}
