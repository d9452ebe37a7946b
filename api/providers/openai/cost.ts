import type { ModelConfig } from '../../../config/types.gen.ts'
import { type JsonObject, amountIn, isObject } from '../json.ts'

type Rates = NonNullable<ModelConfig['price']['usd_per_1m_tokens']>
type Tokens = Record<keyof Rates, number>

const detailsOf = (usage: JsonObject, name: string): JsonObject => (isObject(usage[name]) ? usage[name] : {})

/** US dollars for these tokens; null where a kind was used that has no rate. */
function priceOf(tokens: Tokens, rates: Rates | undefined): number | null {
  let costUsd = 0
  for (const kind of ['text_input', 'image_input', 'text_output', 'image_output'] as const) {
    const rate = rates?.[kind]
    if (tokens[kind] > 0 && rate === undefined) return null
    costUsd += (tokens[kind] * (rate ?? 0)) / 1_000_000
  }
  // Rates have few digits, sums of them need no more than nanodollars.
  return Math.round(costUsd * 1e9) / 1e9
}

/** What an image call cost by its `usage`; null where that cannot be told. */
export function imageUsageCostUsd(usage: unknown, model: ModelConfig): number | null {
  if (!isObject(usage)) return null
  const input = amountIn(usage['input_tokens'])
  const output = amountIn(usage['output_tokens'])
  if (input === null || output === null) return null
  const imageInput = amountIn(detailsOf(usage, 'input_tokens_details')['image_tokens']) ?? 0
  const textOutput = amountIn(detailsOf(usage, 'output_tokens_details')['text_tokens']) ?? 0
  return priceOf(
    {
      text_input: input - imageInput,
      image_input: imageInput,
      text_output: textOutput,
      image_output: output - textOutput,
    },
    model.price.usd_per_1m_tokens,
  )
}

/** What a chat call cost by its `usage`; null where that cannot be told. */
export function chatUsageCostUsd(usage: unknown, model: ModelConfig): number | null {
  if (!isObject(usage)) return null
  const input = amountIn(usage['prompt_tokens'])
  const output = amountIn(usage['completion_tokens'])
  if (input === null || output === null) return null
  return priceOf(
    { text_input: input, image_input: 0, text_output: output, image_output: 0 },
    model.price.usd_per_1m_tokens,
  )
}
