import { describe, expect, it } from 'vitest'
import type { ErrorClass } from '../../../api/domain/provider-error.ts'
import { openAiError, openAiErrorClass } from '../../../api/providers/openai/errors.ts'
import { runwareErrorClass } from '../../../api/providers/runware/errors.ts'
import { taskOutcome } from '../../../api/providers/runware/response.ts'
import { planFor, shippedCatalog } from '../../support/catalog.ts'

const catalog = await shippedCatalog()

describe('a Runware error', () => {
  it.each<[number, string | null, ErrorClass]>([
    [401, 'invalidApiKey', 'auth'],
    [400, 'missingApiKey', 'auth'],
    [403, 'accountSuspended', 'auth'],
    [402, 'insufficientCredits', 'credits'],
    [402, null, 'credits'],
    [400, 'thirdPartyInsufficientCredits', 'credits'],
    [400, 'imageInferenceInsufficientCredits', 'credits'],
    [400, 'invalidCustomWidth', 'invalid_request'],
    [400, 'invalidPositivePromptLength', 'invalid_request'],
    [400, 'unsupportedParameter', 'invalid_request'],
    [400, 'incompatibleParameters', 'invalid_request'],
    [400, 'mismatchProviderSettingsProvider', 'invalid_request'],
    [400, 'missingPositivePrompt', 'invalid_request'],
    [400, 'valueTooLarge', 'invalid_request'],
    [400, 'somethingNew', 'invalid_request'],
    [200, 'invalidCustomHeight', 'invalid_request'],
    [400, 'invalidProviderContent', 'moderation'],
    [200, 'invalidProviderContent', 'moderation'],
    [403, 'contentPolicyViolation', 'moderation'],
    [400, 'nsfwContentDetected', 'moderation'],
    [429, 'rateLimitExceeded', 'rate_limit'],
    [200, 'providerRateLimitExceeded', 'rate_limit'],
    [200, 'timeoutProvider', 'timeout'],
    [400, 'providerGatewayTimeout', 'timeout'],
    [504, null, 'timeout'],
    [500, 'internalServerError', 'upstream'],
    [503, 'serviceUnavailable', 'upstream'],
    [200, 'inferenceError', 'upstream'],
    [400, 'modelUnavailable', 'upstream'],
    [200, 'somethingNew', 'upstream'],
    [404, 'modelNotFound', 'not_found'],
    [400, 'unknownModel', 'not_found'],
    [400, 'taskNotFound', 'not_found'],
  ])('of status %i and code %s is of class %s', (status, code, expected) => {
    expect(runwareErrorClass(status, code)).toBe(expected)
  })

  const plan = planFor(catalog, 'bria:10@1')
  const outcome = (status: number, body: unknown) =>
    taskOutcome({ status, body, requestId: null, retryAfterMs: null }, plan, plan.taskId, 'Runware')

  it('keeps the code, message, parameters and task id as they came', () => {
    const entry = {
      code: 'invalidCustomHeight',
      message: 'Invalid height.',
      parameter: ['width', 'height'],
      min: 128,
      taskUUID: plan.taskId,
    }
    expect(outcome(400, { errors: [entry] })).toMatchObject({
      status: 'failed',
      error: {
        class: 'invalid_request',
        code: 'invalidCustomHeight',
        message: 'Invalid height.',
        parameter: 'width, height',
        requestId: plan.taskId,
        status: 400,
        outcomeUnknown: false,
        raw: entry,
      },
    })
  })

  it('in an answer of status 200 is an error, retryable where the provider timed out', () => {
    const answer = outcome(200, {
      data: [],
      errors: [
        {
          code: 'timeoutProvider',
          status: 'error',
          message: 'The external provider did not respond.',
          taskUUID: plan.taskId,
        },
      ],
    })
    expect(answer).toMatchObject({
      status: 'failed',
      error: { class: 'timeout', code: 'timeoutProvider', retryable: true },
    })
  })

  it('nested in a result counts as one', () => {
    const answer = outcome(200, {
      data: [{ taskUUID: plan.taskId, status: 'error', error: { code: 'inferenceError', message: 'It broke.' } }],
    })
    expect(answer).toMatchObject({
      status: 'failed',
      error: { class: 'upstream', code: 'inferenceError', message: 'It broke.' },
    })
  })

  it('of another task in the same answer is not ours', () => {
    const answer = outcome(200, {
      data: [
        { taskUUID: 'other', imageURL: 'https://im.runware.ai/other.webp' },
        { taskUUID: plan.taskId, imageUUID: 'i', imageURL: 'https://im.runware.ai/ours.webp', cost: 0.04, seed: 5 },
      ],
      errors: [{ code: 'inferenceError', message: 'Not ours.', taskUUID: 'third' }],
    })
    expect(answer).toMatchObject({
      status: 'succeeded',
      picture: {
        source: { kind: 'url', url: 'https://im.runware.ai/ours.webp' },
        costUsd: 0.04,
        costSource: 'provider',
        seed: 5,
      },
    })
  })

  it('is what a picture marked unsafe counts as', () => {
    const answer = outcome(200, {
      data: [{ taskUUID: plan.taskId, imageURL: 'https://im.runware.ai/a.webp', NSFWContent: true }],
    })
    expect(answer).toMatchObject({ status: 'failed', error: { class: 'moderation' } })
  })

  it('leaves open what happened where a gateway answered and not the provider', () => {
    expect(outcome(502, '<html>Bad gateway</html>')).toMatchObject({
      error: { class: 'upstream', outcomeUnknown: true },
    })
    expect(outcome(503, '<html>Busy</html>')).toMatchObject({ error: { class: 'upstream', outcomeUnknown: false } })
  })
})

