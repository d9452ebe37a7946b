import { type ParameterSet, parameterSetOf } from '../../domain/catalog.ts'
import type { ChatAnswer, ChatProvider, ChatRequest } from '../../domain/image-provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { type JsonAnswer, postJson } from '../http.ts'
import { type JsonObject, isObject, keepListed, objectsIn, textIn } from '../json.ts'
import { chatUsageCostUsd } from './cost.ts'
import { openAiError } from './errors.ts'
import type { OpenAiOptions } from './images.ts'

export interface OpenAiChatOptions extends Omit<OpenAiOptions, 'apiKey'> {
  /** Null where the server checks none. */
  apiKey: string | null
  /** Where given, only the fields that the model's set lists are sent. */
  parameterSets?: readonly ParameterSet[]
}

function responseFormat({ mode, schema }: ChatRequest): JsonObject | undefined {
  if (mode === 'json_schema') {
    return { type: 'json_schema', json_schema: { name: schema.name, strict: true, schema: schema.schema } }
  }
  return mode === 'json_object' ? { type: 'json_object' } : undefined
}

/** The body of POST /chat/completions. */
export function chatRequest(request: ChatRequest, parameterSets: readonly ParameterSet[] = []): JsonObject {
  const fields: JsonObject = {
    ...request.model.generation_params,
    model: request.model.model_name,
    messages: request.messages,
    response_format: responseFormat(request),
  }
  const set = parameterSetOf(request.model, 'openai', parameterSets)
  return keepListed(fields, set?.schema.properties ?? fields)
}

/** The text of a message: a string, or its text parts. Empty where it has none. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  return objectsIn(content)
    .map((part) => textIn(part['text']) ?? '')
    .join('')
}

/** The answer of a text model. Throws the ProviderError it holds instead; a refusal counts as one. */
export function chatAnswerOf(answer: JsonAnswer, request: ChatRequest, providerName: string): ChatAnswer {
  const body = isObject(answer.body) ? answer.body : {}
  if (answer.status >= 400 || isObject(body['error'])) throw openAiError(answer, providerName)
  const choice = objectsIn(body['choices'])[0]
  const message = isObject(choice?.['message']) ? choice['message'] : undefined
  const refusal = textIn(message?.['refusal'])
  if (!message || refusal) {
    throw new ProviderError({
      class: refusal ? 'moderation' : 'upstream',
      code: refusal ? 'refusal' : 'no_result',
      message: refusal ?? `${providerName} answered without a message.`,
      status: answer.status,
      requestId: answer.requestId,
      // A refusal is an answer, and billed like one.
      costUsd: chatUsageCostUsd(body['usage'], request.model),
      raw: body,
    })
  }
  return {
    text: textOf(message['content']),
    costUsd: chatUsageCostUsd(body['usage'], request.model),
    finishReason: textIn(choice?.['finish_reason']),
    requestId: answer.requestId ?? textIn(body['id']),
  }
}

/** Text models over OpenAI's chat completions, which most other servers speak too. */
export function createOpenAiChat({ provider, apiKey, fetch, parameterSets = [] }: OpenAiChatOptions): ChatProvider {
  return {
    async complete(request, signal) {
      const answer = await postJson({
        providerName: provider.display_name,
        url: `${provider.base_url.replace(/\/+$/, '')}/chat/completions`,
        apiKey,
        body: chatRequest(request, parameterSets),
        timeoutMs: provider.timeout_seconds * 1000,
        signal,
        ...(fetch && { fetch }),
      })
      return chatAnswerOf(answer, request, provider.display_name)
    },
  }
}
