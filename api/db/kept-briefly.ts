/** Counting is what costs: everyone who looks within this time sees the same numbers. */
const keptForMs = 5000

/** Reads at most every five seconds. Many who ask at once cause one query. */
export function keepBriefly<T>(read: (now: Date) => Promise<T>) {
  let kept: { at: number; value: Promise<T> } | undefined
  return {
    get(now: Date): Promise<T> {
      if (kept && Math.abs(now.getTime() - kept.at) < keptForMs) return kept.value
      const value = read(now)
      const own = { at: now.getTime(), value }
      kept = own
      value.catch(() => {
        if (kept === own) kept = undefined
      })
      return value
    },
    /** For who has just changed what is kept. */
    forget(): void {
      kept = undefined
    },
  }
}
