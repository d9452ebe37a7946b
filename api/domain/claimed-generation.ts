import type { ImageType } from './image-slot.ts'
import type { PictureFormat } from './image-provider.ts'

/** The provider's answer as it is kept between the call and the finished file. The call is paid for. */
export interface KeptAnswer {
  /** Where the picture can be fetched; or, when it came as bytes, the file it was already stored as. */
  source: { kind: 'url'; url: string } | { kind: 'stored'; sha256: string }
  costUsd: number | null
  costSource: string | null
  seed: number | null
  requestId: string | null
  raw: unknown
}

/** A generation as its worker sees it. `attempts` with `workerId` is the fence: every write checks both. */
export interface ClaimedGeneration {
  id: number
  imageId: number
  contentId: number
  imageType: ImageType
  imagePosition: number
  modelId: string
  providerId: string
  styleId: string
  prompt: string
  negativePrompt: string | null
  width: number
  height: number
  format: PictureFormat
  seed: number | null
  generationParams: Record<string, unknown>
  attempts: number
  maxAttempts: number
  workerId: string
  taskId: string | null
  sentAt: Date | null
  /** The release it was sent under; null where it never was, or before that was written down. */
  sentReleaseId: number | null
  /** Where it was sent; null where it never was. */
  providerMode: 'live' | 'sandbox' | null
  /** It was already sent a second time without knowing what became of the first. */
  resentBlind: boolean
  answer: KeptAnswer | null
  /** What ended the attempt before; null where it was taken away from its worker. */
  errorClass: string | null
  requestedBy: string
}
