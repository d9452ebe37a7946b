import type { ImageType } from './image-slot.ts'
import type { PictureFormat } from './image-provider.ts'
import type { ErrorClass, PauseClass } from './provider-error.ts'

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

/** How a call ended without a picture, and what it is booked with. */
export interface CallEnd {
  /**
   * `failed`: what it cost is known, mostly nothing. `unsent`: the provider knows nothing of it.
   * `unknown`: nobody can say whether it was billed, so it counts as spent.
   */
  outcome: 'failed' | 'unsent' | 'unknown'
  costUsd: number
  costSource: string | null
}

/** A model that could not make the picture, before another was given its place. */
export interface Fallback {
  modelId: string
  errorClass: ErrorClass
  message: string
  /** When it was given up, as the database wrote it. Absent where that was not written down yet. */
  at?: string
}

/** What a generation is made with after its model was replaced by the tier's next one. */
export interface ModelChange {
  modelId: string
  providerId: string
  releaseId: number
  prompt: string
  negativePrompt: string | null
  width: number
  height: number
  seed: number | null
  generationParams: Record<string, unknown>
  notes: string[]
  maxAttempts: number
  estimateUsd: number
  estimateCredits: number
}

/** Why nothing is sent to a provider. */
export interface Pause {
  pausedClass: PauseClass
  pausedReason: string
}

/** A generation as its worker sees it. `claims` with `workerId` is the fence: every write checks both. */
export interface ClaimedGeneration {
  id: number
  imageId: number
  contentId: number
  accountId: number
  imageType: ImageType
  imagePosition: number
  tierId: string
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
  isModelFixed: boolean
  fallbacks: Fallback[]
  /** Tries so far, this one included. Waiting for a provider is no try. */
  attempts: number
  maxAttempts: number
  workerId: string
  claims: number
  /** How often its worker's lease ran out. */
  rescues: number
  /** The open call; null where there is none. */
  taskId: string | null
  /** Since it was sent, by the database's clock, which is the only one that all workers share. Null where it never was. */
  sentAgeMs: number | null
  /** The release it was sent under; null where it never was, or before that was written down. */
  sentReleaseId: number | null
  /** Where it was sent; null where it never was. */
  providerMode: 'live' | 'sandbox' | null
  /** It was already sent a second time without knowing what became of the first. */
  resentBlind: boolean
  answer: KeptAnswer | null
  /** The file of the open call, where it is stored already. */
  storedSha256: string | null
  /** US dollars reserved for the call. */
  estimateUsd: number
  estimateCredits: number
  /** What ended the attempt before; null where it was taken away from its worker. */
  errorClass: string | null
  requestedBy: string
  /** The request that asked for it; null where none did. */
  correlationId: string | null
  /** Its provider is paused, and it was claimed only to be given to another model. Null: it is to be made. */
  stranded: Pause | null
}
