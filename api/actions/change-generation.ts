import { AppError } from '../domain/error.ts'
import { assertMakes } from './status-check.ts'
import type { Studio } from './studio.ts'

/** PostgreSQL's code for a unique index that would be broken. */
const uniqueViolation = '23505'

/** Puts a failed or cancelled generation back into the queue. What it already paid for is fetched, not bought again. */
export async function retryGeneration(studio: Studio, generationId: number): Promise<number> {
  const found = await studio.intake.status(generationId)
  if (!found) throw new AppError('not_found', `There is no generation ${generationId}.`)
  if (found.status !== 'failed' && found.status !== 'cancelled') {
    throw new AppError(
      'conflict',
      `Generation ${generationId} is ${found.status}. Only a failed or cancelled one can be tried again.`,
    )
  }
  const levels = await studio.intake.levelsOf(found.contentId)
  if (levels) assertMakes(levels)
  const catalog = await studio.catalogs.current()
  const provider = catalog.providers.find((candidate) => candidate.id === found.providerId)
  if (!provider)
    throw new AppError(
      'refused',
      `Provider "${found.providerId}" is no longer in the catalog. Remake the image instead.`,
    )
  const isQueued = await studio.intake.requeue(generationId, provider.max_attempts).catch((error: unknown) => {
    if ((error as { code?: string }).code !== uniqueViolation) throw error
    throw new AppError('conflict', 'Another version of this image is being made. Wait for it, or cancel it.')
  })
  if (!isQueued)
    throw new AppError(
      'conflict',
      `Generation ${generationId} was changed by someone else in this moment. Look at it again.`,
    )
  return generationId
}

/** Cancels a generation that no provider was called for. One that was is paid for, and will be kept. */
export async function cancelGeneration(studio: Studio, generationId: number): Promise<void> {
  if (await studio.intake.cancel(generationId)) return
  const found = await studio.intake.status(generationId)
  if (!found) throw new AppError('not_found', `There is no generation ${generationId}.`)
  throw new AppError(
    'conflict',
    found.isSent && (found.status === 'running' || found.status === 'queued')
      ? `Generation ${generationId} was already sent to its provider and is paid for. It will be kept when it arrives.`
      : `Generation ${generationId} is ${found.status}. Only one that waits can be cancelled.`,
  )
}

/** Deletes the picture of a version that is not shown. What it was made with and what it cost stays on record. */
export async function deletePicture(studio: Studio, generationId: number, by: string): Promise<void> {
  const files = await studio.versions.deletePicture(generationId, by)
  // The picture is deleted whatever becomes of its file: housekeeping looks at it again.
  await studio.disposeFiles(files).catch(() => undefined)
}
