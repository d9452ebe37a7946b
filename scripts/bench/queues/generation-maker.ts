import type { NewGeneration } from '../../../api/db/intake-store.ts'
import { benchModel, benchProvider } from '../engine-catalog.ts'
import { accountOf, contentOf } from './history.ts'

interface Seeded {
  images: number
  accounts: number
  releaseId: number
  /** As `256x192`. */
  size: string
}

/** Makes what is to be queued, image after image: one image is made once at a time. */
export function createGenerationMaker({ images, accounts, releaseId, size }: Seeded): () => NewGeneration {
  const [width = 0, height = 0] = size.split('x').map(Number)
  let image = 0
  return () => {
    image = (image % images) + 1
    return {
      imageId: image,
      contentId: contentOf(image),
      accountId: accountOf(contentOf(image), accounts),
      releaseId,
      tierId: 'basic',
      modelId: benchModel,
      providerId: benchProvider,
      styleId: 'photorealistic',
      prompt: `image ${image}`,
      negativePrompt: null,
      width,
      height,
      format: 'webp',
      seed: null,
      generationParams: {},
      notes: [],
      requestedBy: 'bench',
      maxAttempts: 4,
      priority: 0,
      estimateUsd: 0.009,
      estimateCredits: 1,
      isModelFixed: false,
      correlationId: null,
    }
  }
}
