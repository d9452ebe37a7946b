import { setTimeout as sleep } from 'node:timers/promises'
import type { ModelConfig } from '../../config/types.gen.ts'
import type { PictureFormat } from '../domain/image-provider.ts'
import { lengthOf } from '../domain/prompt-text.ts'
import { type Size, formatSize, parseSize } from '../domain/size.ts'
import type { SandboxContext } from './context.ts'
import { type Fault, insteadOfAnswer } from './faults.ts'
import { type OpenAiRefusal, faultRefusal, modelRefusal, notJson, refuse, sizeRefusal } from './openai-errors.ts'
import { fieldRefusal, withoutNulls } from './openai-fields.ts'
import type { Bill } from './ledger.ts'
import { type ImageUsage, countOf, imageUsage, usageCostUsd } from './openai-usage.ts'
import type { FaultyPictureRequest } from './pictures-to-draw.ts'
import { type Reply, isObject, json, show } from './reply.ts'
import { type ServedModel, modelsOf, servedModel } from './served-models.ts'

type Fields = Record<string, unknown>

/** Why OpenAI would not take a request for this model; undefined where it does. */
function refusalOf(fields: Fields, served: ServedModel): OpenAiRefusal | undefined {
  const wrong = fieldRefusal(fields, served)
  if (wrong) return wrong
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
  return typeof size === 'string' && size !== 'auto' ? sizeRefusal(size, served.model) : undefined
}

/** Without a size the provider chooses one: the model's square. */
function sizeOf(fields: Fields, model: ModelConfig): Size {
  return (
    parseSize(show(fields['size'])) ??
    parseSize(model.square_size ?? model.landscape_size ?? '') ?? { width: 0, height: 0 }
  )
}

/** POST /images/generations. Answers a parsed body; undefined stands for a body that is no JSON. */
export function createOpenAiImagesSandbox(context: SandboxContext) {
  return async (body: unknown, requestId: string, clientRequestId: string | null = null): Promise<Reply> => {
    context.ledger.count('openai images/generations')
    if (!isObject(body)) return refuse(notJson)
    const catalog = context.catalog()
    const served = servedModel(body['model'], catalog, 'openai', 'image', context.today())
    if (!served) return refuse(modelRefusal(body['model'], 'image', modelsOf(catalog, 'openai'), context.today()))
    const fields = withoutNulls(body, served)
    const wrong = refusalOf(fields, served)
    if (wrong) return refuse(wrong)
    const { model } = served
    const size = sizeOf(fields, model)
    const prompt = show(fields['prompt'])
    const { delayMs, fault } = context.faults.take('openai-images', prompt)
    if (fault?.kind === 'reset') return { kind: 'drop' }
    const trouble = fault && faultRefusal(fault)
    const usage = imageUsage(fields, served, size)
    if (!trouble) bill(fields, served, usage, { taskId: requestId, clientRequestId }, context)
    await sleep(delayMs, undefined, { ref: false })
    if (trouble) return refuse(trouble)
    const instead = insteadOfAnswer(fault)
    if (instead) return instead
    const format = formatOf(fields, served)
    const isTransparent = fields['background'] === 'transparent'
    const items = requestsOf(fields, { size, format, prompt, modelName: model.model_name, isTransparent }, fault)
    const answer = json(200, {
      created: Math.floor(Date.now() / 1000),
      ...settingsOf(fields, served, { size, format, isTransparent }),
      data: await Promise.all(items.map((item) => deliver(item, fields, served, context))),
      ...(usage && { usage }),
    })
    return { ...answer, isCutOff: fault?.kind === 'cut-off' }
  }
}

/** Models that let the caller choose say what was chosen. */
const settingsOf = (
  fields: Fields,
  { set }: ServedModel,
  { size, format, isTransparent }: Pick<FaultyPictureRequest, 'size' | 'format'> & { isTransparent: boolean },
): Fields =>
  'output_format' in set.schema.properties
    ? {
        background: isTransparent ? 'transparent' : 'opaque',
        output_format: format,
        quality: fields['quality'] ?? 'auto',
        size: formatSize(size),
      }
    : {}

function requestsOf(
  fields: Fields,
  common: Omit<FaultyPictureRequest, 'seed' | 'fault'>,
  fault: Fault | null,
): FaultyPictureRequest[] {
  const compression = fields['output_compression']
  return Array.from({ length: countOf(fields) }, (_, index) => ({
    ...common,
    seed: index,
    fault: fault?.kind ?? null,
    ...(typeof compression === 'number' && { quality: Math.max(1, compression) }),
  }))
}

function formatOf(fields: Fields, { set }: ServedModel): PictureFormat {
  const asked = 'output_format' in set.schema.properties ? fields['output_format'] : 'png'
  return asked === 'webp' || asked === 'jpeg' ? asked : 'png'
}

/** Each picture is billed: by what it used, or by the catalog's price where it uses nothing. */
function bill(
  fields: Fields,
  { model }: ServedModel,
  usage: ImageUsage | undefined,
  ids: Pick<Bill, 'taskId' | 'clientRequestId'>,
  { ledger }: SandboxContext,
): void {
  const count = countOf(fields)
  const costUsd = usage ? usageCostUsd(usage, model) / count : (model.price.usd_per_image ?? 0)
  for (let index = 0; index < count; index++) {
    ledger.bill({
      adapter: 'openai',
      ...ids,
      modelName: model.model_name,
      prompt: show(fields['prompt']),
      costUsd,
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
  return { b64_json: Buffer.from(await context.pictures.draw(item)).toString('base64') }
}
