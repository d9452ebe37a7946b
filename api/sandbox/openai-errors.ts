import type { ModelConfig } from '../../config/types.gen.ts'
import { lengthOf } from '../domain/prompt-text.ts'
import { brokenSizeRules, parseSize } from '../domain/size.ts'
import { isRetired } from '../domain/tier.ts'
import type { Fault, FaultKind } from './faults.ts'
import type { ParameterProblem } from './parameters.ts'
import { type Reply, bearerOf, isValidKey, json, show } from './reply.ts'

/** OpenAI's words for what it refuses. Source: OpenAI API reference and answers seen in public code. */

export interface OpenAiRefusal {
  status: number
  message: string
  code: string | null
  param?: string | null
  type?: string
  headers?: Record<string, string>
}

export const refuse = ({
  status,
  message,
  code,
  param = null,
  type = 'invalid_request_error',
  headers,
}: OpenAiRefusal): Reply => json(status, { error: { message, type, param, code } }, headers)

/** Why a call without a usable key is refused; undefined where the key will do. */
export function keyRefusal(authorization: string | undefined): OpenAiRefusal | undefined {
  const key = bearerOf(authorization)
  if (key === null) {
    return {
      status: 401,
      code: null,
      message:
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    }
  }
  if (isValidKey(key)) return undefined
  const masked = `${key.slice(0, 7)}${'*'.repeat(8)}${key.slice(-4)}`
  return {
    status: 401,
    code: 'invalid_api_key',
    message: `Incorrect API key provided: ${masked}. You can find your API key at https://platform.openai.com/account/api-keys.`,
  }
}

export const notJson: OpenAiRefusal = {
  status: 400,
  code: null,
  message:
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)",
}

const noModel: OpenAiRefusal = { status: 400, code: null, message: 'you must provide a model parameter' }

/** GET /models/ID of a model that is not there. */
export const modelMissing = (name: string): OpenAiRefusal => ({
  status: 404,
  code: 'model_not_found',
  param: 'model',
  message: `The model '${name}' does not exist`,
})

/** Why OpenAI has no model of this name at an endpoint: none was named, it is gone, or it is for another endpoint. */
export function modelRefusal(
  name: unknown,
  endpoint: 'image' | 'text',
  all: ModelConfig[],
  today: string | null,
): OpenAiRefusal {
  if (name === undefined || name === null || name === '') return noModel
  const isServed = (model: ModelConfig): boolean => today === null || !isRetired(model, today)
  const found = all.find((model) => model.model_name === name)
  if (!found || !isServed(found)) {
    return {
      status: 404,
      code: 'model_not_found',
      message: found
        ? `The model \`${show(name)}\` has been deprecated, learn more here: https://platform.openai.com/docs/deprecations`
        : `The model \`${show(name)}\` does not exist or you do not have access to it.`,
    }
  }
  if (endpoint === 'text') {
    return {
      status: 404,
      code: null,
      param: 'model',
      message:
        'This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?',
    }
  }
  const drawing = all
    .filter((model) => model.model_type === 'image' && isServed(model))
    .map((model) => model.model_name)
  return invalid('invalid_value', 'model', `Invalid value: '${show(name)}'. Supported values are: ${quoted(drawing)}.`)
}

/** What OpenAI does and the sandbox does not. It says so, rather than leave out what was asked for. */
export const notPlayed = (field: string): OpenAiRefusal => ({
  status: 400,
  code: 'unsupported_parameter',
  param: field,
  message: `Unsupported parameter: '${field}' is not supported by the sandbox, which answers whole and at once. OpenAI itself takes it.`,
})

const quoted = (values: unknown): string => {
  const all = (Array.isArray(values) ? values : [values]).map((value) => `'${show(value)}'`)
  return all.length > 2 ? `${all.slice(0, -1).join(', ')}, and ${all.at(-1)}` : all.join(' and ')
}

const invalid = (code: string, param: string, message: string): OpenAiRefusal => ({ status: 400, code, param, message })

