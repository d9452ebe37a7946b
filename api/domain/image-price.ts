import type { ModelConfig } from '../../config/types.gen.ts'

/** What one picture may cost. */
export interface ImagePrice {
  estimateUsd: number
  estimateCredits: number
}

/** What one picture of a model may cost, which is reserved before its call. Throws what `refuse` makes of the reason where nothing says it. */
export function priceOfImage(model: ModelConfig, refuse: (problem: string) => Error): ImagePrice {
  const estimateUsd = model.price.usd_per_image
  if (estimateUsd === undefined)
    throw refuse(
      `${model.model_name} has no price.usd_per_image, so nothing can be reserved before it is called. Add it to the model's file.`,
    )
  return { estimateUsd, estimateCredits: model.credits_per_image ?? 0 }
}
