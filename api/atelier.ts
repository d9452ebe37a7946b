import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { ModelConfig } from '../config/types.gen.ts'
import { planWithNextModel } from './actions/next-model.ts'
import type { Studio } from './actions/studio.ts'
import { readArticle } from './article/read-article.ts'
import { requestProblem } from './catalog/request-check.ts'
import type { Channel, Database } from './db/database.ts'
import type { NewGeneration } from './db/intake-store.ts'
import { type Stores, createStores } from './db/stores.ts'
import { type Catalog, parameterSetOf } from './domain/catalog.ts'
import { renderPlanOf } from './domain/image-provider.ts'
import type { Env } from './env.ts'
import { disposeFiles } from './file-disposal.ts'
import { type Metrics, createMetrics } from './metrics/metrics.ts'
import { type PictureStorage, openPictureStorage } from './picture-storage.ts'
import { promptWriterFor } from './prompt-desk.ts'
import { extractiveWriter } from './prompts/extractive-writer.ts'
import { type ProviderDesk, openProviderDesk } from './provider-desk.ts'
import { allowsSandbox } from './provider-modes.ts'
import { openSecretBox } from './secret-keys.ts'
import { type Courier, type CourierOptions, startCourier } from './webhooks/courier.ts'
import { sendDelivery } from './webhooks/send.ts'
import { type Worker, type WorkerOptions, startWorker } from './worker/loop.ts'
import { workerPorts } from './worker-ports.ts'

/** Everything that runs, put together once. The command lines, the API and the worker are views of it. */
export interface Atelier extends PictureStorage {
  env: Env
  database: Database
  stores: Stores
  studio: Studio
  desk: ProviderDesk
  log: Logger
  metrics: Metrics
  /** Starts a worker that looks at the queue when the database says so. */
  startWorker(options?: WorkerOptions): Worker
  /** Starts telling webhooks what they wait for. */
  startCourier(options?: CourierOptions): Courier
  /** Closes what was opened here. The database belongs to the caller. */
  close: () => Promise<void>
}

export const filesFolderOf = (env: Pick<Env, 'home'>): string => join(env.home, 'files')

export interface AtelierParts {
  env: Env
  /** Open and migrated. */
  database: Database
  /** For pictures, where the environment has them kept on disk. */
  filesFolder: string
  log: Logger
  /** 0 to 1, for backoff and jitter. Math.random where absent. */
  random?: () => number
}

/** The same question as the worker asks before it pays, asked before anything is queued. */
function requestProblemOf(
  generation: NewGeneration,
  model: ModelConfig,
  catalog: Catalog,
  desk: ProviderDesk,
): string | undefined {
  const provider = catalog.providers.find((candidate) => candidate.id === model.provider)
  const adapter = provider && desk.clients(provider, catalog)?.image
  const parameterSet = provider && parameterSetOf(model, provider.adapter, catalog.parameterSets)
  if (!adapter || !parameterSet) return `${model.model_name} cannot make images: it has no adapter or no parameter set.`
  return requestProblem(renderPlanOf(generation, { taskId: randomUUID(), model, parameterSet }), adapter)
}

/** Puts Atelier together over an open, migrated database. */
export async function openAtelier(parts: AtelierParts): Promise<Atelier> {
  const { env, database, log } = parts
  const stores = createStores(database.db, await openSecretBox(database.db, env.secretKeys))
  const { pictures, addresses } = await openPictureStorage(env.storage, parts.filesFolder)
  // Whoever sweeps the store has to know whose pictures are in it.
  await pictures.noteDatabase(await stores.pictureReferences.databaseId())
  const desk = await openProviderDesk(env, allowsSandbox(env, database.kind))
  // Where nothing was applied yet there is nothing to serve; the first use brings it.
  await stores.catalogs.current().then(desk.use, () => undefined)
  const metrics = createMetrics()
  const stops: (() => Promise<void>)[] = []
  // A database that cannot notify is polled; nothing else changes.
  const wakeAt = (channel: Channel, wake: () => void): void => {
    database.listen(channel, wake).then(
      (unlisten) => stops.push(unlisten),
      (error: unknown) => log.warn({ channel, error: String(error) }, 'notifications cannot be had; it is polled'),
    )
  }
  const studio: Studio = {
    ...stores,
    siteArticles: { site: (id) => stores.sites.get(id), ofSite: (id) => stores.contents.ofSite(id) },
    disposeFiles: (files) =>
      disposeFiles(
        { pictures, references: stores.pictureReferences, versions: stores.versions, log, now: () => new Date() },
        files,
      ),
    modes: (catalog) => desk.modes(catalog),
    requestProblem: (generation, model, catalog) => requestProblemOf(generation, model, catalog, desk),
    promptWriter: (catalog, choice) => promptWriterFor(catalog, choice, desk),
    freeWriter: extractiveWriter,
    readArticle: (source, format, title) => readArticle(source, format, { title }),
    now: () => new Date(),
  }
  return {
    env,
    database,
    stores,
    desk,
    pictures,
    addresses,
    log,
    metrics,
    studio,
    startWorker(options) {
      const worker = startWorker(
        workerPorts({
          queue: stores.queue,
          providerStates: stores.providerStates,
          workers: stores.workers,
          nextModel: (generation) => planWithNextModel(studio, generation),
          meter: metrics.meter,
          catalogs: stores.catalogs,
          desk,
          pictures,
          log,
          random: parts.random ?? Math.random,
        }),
        options,
      )
      metrics.watchWorker(worker.load)
      wakeAt('atelier_queue', worker.wake)
      return worker
    },
    startCourier(options) {
      const courier = startCourier(
        {
          outbox: stores.webhookOutbox,
          send: (delivery) => sendDelivery(delivery, { allowsPrivate: env.webhooksAllowPrivate }),
          meter: metrics.courierMeter,
          log,
          random: parts.random ?? Math.random,
        },
        options,
      )
      wakeAt('atelier_webhooks', courier.wake)
      return courier
    },
    async close() {
      for (const stop of stops) await stop().catch(() => undefined)
      await desk.close()
    },
  }
}
