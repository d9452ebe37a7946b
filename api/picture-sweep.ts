import type { PictureReferenceStore } from './db/picture-reference-store.ts'
import type { KeptPicture, PictureInventory } from './domain/picture-store.ts'
import type { SweepMode } from './env.ts'
import type { SweepMeter } from './metrics/sweep-metrics.ts'

/**
 * A picture is put a moment before the database refers to it, and a worker that cannot reach the database keeps trying
 * for ten minutes. A day is far beyond that, and beyond any difference of clocks between here and the store.
 */
const ageMs = 24 * 60 * 60_000

/** Fewer are never taken for a mistake: a small store may well lose most of what it has with one article. */
const suspiciousCount = 100
const suspiciousShare = 0.5

const batchSize = 100

export interface SweepParts {
  pictures: PictureInventory
  references: PictureReferenceStore
  mode: SweepMode
  log: { info(fields: object, message: string): void; warn(fields: object, message: string): void }
  meter: SweepMeter
  now: () => Date
  /** Ends the sweep between two pictures. */
  signal: AbortSignal
}

/** Every picture that is old and that nothing refers to, and how many there are of all. */
async function findOrphans({ pictures, references, signal }: SweepParts, putBefore: Date) {
  const orphans: KeptPicture[] = []
  let total = 0
  for (let cursor: string | null = null; ;) {
    signal.throwIfAborted()
    const page: Awaited<ReturnType<PictureInventory['list']>> = await pictures.list(cursor)
    total += page.pictures.length
    const old = page.pictures.filter(({ putAt }) => putAt < putBefore)
    const referred = await references.referredTo(old.map(({ sha256 }) => sha256))
    orphans.push(...old.filter(({ sha256 }) => !referred.has(sha256)))
    if (page.next === null) return { orphans, total }
    cursor = page.next
  }
}

/** Why nothing may be removed here; undefined where it may. */
async function objectionTo({ pictures, references }: SweepParts): Promise<string | undefined> {
  const own = await references.databaseId()
  const others = (await pictures.databases()).filter((id) => id !== own)
  if (others.length === 0) return undefined
  return (
    `Nothing is swept from ${pictures.place}: other databases keep pictures there too, or did (${others.join(', ')}), ` +
    `and what they refer to is not known here. Give each database a folder or a prefix of its own. ` +
    `Of one that is gone, remove its note in databases/. This database is ${own}.`
  )
}

/**
 * Removes stored pictures that nothing refers to and that nobody has put for a day, with their smaller copies. Looks at
 * all first: where that would be most of the store, it is more likely that the database is not the one it was.
 */
export async function sweepPictures(parts: SweepParts): Promise<void> {
  const { pictures, references, mode, log, meter, now, signal } = parts
  const putBefore = new Date(now().getTime() - ageMs)
  const objection = await objectionTo(parts)
  if (objection !== undefined) return log.warn({}, objection)
  const { orphans, total } = await findOrphans(parts, putBefore)
  const isSuspicious = orphans.length > suspiciousCount && orphans.length > total * suspiciousShare
  if (isSuspicious && mode !== 'even_most') {
    meter.refused(orphans.length)
    return log.warn(
      { orphans: orphans.length, total },
      `Nothing is swept from ${pictures.place}: nothing refers to ${orphans.length} of its ${total} pictures, ` +
        'which is too much for a sweep by itself. Was the database restored from an older backup, or is it another one? ' +
        'If they are really of no use, set ATELIER_SWEEP=even_most for a day.',
    )
  }
  meter.refused(0)
  let removed = 0
  for (let index = 0; index < orphans.length; index += batchSize) {
    const batch = orphans.slice(index, index + batchSize)
    // Looking through a large store takes hours: what was of no use then may be by now.
    const referred = await references.referredTo(batch.map(({ sha256 }) => sha256))
    for (const { sha256, format } of batch) {
      signal.throwIfAborted()
      if (referred.has(sha256) || !(await pictures.remove(sha256, format, putBefore))) continue
      removed += 1
      meter.removed()
      log.info({ sha256, format }, 'a stored picture that nothing referred to was removed')
    }
  }
  log.info({ removed, total }, `${removed} of ${total} stored pictures were of no use and were removed`)
}
