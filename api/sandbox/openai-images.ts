import { setTimeout as sleep } from 'node:timers/promises'
import type { ModelConfig } from '../../config/types.gen.ts'
import type { PictureFormat } from '../domain/image-provider.ts'
import { lengthOf } from '../domain/prompt-text.ts'
import { type Size, formatSize, parseSize, pixelsOf } from '../domain/size.ts'
import type { SandboxContext } from './context.ts'
import {
  type OpenAiRefusal,
  faultRefusal,
  modelMissing,
  notJson,
  parameterRefusal,
  refuse,
  sizeRefusal,
} from './openai-errors.ts'
import { parameterProblems } from './parameters.ts'
import { type FaultyPictureRequest, drawWithFault } from './pictures-to-draw.ts'
import { type Reply, isObject, json, show } from './reply.ts'
import { type ServedModel, modelsOf, servedModel } from './served-models.ts'

type Fields = Record<string, unknown>

/** Why OpenAI would not take a request; otherwise the model that it is for. */
function check(fields: Fields, context: SandboxContext): OpenAiRefusal | ServedModel {
  const catalog = context.catalog()
  const served = servedModel(fields['model'], catalog, 'openai', 'image', context.today())
  if (!served)
    return modelMissing(
      fields['model'],
      modelsOf(catalog, 'openai').some((model) => model.model_name === fields['model']),
    )
  const [problem] = parameterProblems(fields, served.set)
  if (problem) return parameterRefusal(problem)
  const longest = served.model.accepts?.prompt_chars_max ?? Infinity
  const length = lengthOf(show(fields['prompt']))
  if (length > longest) {
    return {
      status: 400,
      code: 'string_above_max_length',
      param: 'prompt',
      message: `Invalid 'prompt': string too long. Expected a string with maximum length ${longest}, but got a string with length ${length} instead.`,
    }
  }
  const format = fields['output_format'] ?? 'png'
  if (format === 'png' && typeof fields['output_compression'] === 'number' && fields['output_compression'] < 100) {
    return {
      status: 400,
      code: 'invalid_value',
      param: 'output_compression',
      message: 'Compression less than 100 is not supported for PNG output format.',
    }
  }
  if (fields['background'] === 'transparent' && format === 'jpeg') {
    return {
      status: 400,
      code: 'invalid_value',
      param: 'background',
      message: 'Transparent background is not supported for JPEG output format.',
    }
  }
  const size = fields['size']
  return (typeof size === 'string' && size !== 'auto' ? sizeRefusal(size, served.model) : undefined) ?? served
}

/** Without a size the provider chooses one: the model's square. */
function sizeOf(fields: Fields, model: ModelConfig): Size {
  return (
    parseSize(show(fields['size'])) ??
    parseSize(model.square_size ?? model.landscape_size ?? '') ?? { width: 0, height: 0 }
  )
}

/**
 * Tokens such that the catalog's rates give the catalog's price per image at its landscape size, and in proportion to
 * the pixels at others. Undefined for a model that is not billed by tokens.
 */
function imageUsage(model: ModelConfig, size: Size, prompt: string, count: number): Fields | undefined {
  const rates = model.price.usd_per_1m_tokens
  if (!rates?.image_output) return undefined
  const reference = parseSize(model.landscape_size ?? model.square_size ?? '') ?? size
  const perImage = ((model.price.usd_per_image ?? 0) / rates.image_output) * 1_000_000
  const output = Math.max(1, Math.round((perImage * pixelsOf(size)) / pixelsOf(reference))) * count
  const input = Math.ceil(prompt.length / 4)
  return {
    total_tokens: input + output,
    input_tokens: input,
    output_tokens: output,
    input_tokens_details: { text_tokens: input, image_tokens: 0 },
  }
}

/** POST /images/generations. Answers a parsed body; undefined stands for a body that is no JSON. */
export function createOpenAiImagesSandbox(context: SandboxContext) {
  return async (fields: unknown, requestId: string): Promise<Reply> => {
    context.ledger.count('openai images/generations')
    if (!isObject(fields)) return refuse(notJson)
    const served = check(fields, context)
    if ('status' in served) return refuse(served)
    const prompt = show(fields['prompt'])
    const { delayMs, fault } = context.faults.take('openai-images', prompt)
    const trouble = fault && faultRefusal(fault)
    if (!trouble) bill(fields, served, requestId, context)
    await sleep(delayMs, undefined, { ref: false })
    if (trouble) return refuse(trouble)
    if (fault?.kind === 'hang' || fault?.kind === 'drop') return { kind: fault.kind }
    const { model } = served
    const format = formatOf(fields, served)
    const size = sizeOf(fields, model)
    const count = countOf(fields)
    const compression = fields['output_compression']
    const items = Array.from({ length: count }, (_, index): FaultyPictureRequest => ({
      size,
      format,
      prompt,
      seed: index,
      modelName: model.model_name,
      fault: fault?.kind ?? null,
      ...(typeof compression === 'number' && { quality: Math.max(1, compression) }),
    }))
    const usage = imageUsage(model, size, prompt, count)
    return json(200, {
      created: Math.floor(Date.now() / 1000),
      ...('output_format' in served.set.schema.properties && {
        background: fields['background'] ?? 'opaque',
        output_format: format,
        quality: fields['quality'] ?? 'auto',
        size: formatSize(size),
      }),
      data: await Promise.all(items.map((item) => deliver(item, fields, served, context))),
      ...(usage && { usage }),
    })
  }
}

const countOf = (fields: Fields): number => (typeof fields['n'] === 'number' ? fields['n'] : 1)

function formatOf(fields: Fields, { set }: ServedModel): PictureFormat {
  const asked = 'output_format' in set.schema.properties ? fields['output_format'] : 'png'
  return asked === 'webp' || asked === 'jpeg' ? asked : 'png'
}

function bill(fields: Fields, { model }: ServedModel, requestId: string, { ledger }: SandboxContext): void {
  for (let index = 0; index < countOf(fields); index++) {
    ledger.bill({
      adapter: 'openai',
      taskId: requestId,
      modelName: model.model_name,
      prompt: show(fields['prompt']),
      costUsd: model.price.usd_per_image ?? 0,
    })
  }
}

/** Models that know `response_format` give a URL unless asked otherwise; the others only bytes. */
async function deliver(
  item: FaultyPictureRequest,
  fields: Fields,
  { set }: ServedModel,
  context: SandboxContext,
): Promise<Fields> {
  const asUrl = 'response_format' in set.schema.properties && fields['response_format'] !== 'b64_json'
  if (asUrl) return { url: `${context.url()}/images/${context.pictures.add(item)}` }
  return { b64_json: Buffer.from(await drawWithFault(item)).toString('base64') }
}
