import type { ProviderConfig } from '../../config/types.gen.ts'
import type { GenerationQueue } from '../db/generation-queue.ts'
import type { Catalog } from '../domain/catalog.ts'
import type { ImageProvider, PictureFormat, RenderPlan } from '../domain/image-provider.ts'
import type { Picture, PictureStore } from '../domain/picture-store.ts'
import type { Size } from '../domain/size.ts'
import type { ProviderModes } from '../domain/tier.ts'

/** What the worker writes about itself. The shape of pino, of which it needs this much. */
export interface WorkerLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Everything a worker needs, handed in by the composition root. */
export interface WorkerPorts {
  queue: GenerationQueue
  /** The catalog as the database has it now. */
  catalog(): Promise<Catalog>
  /** The catalog of an earlier release, under the names that things have now. Undefined where its content was not kept. */
  catalogOf(releaseId: number): Promise<Catalog | undefined>
  modes(catalog: Catalog): ProviderModes
  /** The adapter of a provider; undefined where it makes no images. */
  imageProvider(provider: ProviderConfig, catalog: Catalog): ImageProvider | undefined
  /** What a model family's parameter set has against the request that a plan becomes; undefined where it is legal. */
  requestProblem(plan: RenderPlan, adapter: ImageProvider): string | undefined
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
  now: () => Date
  /** 0 to 1, for backoff. */
  random: () => number
}
