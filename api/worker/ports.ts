import type { ProviderConfig } from '../../config/types.gen.ts'
import type { GenerationQueue } from '../db/generation-queue.ts'
import type { ProviderStateStore } from '../db/provider-state-store.ts'
import type { WorkerStore } from '../db/worker-store.ts'
import type { Catalog } from '../domain/catalog.ts'
import type { ClaimedGeneration, ModelChange } from '../domain/claimed-generation.ts'
import type { ImageProvider, PictureFormat, RenderPlan } from '../domain/image-provider.ts'
import type { Picture, PictureStore } from '../domain/picture-store.ts'
import type { ErrorClass } from '../domain/provider-error.ts'
import type { Size } from '../domain/size.ts'
import type { ProviderModes } from '../domain/tier.ts'

/** What the worker writes about itself. The shape of pino, of which it needs this much. */
export interface WorkerLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** What the worker counts. Labels are catalog ids: few, and known. */
export interface WorkerMeter {
  /** `seconds` is how long the worker that finished it had it in hand. */
  finished(outcome: 'succeeded' | 'failed', labels: { modelId: string }, seconds: number): void
  /** One call to a provider, whatever came of it. */
  called(labels: { providerId: string; modelId: string }, seconds: number): void
  failed(labels: { providerId: string; errorClass: ErrorClass }): void
  spent(labels: { providerId: string; modelId: string }, costUsd: number): void
  leaseLost(): void
  fellBack(labels: { from: string; to: string }): void
}

/** Everything a worker needs, handed in by the composition root. */
export interface WorkerPorts {
  queue: GenerationQueue
  providerStates: ProviderStateStore
  workers: WorkerStore
  /** The catalog as the database has it now. */
  catalog(): Promise<Catalog>
  /** The catalog of an earlier release, under the names that things have now. Undefined where its content was not kept. */
  catalogOf(releaseId: number): Promise<Catalog | undefined>
  modes(catalog: Catalog): ProviderModes
  /** The adapter of a provider; undefined where it makes no images. */
  imageProvider(provider: ProviderConfig, catalog: Catalog): ImageProvider | undefined
  /** What a model family's parameter set has against the request that a plan becomes; undefined where it is legal. */
  requestProblem(plan: RenderPlan, adapter: ImageProvider): string | undefined
  /**
   * What the tier's next model would make of a generation, its own model and those before it left out. Undefined where the tier does not
   * fall back, or has no other that can be used.
   */
  nextModel(generation: ClaimedGeneration): Promise<ModelChange | undefined>
  /** Fetches a finished picture of a size. Throws ProviderError. */
  download(
    url: string,
    from: { provider: ProviderConfig; catalog: Catalog },
    size: Size,
    signal: AbortSignal,
  ): Promise<Uint8Array>
  /** Sniffs, decodes and measures. Throws ProviderError. */
  readPicture(bytes: Uint8Array, expected: { size: Size; format: PictureFormat }): Promise<Picture>
  pictures: PictureStore
  log: WorkerLog
  meter: WorkerMeter
  now: () => Date
  /** 0 to 1, for backoff. */
  random: () => number
}
