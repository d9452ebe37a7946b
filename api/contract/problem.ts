import type { AppError, ErrorCode } from '../domain/error.ts'
import type { Problem } from './types.gen.ts'

/** Status and title of every error code. */
const kinds = {
  invalid: { status: 422, title: 'Not valid' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  refused: { status: 409, title: 'Refused' },
  too_many: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Unavailable' },
} as const satisfies Record<ErrorCode, { status: number; title: string }>

/** Errors of HTTP itself, for which the domain has no code. */
const httpTitles: Record<number, string> = {
  400: 'Bad request',
  403: 'Not allowed',
  405: 'Method not allowed',
  413: 'Too large',
  415: 'Unsupported content type',
  421: 'Misdirected request',
  500: 'Internal error',
}

/** An AppError as it is sent. */
export function problemOf(error: AppError, requestId: string): Problem {
  const { status, title } = kinds[error.code]
  const hasFields = Object.keys(error.fields).length > 0
  return {
    type: `/problems/${error.code}`,
    title,
    status,
    detail: error.message,
    requestId,
    ...(hasFields ? { errors: error.fields } : {}),
  }
}

/** An error of HTTP itself as it is sent. */
export function httpProblem(status: number, detail: string, requestId: string): Problem {
  return { type: 'about:blank', title: httpTitles[status] ?? 'Error', status, detail, requestId }
}

/** The answer that carries a problem. A request that is too large is not read to its end, so its connection is of no more use. */
export function problemResponse(problem: Problem, retryAfterSeconds: number | null = null): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(problem.status === 413 ? { connection: 'close' } : {}),
    },
  })
}
