import { setTimeout as sleep } from 'node:timers/promises'
import { answerChat } from './chat-answer.ts'
import type { SandboxContext } from './context.ts'
import type { Fault, FaultKind } from './faults.ts'
import { type OpenAiRefusal, faultRefusal, modelRefusal, notJson, refuse } from './openai-errors.ts'
import { fieldRefusal, withoutNulls } from './openai-fields.ts'
import { countOf } from './openai-usage.ts'
import { type Reply, isObject, json } from './reply.ts'
import { modelsOf, servedModel } from './served-models.ts'

type Fields = Record<string, unknown>

const textOf = (content: unknown): string => {
  if (typeof content === 'string') return content
  const parts = Array.isArray(content) ? content : []
  return parts.map((part) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : '')).join('')
}

const longestOf = (texts: string[]): string =>
  texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '')

interface Conversation {
  text: string
  material: string
  schema: Fields | undefined
}

function conversationOf(fields: Fields): Conversation {
  const messages = Array.isArray(fields['messages']) ? fields['messages'].filter(isObject) : []
  const format = isObject(fields['response_format']) ? fields['response_format'] : {}
  const wrapper = isObject(format['json_schema']) ? format['json_schema'] : {}
  return {
    text: messages.map((message) => textOf(message['content'])).join('\n'),
    material: longestOf(
      messages.filter((message) => message['role'] === 'user').map((message) => textOf(message['content'])),
    ),
    schema: isObject(wrapper['schema']) ? wrapper['schema'] : undefined,
  }
}

/** The text of the answer, spoilt where a fault asks for it. */
function answerText({ text, material, schema }: Conversation, fault: FaultKind | null): string {
  if (fault === 'empty') return ''
  if (fault === 'not-json')
    return 'Sure! Here are the prompts you asked for: 1. A lighthouse at dawn. 2. A harbour at night.'
  const answer = answerChat({ text, material, schema, wrongCount: fault === 'wrong-count' })
  return JSON.stringify(answer, (_, value: unknown) =>
    fault === 'too-long' && typeof value === 'string' ? `${value} `.repeat(400).trim() : value,
  )
}

const modeRefused: OpenAiRefusal = {
  status: 400,
  code: null,
  param: 'response_format',
  message: "Invalid parameter: 'response_format' of this type is not supported with this model.",
}

/** The refusal a fault stands for, where it is one that leaves no answer. */
const troubleOf = (fault: Fault, fields: Fields): OpenAiRefusal | undefined =>
  fault.kind === 'mode-refused' && fields['response_format'] !== undefined ? modeRefused : faultRefusal(fault)

function completion(fields: Fields, conversation: Conversation, fault: Fault | null, requestId: string): Fields {
  const refused = fault?.kind === 'refusal'
  const content = refused ? null : answerText(conversation, fault?.kind ?? null)
  const refusal = refused ? "I'm sorry, but I can't assist with that request." : null
  const inputTokens = Math.ceil(conversation.text.length / 4)
  const count = countOf(fields)
  const outputTokens = Math.ceil((content ?? '').length / 4) * count
  return {
    id: `chatcmpl-${requestId.slice(4)}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: fields['model'],
    choices: Array.from({ length: count }, (_, index) => ({
      index,
      message: { role: 'assistant', content, refusal },
      logprobs: null,
      finish_reason: 'stop',
    })),
    usage: { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens },
  }
}

/** POST /chat/completions. Answers a parsed body; undefined stands for a body that is no JSON. */
export function createOpenAiChatSandbox(context: SandboxContext) {
  return async (body: unknown, requestId: string): Promise<Reply> => {
    context.ledger.count('openai chat/completions')
    if (!isObject(body)) return refuse(notJson)
    const catalog = context.catalog()
    const served = servedModel(body['model'], catalog, 'openai', 'text', context.today())
    if (!served) return refuse(modelRefusal(body['model'], 'text', modelsOf(catalog, 'openai'), context.today()))
    const fields = withoutNulls(body, served)
    const refused = fieldRefusal(fields, served)
    if (refused) return refuse(refused)
    const conversation = conversationOf(fields)
    const { delayMs, fault } = context.faults.take('openai-chat', conversation.text)
    await sleep(delayMs, undefined, { ref: false })
    const trouble = fault && troubleOf(fault, fields)
    if (trouble) return refuse(trouble)
    if (fault?.kind === 'hang' || fault?.kind === 'drop') return { kind: fault.kind }
    return json(200, completion(fields, conversation, fault, requestId))
  }
}
