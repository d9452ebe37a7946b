/** One measure over time. */
export interface Series {
  name: string
  unit: 'MB' | 'KB' | 'B' | 'ms' | '' | '%'
  /** Grows with the pictures that are made, as a history does: its size for each picture must not grow. */
  isPerPicture: boolean
  /** In the order in which they were taken, with the minutes since the beginning. */
  points: readonly { minutes: number; value: number }[]
}

export interface Trend {
  first: number
  median: number
  /** Median of the second quarter: by then caches and pools are as full as they get. */
  early: number
  /** Median of the last quarter. */
  late: number
  /** By least squares over all but the first quarter. */
  perHour: number
  isFlat: boolean
}

/** What a measure may grow by beyond a tenth: less than this is noise of its kind. */
const allowances: Record<Series['unit'], number> = { MB: 8, KB: 256, B: 200, ms: 50, '': 3, '%': 10 }

export function medianOfNumbers(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

function slopePerHour(points: readonly { minutes: number; value: number }[]): number {
  const count = points.length
  const meanX = points.reduce((sum, { minutes }) => sum + minutes, 0) / count
  const meanY = points.reduce((sum, { value }) => sum + value, 0) / count
  const over = points.reduce((sum, { minutes, value }) => sum + (minutes - meanX) * (value - meanY), 0)
  const under = points.reduce((sum, { minutes }) => sum + (minutes - meanX) ** 2, 0)
  return under === 0 ? 0 : (over / under) * 60
}

/**
 * Whether a measure stays what it is. It does where the median of the last quarter is at most a tenth, and what is noise in
 * its unit, above the median of the second quarter.
 */
export function trendOf({ points, unit }: Series): Trend {
  const part = (from: number, to: number) =>
    medianOfNumbers(
      points
        .slice(Math.floor(points.length * from), Math.max(1, Math.ceil(points.length * to)))
        .map(({ value }) => value),
    )
  const early = part(0.25, 0.5)
  const late = part(0.75, 1)
  return {
    first: points[0]?.value ?? Number.NaN,
    median: part(0, 1),
    early,
    late,
    perHour: slopePerHour(points.slice(Math.floor(points.length / 4))),
    isFlat: late <= early * 1.1 + allowances[unit],
  }
}