/** A broken rule of the parameter set as OpenAI says it. */
export function parameterRefusal({ kind, field, rule, schema, value }: ParameterProblem): OpenAiRefusal {
  const noun = schema['type'] === 'integer' ? 'integer' : 'decimal'
  switch (kind) {
    case 'unknown':
      return invalid('unknown_parameter', field, `Unknown parameter: '${field}'.`)
    case 'missing':
      return invalid('missing_required_parameter', field, `Missing required parameter: '${field}'.`)
    case 'type':
      return invalid(
        'invalid_type',
        field,
        `Invalid type for '${field}': expected ${show(rule)}, but got ${Array.isArray(value) ? 'array' : typeof value} instead.`,
      )
    case 'value':
      return invalid('invalid_value', field, `Invalid value: '${show(value)}'. Supported values are: ${quoted(rule)}.`)
    case 'below':
      return invalid(
        `${noun}_below_min_value`,
        field,
        `Invalid '${field}': ${noun} below minimum value. Expected a value >= ${show(rule)}, but got ${show(value)} instead.`,
      )
    case 'above':
      return invalid(
        `${noun}_above_max_value`,
        field,
        `Invalid '${field}': ${noun} above maximum value. Expected a value <= ${show(rule)}, but got ${show(value)} instead.`,
      )
    case 'short':
      if (Array.isArray(value))
        return invalid(
          'empty_array',
          field,
          `Invalid '${field}': empty array. Expected an array with minimum length ${show(rule)}, but got an empty array instead.`,
        )
      return invalid(
        'string_below_min_length',
        field,
        `Invalid '${field}': string too short. Expected a string with minimum length ${show(rule)}, but got a shorter one instead.`,
      )
    case 'long':
      return invalid(
        'string_above_max_length',
        field,
        `Invalid '${field}': string too long. Expected a string with maximum length ${show(rule)}, but got a string with length ${lengthOf(show(value))} instead.`,
      )
    case 'combination':
      return invalid('invalid_value', field, `The parameters ${field} cannot be used together.`)
  }
}

/** Why a model does not draw in this size; undefined where it does. */
export function sizeRefusal(text: string, model: ModelConfig): OpenAiRefusal | undefined {
  const size = parseSize(text)
  if (model.valid_sizes) {
    return model.valid_sizes.includes(text)
      ? undefined
      : invalid(
          'invalid_value',
          'size',
          `Invalid value: '${text}'. Supported values are: ${quoted(model.valid_sizes)}.`,
        )
  }
  const wrong = (why: string) => invalid('invalid_value', 'size', `Invalid size '${text}'. ${why}`)
  if (!size) return wrong('Expected WIDTHxHEIGHT.')
  const {
    step = 1,
    max_side: edge,
    min_pixels: min,
    max_pixels: max,
    max_ratio: ratio,
  } = model.size_rules ?? { max_side: Infinity }
  if (size.width % step || size.height % step) return wrong(`Width and height must both be divisible by ${step}.`)
  if (Math.max(size.width, size.height) > edge) return wrong(`Neither side may be longer than ${edge} pixels.`)
  if (ratio !== undefined && Math.max(size.width, size.height) > ratio * Math.min(size.width, size.height))
    return wrong(`The aspect ratio must be between 1:${ratio} and ${ratio}:1.`)
  return brokenSizeRules(size, model).length === 0
    ? undefined
    : wrong(`The total number of pixels must be between ${min ?? 1} and ${max ?? 'any'}.`)
}

const waitFor = (retryAfterMs: number): Record<string, string> => ({
  'retry-after': String(Math.ceil(retryAfterMs / 1000)),
  'retry-after-ms': String(retryAfterMs),
})

const rateLimited = (retryAfterMs = 1000): OpenAiRefusal => ({
  status: 429,
  type: 'requests',
  code: 'rate_limit_exceeded',
  message: 'Rate limit reached for requests. Please try again later.',
  headers: { ...waitFor(retryAfterMs), 'x-ratelimit-remaining-requests': '0' },
})

const faultRefusals: Partial<Record<FaultKind, (fault: Fault) => OpenAiRefusal>> = {
  'rate-limit': ({ retryAfterMs }) => rateLimited(retryAfterMs),
  'no-credits': () => ({
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
  }),
  fail: ({ status = 500, code = 'server_error', retryAfterMs }) => ({
    status,
    type: 'server_error',
    code,
    message: 'The server had an error while processing your request. Sorry about that!',
    ...(retryAfterMs !== undefined && { headers: waitFor(retryAfterMs) }),
  }),
  blocked: () => ({
    status: 400,
    type: 'image_generation_user_error',
    code: 'moderation_blocked',
    message:
      'Your request was rejected by the safety system. If you believe this is an error, contact us at help.openai.com.',
  }),
}

/** A fault as OpenAI words it, where it is one that leaves no answer. */
export const faultRefusal = (fault: Fault): OpenAiRefusal | undefined => faultRefusals[fault.kind]?.(fault)
