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

const charsPerToken = 4

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

/** A text of the answer as a fault has it; undefined where it leaves it alone. */
function spoilt(name: string, text: string, fault: FaultKind | null): string | undefined {
  if (fault === 'too-long') return `${text} `.repeat(400).trim()
  if (fault === 'other-language')
    return `${text} Das ist ein Bild von einem Ort, und die Frau auf dem Stuhl in der Sonne ist nicht allein.`
  if (name !== 'prompt') return undefined
  if (fault === 'lettering') return `${text} With a sign showing the text WELCOME and the logo of the town.`
  return fault === 'same-prompts' ? 'A lighthouse on a rock under a wide evening sky, seen from the sea.' : undefined
}

/** The text of the answer, spoilt where a fault asks for it. */
function answerText({ text, material, schema }: Conversation, fault: FaultKind | null): string {
  if (fault === 'empty') return ''
  if (fault === 'not-json')
    return 'Sure! Here are the prompts you asked for: 1. A lighthouse at dawn. 2. A harbour at night.'
  const answer = answerChat({ text, material, schema, wrongCount: fault === 'wrong-count' })
  const json = JSON.stringify(answer, (name, value: unknown) =>
    typeof value === 'string' ? (spoilt(name, value, fault) ?? value) : value,
  )
  return fault === 'prose' ? `Of course {as you asked}! Here it is:\n\n\`\`\`json\n${json}\n\`\`\`\nEnjoy!` : json
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

/** An answer that would be longer is cut off. */
function charsAllowed(fields: Fields): number {
  const tokens = fields['max_completion_tokens']
  return typeof tokens === 'number' ? tokens * charsPerToken : Number.MAX_SAFE_INTEGER
}

function completion(fields: Fields, conversation: Conversation, fault: Fault | null, requestId: string): Fields {
  const refused = fault?.kind === 'refusal'
  const whole = refused ? null : answerText(conversation, fault?.kind ?? null)
  const content = whole?.slice(0, charsAllowed(fields)) ?? null
  const refusal = refused ? "I'm sorry, but I can't assist with that request." : null
  const inputTokens = Math.ceil(conversation.text.length / charsPerToken)
  const count = countOf(fields)
  const outputTokens = Math.ceil((content ?? '').length / charsPerToken) * count
  return {
    id: `chatcmpl-${requestId.slice(4)}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: fields['model'],
    choices: Array.from({ length: count }, (_, index) => ({
      index,
      message: { role: 'assistant', content, refusal },
      logprobs: null,
      finish_reason: content === whole ? 'stop' : 'length',
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
