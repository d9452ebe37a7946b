import type { ModelConfig } from '../../config/types.gen.ts'
import { type Size, parseSize, pixelsOf } from '../domain/size.ts'
import { show } from './reply.ts'
import type { ServedModel } from './served-models.ts'

type Fields = Record<string, unknown>

export interface ImageUsage {
  total_tokens: number
  input_tokens: number
  output_tokens: number
  input_tokens_details: { text_tokens: number; image_tokens: number }
}

/** Pixels of the picture that the token counts of the wire are given for. */
const referencePixels = 1024 ** 2

export const countOf = (fields: Fields): number => (typeof fields['n'] === 'number' ? fields['n'] : 1)

/**
 * Tokens of one picture: by quality where that is known, otherwise such that the catalog's rates give its price per
 * image at the landscape size. Both grow with the pixels. Undefined for a model that is not billed by tokens.
 */
function outputTokens({ model, wire }: ServedModel, quality: string, size: Size): number | undefined {
  const rate = model.price.usd_per_1m_tokens?.image_output
  if (!rate) return undefined
  const known = wire.outputTokens[quality]
  if (known !== undefined) return Math.ceil((known * pixelsOf(size)) / referencePixels)
  const reference = parseSize(model.landscape_size ?? model.square_size ?? '') ?? size
  const perImage = ((model.price.usd_per_image ?? 0) / rate) * 1_000_000
  return Math.max(1, Math.round((perImage * pixelsOf(size)) / pixelsOf(reference)))
}

/** What a request uses. Undefined for a model that is not billed by tokens. */
export function imageUsage(fields: Fields, served: ServedModel, size: Size): ImageUsage | undefined {
  const perImage = outputTokens(served, show(fields['quality'] ?? 'auto'), size)
  if (perImage === undefined) return undefined
  const output = perImage * countOf(fields)
  const input = Math.ceil(show(fields['prompt']).length / 4)
  return {
    total_tokens: input + output,
    input_tokens: input,
    output_tokens: output,
    input_tokens_details: { text_tokens: input, image_tokens: 0 },
  }
}

/** What a use costs at the catalog's rates. */
export function usageCostUsd(usage: ImageUsage, { price }: ModelConfig): number {
  const { text_input: textInput = 0, image_output: imageOutput = 0 } = price.usd_per_1m_tokens ?? {}
  return (usage.input_tokens * textInput + usage.output_tokens * imageOutput) / 1_000_000
}
