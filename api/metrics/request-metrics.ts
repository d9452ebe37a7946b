import { Histogram, type Registry } from 'prom-client'

/** Counts and times requests. */
export function requestMetrics(registry: Registry) {
  const durations = new Histogram({
    name: 'atelier_http_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return (method: string, route: string, status: number, seconds: number): void =>
    durations.observe({ method, route, status }, seconds)
}
