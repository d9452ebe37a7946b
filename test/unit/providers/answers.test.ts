import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { JsonAnswer } from '../../../api/providers/http.ts'
import { chatAnswerOf } from '../../../api/providers/openai/chat.ts'
import { imageOf } from '../../../api/providers/openai/images.ts'
import { archivedAnswer, taskOutcome } from '../../../api/providers/runware/response.ts'
import { modelNamed, planFor, shippedCatalog } from '../../support/catalog.ts'

const catalog = await shippedCatalog()

const answerIn = async (name: string): Promise<JsonAnswer> => ({
  requestId: 'req_1',
  retryAfterMs: null,
  ...JSON.parse(await readFile(new URL(`../../fixtures/providers/${name}.json`, import.meta.url), 'utf8')),
})

describe('an answer of Runware, as its documents show it', () => {
  const plan = planFor(catalog, 'bria:10@1')
  it.each<[string, object]>([
    [
      'runware-picture',
      {
        status: 'succeeded',
        picture: {
          costUsd: 0.04,
          costSource: 'provider',
          seed: 1482936411,
          requestId: '77da2d99-a6d3-44d9-b8c0-ae9fb06b6200',
        },
      },
    ],
    [
      'runware-invalid-height',
      {
        status: 'failed',
        error: {
          class: 'invalid_request',
          code: 'invalidCustomHeight',
          parameter: 'height',
          raw: { min: 128, max: 2048, multiplier: 64 },
        },
      },
    ],
    [
      'runware-invalid-width',
      { status: 'failed', error: { class: 'invalid_request', code: 'invalidWidth', parameter: 'width' } },
    ],
    ['runware-invalid-key', { status: 'failed', error: { class: 'auth', code: 'invalidApiKey', requestId: 'req_1' } }],
    [
      'runware-provider-timeout',
      { status: 'failed', error: { class: 'timeout', code: 'timeoutProvider', outcomeUnknown: false } },
    ],
  ])('%s is understood', async (name, expected) => {
    expect(taskOutcome(await answerIn(name), plan, plan.taskId, 'Runware')).toMatchObject(expected)
  })

  it('is found in the archive as an envelope, a list or a single result', async () => {
    const answer = await answerIn('runware-picture')
    const { data } = answer.body as { data: object[] }
    for (const response of [answer.body, data, data[0]]) {
      const archive = {
        ...answer,
        body: { data: [{ taskType: 'getTaskDetails', taskUUID: plan.taskId, request: [], response }] },
      }
      const archived = archivedAnswer(archive, plan.taskId)
      expect(archived && taskOutcome(archived, plan, plan.taskId, 'Runware')).toMatchObject({
        status: 'succeeded',
        picture: { costUsd: 0.04 },
      })
    }
  })

  it('is not in the archive yet while the task goes on', async () => {
    const answer = await answerIn('runware-picture')
    for (const response of [undefined, null, {}, []]) {
      expect(
        archivedAnswer({ ...answer, body: { data: [{ taskUUID: plan.taskId, response }] } }, plan.taskId),
      ).toBeNull()
    }
  })
})

describe('an answer of OpenAI, as its documents show it', () => {
  const plan = planFor(catalog, 'gpt-image-2.5-flare')

  it('holds the picture and is priced by its tokens', async () => {
    const picture = imageOf(await answerIn('openai-picture'), plan, 'OpenAI')
    // 50 tokens at 5 and 510 at 30 US dollars a million.
    expect(picture).toMatchObject({
      source: { kind: 'bytes', bytes: Buffer.from('RIFF') },
      costUsd: 0.01555,
      costSource: 'usage',
      seed: null,
      requestId: 'req_1',
    })
  })

  it('is priced by the catalog where a kind of token has no rate', async () => {
    const model = { ...plan.model, price: { usd_per_image: 0.02, usd_per_1m_tokens: { text_input: 5 } } }
    expect(imageOf(await answerIn('openai-picture'), { ...plan, model }, 'OpenAI')).toMatchObject({
      costUsd: 0.02,
      costSource: 'catalog',
    })
  })

  it('has no price where neither tells', async () => {
    const model = { ...plan.model, price: { usd_per_1m_tokens: { text_input: 5 } } }
    expect(imageOf(await answerIn('openai-picture'), { ...plan, model }, 'OpenAI')).toMatchObject({
      costUsd: null,
      costSource: null,
    })
  })

  it('may be a refusal of the prompt', async () => {
    const answer = await answerIn('openai-moderation')
    expect(() => imageOf(answer, plan, 'OpenAI')).toThrow(
      expect.objectContaining({ class: 'moderation', code: 'moderation_blocked', requestId: 'req_1' }),
    )
  })

  it('without a picture is an error of unknown outcome', () => {
    expect(() =>
      imageOf({ status: 200, body: { data: [] }, requestId: null, retryAfterMs: null }, plan, 'OpenAI'),
    ).toThrow(expect.objectContaining({ class: 'upstream', code: 'no_result', outcomeUnknown: true }))
  })
})

describe('an answer of a chat', () => {
  const request = {
    model: modelNamed(catalog, 'gpt-6-luna'),
    messages: [],
    schema: { name: 'a', schema: {} },
    mode: 'text' as const,
  }
  const read = (message: object, usage?: object) =>
    chatAnswerOf(
      {
        status: 200,
        body: { choices: [{ message, finish_reason: 'length' }], usage },
        requestId: null,
        retryAfterMs: null,
      },
      request,
      'OpenAI',
    )

  it('is a text or text parts, with its price', () => {
    expect(read({ content: 'Hello' }, { prompt_tokens: 1_000_000, completion_tokens: 1_000_000 })).toStrictEqual({
      text: 'Hello',
      costUsd: 0.6,
      finishReason: 'length',
      requestId: null,
    })
    expect(
      read({
        content: [
          { type: 'text', text: 'Hel' },
          { type: 'text', text: 'lo' },
        ],
      }).text,
    ).toBe('Hello')
  })

  it('may be empty, and then has no price', () => {
    expect(read({ content: null })).toMatchObject({ text: '', costUsd: null })
  })
})
