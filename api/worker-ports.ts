import type { Logger } from 'pino'
import { requestProblem } from './catalog/request-check.ts'
import type { CatalogStore } from './db/catalog-store.ts'
import type { GenerationQueue } from './db/generation-queue.ts'
import type { ProviderStateStore } from './db/provider-state-store.ts'
import type { WorkerStore } from './db/worker-store.ts'
import type { PictureStore } from './domain/picture-store.ts'
import { ProviderError } from './domain/provider-error.ts'
import { notConfigured } from './domain/tier.ts'
import type { ProviderDesk } from './provider-desk.ts'
import { readPicture } from './storage/picture.ts'
import type { WorkerMeter, WorkerPorts } from './worker/ports.ts'

/** A worker's ports over the real parts. */
export function workerPorts(parts: {
  queue: GenerationQueue
  providerStates: ProviderStateStore
  workers: WorkerStore
  nextModel: WorkerPorts['nextModel']
  meter: WorkerMeter
  catalogs: CatalogStore
  desk: ProviderDesk
  pictures: PictureStore
  log: Logger
  random: () => number
}): WorkerPorts {
  const { desk, catalogs } = parts
  return {
    queue: parts.queue,
    providerStates: parts.providerStates,
    workers: parts.workers,
    nextModel: parts.nextModel,
    meter: parts.meter,
    catalog: () => catalogs.current(),
    catalogOf: (releaseId) => catalogs.ofRelease(releaseId),
    modes: (catalog) => desk.modes(catalog),
    imageProvider: (provider, catalog) => desk.clients(provider, catalog)?.image,
    requestProblem,
    download: async (url, { provider, catalog }, size, signal) => {
      const clients = desk.clients(provider, catalog)
      if (!clients)
        throw new ProviderError({
          class: 'auth',
          code: null,
          message: notConfigured(provider),
        })
      return clients.download(url, size, signal)
    },
    readPicture,
    pictures: parts.pictures,
    log: parts.log,
    now: () => new Date(),
    random: parts.random,
  }
}
