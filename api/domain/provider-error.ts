/** Why a generation did not become a picture. The class decides what happens next. */
export const errorClasses = [
  'invalid_request',
  'moderation',
  'auth',
  'credits',
  'rate_limit',
  'upstream',
  'timeout',
  'not_found',
  'storage',
] as const
export type ErrorClass = (typeof errorClasses)[number]

/** Why nothing is sent to a provider: the class of an error, or `operator` where a person wanted it so. */
export type PauseClass = ErrorClass | 'operator'

/** Classes that may go away by themselves. The rest need a person: another prompt, a key, credits, another model. */
const retryableClasses: ReadonlySet<ErrorClass> = new Set(['rate_limit', 'upstream', 'timeout', 'storage'])

export interface ProviderErrorDetail {
  class: ErrorClass
  /** The provider's own code and message, never reworded: support will ask for them. */
  code: string | null
  message: string
  /** HTTP status; null where no answer came. */
  status?: number | null
  /** The request field the provider complains about. */
  parameter?: string | null
  requestId?: string | null
  /** How long the provider asks us to wait, in milliseconds. */
  retryAfterMs?: number | null
  /**
   * Whether the call can have reached the provider and been billed without our knowing. True for a timeout, a
   * connection lost after sending, or a gateway that gave up on the provider; false for the provider's own answer
   * and for a connection that was refused.
   */
  outcomeUnknown?: boolean
  /** US dollars charged although there is no picture to use, such as for one that was marked unsafe. */
  costUsd?: number | null
  /** The provider's answer as it came, for the operator. Never holds a key. */
  raw?: unknown
  cause?: unknown
}

/** One shape for every provider's errors. */
export class ProviderError extends Error {
  readonly class: ErrorClass
  readonly code: string | null
  readonly status: number | null
  readonly parameter: string | null
  readonly requestId: string | null
  readonly retryAfterMs: number | null
  readonly outcomeUnknown: boolean
  readonly costUsd: number | null
  readonly raw: unknown

  constructor(detail: ProviderErrorDetail) {
    super(detail.message, { cause: detail.cause })
    this.name = 'ProviderError'
    this.class = detail.class
    this.code = detail.code
    this.status = detail.status ?? null
    this.parameter = detail.parameter ?? null
    this.requestId = detail.requestId ?? null
    this.retryAfterMs = detail.retryAfterMs ?? null
    this.outcomeUnknown = detail.outcomeUnknown ?? false
    this.costUsd = detail.costUsd ?? null
    this.raw = detail.raw ?? null
  }

  get retryable(): boolean {
    return retryableClasses.has(this.class)
  }
}
