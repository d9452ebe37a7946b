import type { AccountOverrides, EffectiveSettings, SettingLevel, SettingOrigin } from '../domain/effective-settings.ts'
import type { RunPlan } from '../contract/types.gen.ts'
import type { RunLimits } from '../domain/run.ts'
import type { ProviderMode } from '../domain/tier.ts'

/** `missing`: slots without a picture. `failed`: slots whose newest generation failed. `all`: every slot gets another version. */
export type WhichImages = 'missing' | 'all' | 'failed'

/** What was queued, and what was left alone and why. */
export interface QueuedGenerations {
  generations: number[]
  skipped: { imageId: number; reason: string }[]
}

/** What a person may ask for instead of what the settings say. */
export interface GenerateOptions {
  tierId?: string
  styleId?: string
  requestedBy: string
  /** The request that asks, for the log lines of all that comes of it. */
  correlationId?: string
}

export interface RemakeOptions extends GenerateOptions {
  prompt?: string
  modelId?: string
  seed?: number
}

/** What happens to the prompts of an article. */
export interface WriteOptions {
  /** Replaces prompts that are there. */
  regenerate: boolean
  /** Only these slots get a new prompt. */
  imageIds?: number[]
  /** Also makes another version of each picture whose prompt is new. */
  remake: boolean
  requestedBy: string
  correlationId?: string
}

/** The images that a cost is asked for. */
export type EstimatedImages = { contentId: number; which: WhichImages } | { imageIds: number[] }

export interface CostEstimate {
  images: number
  /** US dollars; null where the catalog has no price. */
  costUsd: number | null
  credits: number
  /** Why the account's budget does not allow it; null where it does. */
  problem: string | null
  /** The model of most of them. */
  modelId: string
  providerMode: 'live' | 'sandbox'
  models: { modelId: string; providerMode: 'live' | 'sandbox'; images: number }[]
  /** Pixels, the size of the most images first. */
  sizes: { width: number; height: number; images: number }[]
  skipped: QueuedGenerations['skipped']
}

/** The settings that hold, with what every level says. */
export interface SettingsAnswer extends EffectiveSettings {
  /** Null where no model can be used; `problem` says why. */
  model: { id: string; providerMode: ProviderMode } | null
  problem: string | null
  /** What to change, and where. */
  remedy: string | null
  /** Nearest level first. */
  chain: { origin: SettingOrigin; values: Required<AccountOverrides> }[]
  /** Of an account: what is set further down and is not allowed any more. */
  below: { level: 'site' | 'keyword' | 'content'; count: number; problem: string }[]
}

/** What the API asks of the rest of Atelier. Every function throws AppError with a message for the person who asked. */
export interface Actions {
  /** Answers what was queued: nothing, unless `remake` asks for it. */
  writePrompts(contentId: number, options: WriteOptions, signal: AbortSignal): Promise<QueuedGenerations>
  /** Writes prompts first where there are none. */
  queueForContent(contentId: number, options: GenerateOptions & { which: WhichImages }): Promise<QueuedGenerations>
  queueImages(imageIds: number[], options: Omit<RemakeOptions, 'prompt'>): Promise<QueuedGenerations>
  /** Answers the id of the new generation. */
  remake(imageId: number, options: RemakeOptions): Promise<number>
  /** Answers the id of the generation that is queued now. */
  retry(generationId: number, requestedBy: string): Promise<number>
  cancel(generationId: number): Promise<void>
  /** Takes the picture from a version that its slot does not show, and removes its file where nothing else refers to it. */
  deletePicture(generationId: number, by: string): Promise<void>
  /** Writes nothing. */
  estimate(what: EstimatedImages, options: Omit<RemakeOptions, 'requestedBy'>): Promise<CostEstimate>
  killModel(modelId: string, reason: string, by: string): Promise<void>
  restoreModel(modelId: string): Promise<void>
  /** What holds for an article, or at a level for articles that say nothing themselves. */
  effectiveSettings(level: SettingLevel, id: number): Promise<SettingsAnswer>
  /** What a run over the site would do. Writes nothing. */
  previewRun(siteId: number, wish: { lastStage: 'prompts' | 'images'; limits: RunLimits }): Promise<RunPlan>
}
