import type { Operation } from './operation.ts'

/** Live changes, the API's own description, and health. */
export const systemOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/events',
    tag: 'Live',
    summary: 'What changes, as it changes. Last-Event-ID resumes without a gap',
    query: 'events-query',
    status: 200,
    answer: {
      mediaType: 'text/event-stream',
      description: 'Server-sent events: `generations`, `images`, `contents`, `releases`, `models`.',
    },
  },
  {
    method: 'get',
    path: '/api/openapi.json',
    tag: 'About',
    summary: 'This description',
    status: 200,
    answer: { mediaType: 'application/json', description: 'OpenAPI 3.1.' },
    isPublic: true,
  },
  {
    method: 'get',
    path: '/api/docs',
    tag: 'About',
    summary: 'This description for people',
    status: 200,
    answer: { mediaType: 'text/html', description: 'A page.' },
    isPublic: true,
  },
  {
    method: 'get',
    path: '/healthz',
    tag: 'About',
    summary: 'Whether the process lives',
    status: 200,
    answer: { mediaType: 'application/json', description: '`{"ok": true}`.' },
    isPublic: true,
  },
  {
    method: 'get',
    path: '/readyz',
    tag: 'About',
    summary: 'Whether requests can be served; 503 where not',
    status: 200,
    answer: { mediaType: 'application/json', description: '`{"ok": true, "checks": {...}}`.' },
    isPublic: true,
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'About',
    summary: 'Numbers for Prometheus. From this machine, or with a session',
    status: 200,
    answer: { mediaType: 'text/plain', description: 'Prometheus text format.' },
  },
]
