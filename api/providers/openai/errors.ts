import { type ErrorClass, ProviderError } from '../../domain/provider-error.ts'
import type { JsonAnswer } from '../http.ts'
import { isObject, textIn } from '../json.ts'

/** Said more precisely by the code than by the status. A 429 of the first four never goes away by waiting. */
const byCode: Record<string, ErrorClass> = {
  insufficient_quota: 'credits',
  credit_balance_exhausted: 'credits',
  project_spend_limit_exceeded: 'credits',
  billing_hard_limit_reached: 'credits',
  moderation_blocked: 'moderation',
  content_policy_violation: 'moderation',
  content_filter: 'moderation',
  model_not_found: 'not_found',
  invalid_api_key: 'auth',
  rate_limit_exceeded: 'rate_limit',
  server_is_overloaded: 'upstream',
  slow_down: 'upstream',
}

function byStatus(status: number): ErrorClass {
  if (status === 401 || status === 403) return 'auth'
  if (status === 402) return 'credits'
  if (status === 404) return 'not_found'
  if (status === 408 || status === 504) return 'timeout'
  if (status === 429) return 'rate_limit'
  return status >= 500 ? 'upstream' : 'invalid_request'
}

/** The class of an error of the OpenAI protocol. */
export function openAiErrorClass(status: number, code: string | null, type: string | null): ErrorClass {
  const told = (code === null ? undefined : byCode[code]) ?? (type === null ? undefined : byCode[type])
  return told ?? byStatus(status)
}

/** The error an answer holds. Compatible gateways send `error` as a text, or no shape at all. */
export function openAiError(answer: JsonAnswer, providerName: string): ProviderError {
  const told = isObject(answer.body) ? answer.body['error'] : undefined
  const error = isObject(told) ? told : {}
  const code = textIn(error['code'])
  const type = textIn(error['type'])
  const shaped = told !== undefined && told !== null
  return new ProviderError({
    class: openAiErrorClass(answer.status, code, type),
    code: code ?? type,
    message:
      textIn(error['message']) ?? textIn(told) ?? `${providerName} answered ${answer.status} without saying why.`,
    status: answer.status,
    parameter: textIn(error['param']),
    requestId: answer.requestId,
    retryAfterMs: answer.retryAfterMs,
    // A gateway that gave up waiting cannot know what the provider behind it did and billed.
    outcomeUnknown: !shaped && (answer.status === 502 || answer.status === 504 || answer.status >= 520),
    raw: answer.body,
  })
}
