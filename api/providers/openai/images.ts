import type { ProviderConfig } from '../../../config/types.gen.ts'
import type { ImageProvider, PictureSource, ProviderPicture, RenderPlan } from '../../domain/image-provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { formatSize } from '../../domain/size.ts'
import { type JsonAnswer, postJson } from '../http.ts'
import { type JsonObject, isObject, keepListed, objectsIn, textIn, withoutLongTexts } from '../json.ts'
import { imageUsageCostUsd } from './cost.ts'
import { openAiError } from './errors.ts'

export interface OpenAiOptions {
  provider: ProviderConfig
  apiKey: string
  fetch?: typeof fetch
}

/**
 * The body of POST /images/generations. The model's own parameters come first, so that none of them can replace what
 * this call is about. Source: OpenAI images reference.
 */
function imageRequest(plan: RenderPlan): JsonObject {
  const fields: JsonObject = {
    ...plan.model.generation_params,
    model: plan.model.model_name,
    prompt: plan.prompt,
    n: 1,
    size: formatSize(plan.size),
    output_format: plan.format,
  }
  // A lossless file has no compression to set, and the provider refuses the attempt.
  if (plan.format === 'png') delete fields['output_compression']
  return keepListed(fields, plan.parameterSet.schema.properties)
}

function sourceOf(item: JsonObject | undefined): PictureSource | null {
  const base64 = textIn(item?.['b64_json'])
  if (base64) return { kind: 'bytes', bytes: Buffer.from(base64, 'base64') }
  const url = textIn(item?.['url'])
  return url ? { kind: 'url', url } : null
}

/** The picture in an answer. Throws the ProviderError it holds instead. */
export function imageOf(answer: JsonAnswer, plan: RenderPlan, providerName: string): ProviderPicture {
  const body = isObject(answer.body) ? answer.body : {}
  if (answer.status >= 400 || isObject(body['error'])) throw openAiError(answer, providerName)
  const source = sourceOf(objectsIn(body['data'])[0])
  if (!source) {
    throw new ProviderError({
      class: 'upstream',
      code: 'no_result',
      message: `${providerName} answered without a picture.`,
      status: answer.status,
      requestId: answer.requestId,
      outcomeUnknown: true,
      raw: withoutLongTexts(answer.body),
    })
  }
  const used = imageUsageCostUsd(body['usage'], plan.model)
  const listed = plan.model.price.usd_per_image ?? null
  return {
    source,
    costUsd: used ?? listed,
    costSource: used !== null ? 'usage' : listed !== null ? 'catalog' : null,
    seed: null,
    requestId: answer.requestId,
    raw: withoutLongTexts(body),
  }
}

/** Images over the OpenAI protocol, also of compatible gateways. It has no question for what became of a call. */
export function createOpenAiImages({ provider, apiKey, fetch }: OpenAiOptions): ImageProvider {
  const providerName = provider.display_name
  return {
    requestBody: imageRequest,
    parametersOf: (body) => (isObject(body) ? body : {}),
    async generate(plan, signal) {
      const answer = await postJson({
        providerName,
        url: `${provider.base_url.replace(/\/+$/, '')}/images/generations`,
        apiKey,
        body: imageRequest(plan),
        timeoutMs: provider.timeout_seconds * 1000,
        signal,
        // OpenAI keeps it in its logs, where a call is found by it that was cut off before an id of theirs came back.
        // Source: OpenAI API reference, debugging requests.
        clientRequestId: plan.taskId,
        ...(fetch && { fetch }),
      })
      return imageOf(answer, plan, providerName)
    },
  }
}
