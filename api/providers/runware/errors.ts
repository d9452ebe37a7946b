import { type ErrorClass, ProviderError } from '../../domain/provider-error.ts'
import type { JsonAnswer } from '../http.ts'
import { type JsonObject, objectsIn, textIn } from '../json.ts'

/** Said more precisely by the code than by the status it comes with, which is mostly 400. */
const byCode: Record<string, ErrorClass> = {
  insufficientCredits: 'credits',
  // HTTP 400. Models that Runware does not host itself need a paid invoice or a minimum balance.
  thirdPartyInsufficientCredits: 'credits',
  invalidProviderContent: 'moderation',
  contentPolicyViolation: 'moderation',
  providerContentPolicyViolation: 'moderation',
  nsfwContentDetected: 'moderation',
  unsafeContentDetected: 'moderation',
  sensitiveContentDetected: 'moderation',
  promptBlocked: 'moderation',
  imageBlocked: 'moderation',
  moderationFailed: 'moderation',
}

/** The codes are being standardised by the provider, so families are known by their shape. First match wins. */
const byCodeShape: [RegExp, ErrorClass][] = [
  [/InsufficientCredits$/i, 'credits'],
  [/ApiKey$|^unauthorized$|^accountSuspended$|^forbidden$/i, 'auth'],
  [/RateLimitExceeded$/i, 'rate_limit'],
  [/^timeoutProvider$|timeout$/i, 'timeout'],
  [/^modelNotFound$|^unknownModel$|^taskNotFound$|Expired$/i, 'not_found'],
  [
    /^inferenceError$|^noAvailableServer$|^modelUnavailable$|^modelNotReady$|ServerError$|^serviceUnavailable$/i,
    'upstream',
  ],
  [/^(invalid|missing|unsupported|incompatible|mismatch|unknown|conflict|value|array)/, 'invalid_request'],
]

function byStatus(status: number): ErrorClass | null {
  if (status === 401 || status === 403) return 'auth'
  if (status === 402) return 'credits'
  if (status === 404) return 'not_found'
  if (status === 429) return 'rate_limit'
  if (status === 408 || status === 504) return 'timeout'
  return status >= 500 ? 'upstream' : null
}

/** The class of one of Runware's errors: by HTTP status, then code; the code first only where it says more. */
export function runwareErrorClass(status: number, code: string | null): ErrorClass {
  const told = (code === null ? undefined : byCode[code]) ?? byStatus(status)
  if (told) return told
  const shape = byCodeShape.find(([pattern]) => code !== null && pattern.test(code))
  return shape?.[1] ?? (status === 400 ? 'invalid_request' : 'upstream')
}

/** The errors of an answer. They may stand beside results, under HTTP 200; streaming routes send a single one. */
export function errorsIn(body: JsonObject): JsonObject[] {
  return [...objectsIn(body['errors']), ...objectsIn([body['error']])]
}

/** One entry of `errors`, with its own code and message. `parameter` may be a text or a list. */
export function runwareError(entry: JsonObject, answer: JsonAnswer, providerName: string): ProviderError {
  const code = textIn(entry['code'])
  const parameter = entry['parameter']
  return new ProviderError({
    class: runwareErrorClass(answer.status, code),
    code,
    message: textIn(entry['message']) ?? `${providerName} refused the task without saying why.`,
    status: answer.status,
    parameter: Array.isArray(parameter) ? parameter.join(', ') : textIn(parameter),
    requestId: textIn(entry['taskUUID']) ?? answer.requestId,
    retryAfterMs: answer.retryAfterMs,
    raw: entry,
  })
}

/** An error status without the provider's own error in it: something that stands before the provider answered. */
export function unshapedError(
  answer: JsonAnswer,
  providerName: string,
  classOf: (status: number) => ErrorClass,
): ProviderError {
  return new ProviderError({
    class: classOf(answer.status),
    code: null,
    message: `${providerName} answered ${answer.status} without saying why.`,
    status: answer.status,
    requestId: answer.requestId,
    retryAfterMs: answer.retryAfterMs,
    // A gateway that gave up waiting cannot know what the provider behind it did and billed.
    outcomeUnknown: answer.status === 502 || answer.status === 504 || answer.status >= 520,
    raw: answer.body,
  })
}
