import type { RetentionConfig } from '../config/types.gen.ts'
import type { VersionStore } from './db/version-store.ts'
import { AppError } from './domain/error.ts'

const batchSize = 200

export interface RetentionParts {
  versions: Pick<VersionStore, 'expired' | 'deletePicture'>
  log: { info(fields: object, message: string): void }
  signal: AbortSignal
}

/** Whom the rows of such versions name. */
const retentionName = 'retention'

/** Deletes the pictures of versions that the policy no longer keeps. Whatever somebody chooses meanwhile stays. */
export async function retainVersions(
  policy: RetentionConfig,
  { versions, log, signal }: RetentionParts,
): Promise<void> {
  let deleted = 0
  for (let afterId = 0; ;) {
    signal.throwIfAborted()
    const expired = await versions.expired(policy, afterId, batchSize)
    const last = expired.at(-1)
    if (!last) break
    for (const { id, imageId } of expired) {
      try {
        const files = await versions.deletePicture(id, retentionName)
        deleted += 1
        log.info({ generationId: id, imageId, files: files.map(({ sha256 }) => sha256) }, 'an old version was deleted')
      } catch (error) {
        if (!(error instanceof AppError)) throw error
      }
    }
    afterId = last.id
  }
  if (deleted > 0) log.info({ deleted, ...policy }, `${deleted} old versions were deleted, as settings.yaml says`)
}
