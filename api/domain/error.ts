/** What went wrong, seen from the person who asked. Each code has one HTTP status, in `contract/problem.ts`. */
export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'refused'
  | 'too_many'
  | 'unavailable'

/**
 * A refusal a person can act on. `message` is shown to them as it is: what happened, where, what to do now.
 * Anything else that is thrown is a defect, and its text never leaves the process.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  /** Message by field name, for forms. */
  readonly fields: Record<string, string>
  /** When asking again may help, in seconds from now; null where time changes nothing. */
  readonly retryAfterSeconds: number | null

  constructor(
    code: ErrorCode,
    message: string,
    options: { fields?: Record<string, string>; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.fields = options.fields ?? {}
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}

/** The text of anything thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  // The embedded database throws objects of its own for files that it cannot write.
  return typeof thrown === 'object' && thrown !== null ? JSON.stringify(thrown) : String(thrown)
}

/** The system's code for what went wrong underneath, such as ENOENT, however deep it was wrapped. Null where it has none. */
export function systemCodeOf(thrown: unknown): string | null {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string') return error.code
    if (error instanceof AggregateError && error.errors.length > 0) return systemCodeOf(error.errors[0])
  }
  return null
}
