/** How pictures should differ from what the settings say. Empty: as they say. */
export interface Wishes {
  tierId: string
  /** Never together with a tier: a model is in one. */
  modelId: string
  styleId: string
  /** Digits. */
  seed: string
}

export const noWishes: Wishes = { tierId: '', modelId: '', styleId: '', seed: '' }

/** The wishes as the API takes them: what is empty is left out. */
export function wishedOf({ tierId, modelId, styleId, seed }: Wishes) {
  return {
    ...(tierId && { tierId }),
    ...(modelId && { modelId }),
    ...(styleId && { styleId }),
    ...(seed && { seed: Number(seed) }),
  }
}