describe('a Runware picture', () => {
  const plan = planFor(catalog, 'bria:10@1')
  const outcome = (item: object) =>
    taskOutcome(
      { status: 200, body: { data: [{ taskUUID: plan.taskId, ...item }] }, requestId: null, retryAfterMs: null },
      plan,
      plan.taskId,
      'Runware',
    )

  it('costs what the catalog says where the answer does not', () => {
    expect(outcome({ imageURL: 'https://im.runware.ai/a.webp' })).toMatchObject({
      picture: { costUsd: 0.04, costSource: 'catalog', seed: null },
    })
  })

  it('may come as base64 or as a data URI, whose bytes do not stay in the raw answer', () => {
    const base64 = Buffer.alloc(3000, 1).toString('base64')
    for (const item of [{ imageBase64Data: base64 }, { imageDataURI: `data:image/webp;base64,${base64}` }]) {
      const answer = outcome(item)
      expect(answer).toMatchObject({ picture: { source: { kind: 'bytes', bytes: Buffer.alloc(3000, 1) } } })
      expect(JSON.stringify(answer.status === 'succeeded' && answer.picture.raw).length).toBeLessThan(200)
    }
  })

  it('is still pending while the answer is an acknowledgement', () => {
    expect(outcome({ taskType: 'imageInference' })).toStrictEqual({ status: 'pending' })
    expect(outcome({ status: 'processing' })).toStrictEqual({ status: 'pending' })
  })
})

describe('an OpenAI error', () => {
  it.each<[number, string | null, string | null, ErrorClass]>([
    [400, 'moderation_blocked', 'image_generation_user_error', 'moderation'],
    [400, 'content_policy_violation', 'invalid_request_error', 'moderation'],
    [400, 'invalid_value', 'invalid_request_error', 'invalid_request'],
    [400, null, null, 'invalid_request'],
    [401, 'invalid_api_key', 'invalid_request_error', 'auth'],
    [403, null, 'invalid_request_error', 'auth'],
    [404, 'model_not_found', 'invalid_request_error', 'not_found'],
    [429, 'rate_limit_exceeded', 'requests', 'rate_limit'],
    [429, null, null, 'rate_limit'],
    [429, 'insufficient_quota', 'insufficient_quota', 'credits'],
    [429, null, 'insufficient_quota', 'credits'],
    [429, 'credit_balance_exhausted', null, 'credits'],
    [429, 'project_spend_limit_exceeded', null, 'credits'],
    [429, 'billing_hard_limit_reached', null, 'credits'],
    [400, 'billing_hard_limit_reached', null, 'credits'],
    [500, 'server_error', 'server_error', 'upstream'],
    [503, 'server_is_overloaded', null, 'upstream'],
    [503, 'slow_down', null, 'upstream'],
    [504, null, null, 'timeout'],
  ])('of status %i, code %s and type %s is of class %s', (status, code, type, expected) => {
    expect(openAiErrorClass(status, code, type)).toBe(expected)
  })

  it('keeps the message, parameter, request id and the wait it asks for', () => {
    const error = openAiError(
      {
        status: 429,
        body: { error: { message: 'Slow.', type: 'requests', param: null, code: 'rate_limit_exceeded' } },
        requestId: 'req_1',
        retryAfterMs: 1500,
      },
      'OpenAI',
    )
    expect(error).toMatchObject({
      class: 'rate_limit',
      code: 'rate_limit_exceeded',
      message: 'Slow.',
      requestId: 'req_1',
      retryAfterMs: 1500,
      retryable: true,
    })
  })

  it('may be a mere text, as some gateways send it', () => {
    expect(
      openAiError({ status: 400, body: { error: 'no such model' }, requestId: null, retryAfterMs: null }, 'Ollama'),
    ).toMatchObject({ class: 'invalid_request', message: 'no such model' })
  })
})
