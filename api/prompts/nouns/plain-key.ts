/** A word in lower case and without the "s" of a plural. */
export function plainKey(word: string): string {
  const lower = word.toLowerCase()
  return lower.length > 3 ? lower.replace(/(?<!s)s$/, '') : lower
}
