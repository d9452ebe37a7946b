import type { Atelier } from './atelier.ts'
import { messageOf } from './domain/error.ts'
import { disposeFiles } from './file-disposal.ts'
import { sweepPictures } from './picture-sweep.ts'
import { retainVersions } from './version-retention.ts'

const everyMs = 60 * 60_000
const sweepEverySeconds = 24 * 60 * 60
const retainEverySeconds = 24 * 60 * 60

type Parts = Pick<Atelier, 'env' | 'stores' | 'pictures' | 'metrics' | 'log'>

/** Sweeps the picture store, where it is this process's turn. */
async function sweep({ env, stores, pictures, metrics, log }: Parts, signal: AbortSignal): Promise<void> {
  if (env.sweep === 'off' || !(await stores.chores.claim('sweep_pictures', sweepEverySeconds))) return
  const meter = metrics.sweepMeter
  const references = stores.pictureReferences
  await sweepPictures({ pictures, references, mode: env.sweep, log, meter, now: () => new Date(), signal })
}

/** Deletes old versions, where the catalog has a policy and it is this process's turn. */
async function retain({ stores, log }: Parts, signal: AbortSignal): Promise<void> {
  const { versions, catalogs, chores } = stores
  const { retention } = (await catalogs.current()).settings
  if (retention && (await chores.claim('retain_versions', retainEverySeconds)))
    await retainVersions(retention, { versions, log, signal })
}

/** Removes the files of deleted pictures. */
const dispose = ({ stores, pictures, log }: Parts): Promise<void> =>
  disposeFiles({
    pictures,
    references: stores.pictureReferences,
    versions: stores.versions,
    log,
    now: () => new Date(),
  })

/**
 * Throws away what nobody will ask for again: ended sessions, old events, old idempotency keys, workers long gone,
 * webhooks delivered long ago, files of deleted pictures, and once a day, by one of all processes, old versions by policy and pictures that nothing refers to.
 * Now, and every hour.
 */
export function startHousekeeping(parts: Parts): () => void {
  const { sessions, events, idempotency, workers, deliveries, promptWritings } = parts.stores
  const end = new AbortController()
  const clean = async (): Promise<void> => {
    await sessions.prune(new Date())
    await events.prune()
    await idempotency.prune()
    await workers.prune()
    await deliveries.prune()
    await promptWritings.settleForgotten()
    await dispose(parts)
    await sweep(parts, end.signal)
    await retain(parts, end.signal)
  }
  const tryToClean = (): void =>
    void clean().catch((error: unknown) => {
      if (!end.signal.aborted)
        parts.log.warn({ error: messageOf(error) }, 'housekeeping failed; it will be tried again')
    })
  tryToClean()
  const timer = setInterval(tryToClean, everyMs).unref()
  return () => {
    end.abort()
    clearInterval(timer)
  }
}
