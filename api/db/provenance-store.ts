import { changedFields } from '../catalog/field-changes.ts'
import { AppError } from '../domain/error.ts'
import { type Db, look } from './database.ts'
import { type GenerationRecord, createGenerationStore } from './generation-store.ts'
import { type EntryDifference, type PictureConfig, differencesOf, pictureConfigIn } from './picture-config.ts'
import { type ReleasedEntry, readReleasedEntries } from './release-content.ts'
import { idBefore, readRenamesAfter } from './release-renames.ts'
import { createReleaseStore } from './release-store.ts'

async function readGeneration(db: Db, id: number): Promise<GenerationRecord> {
  const generation = await createGenerationStore(db).get(id)
  if (!generation) throw new AppError('not_found', `There is no generation ${id}.`)
  return generation
}

/** What made a generation, as the release it was made under had it. Entries may have been renamed since. */
async function readConfigThen(db: Db, generation: GenerationRecord): Promise<PictureConfig<ReleasedEntry>> {
  const entries = await readReleasedEntries(db, generation.releaseId)
  const renames = await readRenamesAfter(db, generation.releaseId)
  return pictureConfigIn(entries, {
    modelId: idBefore(renames, 'models', generation.modelId),
    providerId: idBefore(renames, 'providers', generation.providerId),
    tierId: idBefore(renames, 'tiers', generation.tierId),
    styleId: idBefore(renames, 'styles', generation.styleId),
  })
}

async function readCommits(db: Db, releaseIds: number[]): Promise<ReadonlyMap<number, string | null>> {
  if (releaseIds.length === 0) return new Map()
  const rows = await db.selectFrom('releases').select(['id', 'gitCommit']).where('id', 'in', releaseIds).execute()
  return new Map(rows.map((row) => [row.id, row.gitCommit]))
}

/** What was asked for, in the order people read it. */
const wishOf = (generation: GenerationRecord) => ({
  prompt: generation.prompt,
  negativePrompt: generation.negativePrompt,
  modelId: generation.modelId,
  tierId: generation.tierId,
  styleId: generation.styleId,
  size: `${generation.width}x${generation.height}`,
  format: generation.format,
  seed: generation.seed,
  generationParams: generation.generationParams,
  providerMode: generation.providerMode,
})

function wishDifferences(before: GenerationRecord, after: GenerationRecord) {
  const [one, other] = [wishOf(before), wishOf(after)]
  return (Object.keys(one) as (keyof typeof one)[]).flatMap((path) => changedFields(one[path], other[path], path))
}

/** Null with the reason where one of the two releases was applied before contents were kept. */
async function readEntryDifferences(
  db: Db,
  before: GenerationRecord,
  after: GenerationRecord,
): Promise<{ entries: EntryDifference[]; problem: null } | { entries: null; problem: string }> {
  try {
    const entries = differencesOf(await readConfigThen(db, before), await readConfigThen(db, after))
    return { entries, problem: null }
  } catch (error) {
    if (error instanceof AppError && error.code === 'refused') return { entries: null, problem: error.message }
    throw error
  }
}

/** Which config made a picture, and what changed between two. */
export function createProvenanceStore(db: Db) {
  return {
    /** Refuses where the release was applied before contents were kept. */
    config(generationId: number) {
      return look(db, async (trx) => {
        const generation = await readGeneration(trx, generationId)
        const releases = createReleaseStore(trx)
        const release = await releases.origin(generation.releaseId)
        const latest = await releases.latest()
        const config = await readConfigThen(trx, generation)
        const now = pictureConfigIn(await readReleasedEntries(trx, latest?.id ?? release.id), generation)
        const entries = Object.values(config).filter((entry) => entry !== null)
        const commits = await readCommits(trx, [...new Set(entries.map((entry) => entry.releaseId))])
        const withCommit = (entry: ReleasedEntry | null) =>
          entry && {
            kind: entry.kind,
            id: entry.id,
            spec: entry.spec,
            sourceFile: entry.sourceFile,
            sourceLine: entry.sourceLine,
            releaseId: entry.releaseId,
            gitCommit: commits.get(entry.releaseId) ?? null,
          }
        return {
          generationId,
          release,
          model: withCommit(config.model),
          provider: withCommit(config.provider),
          tier: withCommit(config.tier),
          style: withCommit(config.style),
          settings: withCommit(config.settings),
          parameterSet: withCommit(config.parameterSet),
          currentReleaseId: latest?.id ?? release.id,
          changedSince: differencesOf(config, now),
        }
      })
    },

    /** Of the picture, and of the catalogs that made the two. */
    differences(generationId: number, otherId: number) {
      return look(db, async (trx) => {
        const [before, after] = [await readGeneration(trx, generationId), await readGeneration(trx, otherId)]
        const releases = createReleaseStore(trx)
        return {
          before: { generationId, release: await releases.origin(before.releaseId) },
          after: { generationId: otherId, release: await releases.origin(after.releaseId) },
          generation: wishDifferences(before, after),
          ...(await readEntryDifferences(trx, before, after)),
        }
      })
    },
  }
}

export type ProvenanceStore = ReturnType<typeof createProvenanceStore>
