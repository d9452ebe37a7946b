/** A line that is in one of two texts only. */
export interface ChangedLine {
  mark: '-' | '+'
  text: string
}

/** Comparing takes the product of both numbers of lines; beyond that, all of them count as changed. */
const comparedMax = 4_000_000

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/))

/** For each pair of lines from which on to read: how many lines the rest of both texts has in common. */
function commonCounts(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const counts = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1))
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const [here, below] = [counts[row], counts[row + 1]]
      if (!here || !below) continue
      here[column] =
        before[row] === after[column]
          ? (below[column + 1] ?? 0) + 1
          : Math.max(below[column] ?? 0, here[column + 1] ?? 0)
    }
  }
  return counts
}

/** The lines that differ between two texts, in their order. Ends of lines are not compared. */
export function changedLines(before: string, after: string): ChangedLine[] {
  const [old, now] = [linesOf(before), linesOf(after)]
  const removed = (text: string): ChangedLine => ({ mark: '-', text })
  const added = (text: string): ChangedLine => ({ mark: '+', text })
  if (old.length * now.length > comparedMax) return [...old.map(removed), ...now.map(added)]
  const counts = commonCounts(old, now)
  const result: ChangedLine[] = []
  let [row, column] = [0, 0]
  while (row < old.length || column < now.length) {
    const [was, is] = [old[row], now[column]]
    if (was !== undefined && was === is) [row, column] = [row + 1, column + 1]
    else if (
      was !== undefined &&
      (is === undefined || (counts[row + 1]?.[column] ?? 0) >= (counts[row]?.[column + 1] ?? 0))
    ) {
      result.push(removed(was))
      row++
    } else if (is !== undefined) {
      result.push(added(is))
      column++
    }
  }
  return result
}
