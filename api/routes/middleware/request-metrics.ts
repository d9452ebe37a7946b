/** Upper bounds in seconds. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

interface Series {
  labels: string
  count: number
  sumSeconds: number
  /** Requests per bucket, not cumulative. */
  perBucket: number[]
}

/** Counts and times requests by route, never by path: paths are without end. */
export function createRequestMetrics() {
  const series = new Map<string, Series>()
  return {
    record(method: string, route: string, status: number, seconds: number): void {
      const labels = `method="${method}",route="${route.replaceAll(/["\\\n]/g, '_')}",status="${status}"`
      const one = series.get(labels) ?? { labels, count: 0, sumSeconds: 0, perBucket: buckets.map(() => 0) }
      series.set(labels, one)
      one.count += 1
      one.sumSeconds += seconds
      const bucket = buckets.findIndex((bound) => seconds <= bound)
      if (bucket >= 0) one.perBucket[bucket] = (one.perBucket[bucket] ?? 0) + 1
    },

    /** Prometheus text. */
    lines(): string[] {
      const name = 'atelier_http_request_duration_seconds'
      const lines = [`# HELP ${name} Time to answer a request.`, `# TYPE ${name} histogram`]
      for (const { labels, count, sumSeconds, perBucket } of series.values()) {
        let total = 0
        for (const [index, bound] of buckets.entries()) {
          total += perBucket[index] ?? 0
          lines.push(`${name}_bucket{${labels},le="${bound}"} ${total}`)
        }
        lines.push(
          `${name}_bucket{${labels},le="+Inf"} ${count}`,
          `${name}_sum{${labels}} ${sumSeconds}`,
          `${name}_count{${labels}} ${count}`,
        )
      }
      return lines
    },
  }
}

export type RequestMetrics = ReturnType<typeof createRequestMetrics>
