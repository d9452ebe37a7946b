import { AppError } from '../domain/error.ts'
import type { QueuedGenerations, WriteOptions } from '../routes/actions-port.ts'
import { estimate } from './estimate.ts'
import { queueForContent, queueImages } from './queue-generations.ts'
import type { Studio } from './studio.ts'
import { writePrompts } from './write-prompts.ts'

/**
 * Writes an article's prompts, and makes its pictures anew only where that is asked for: then what could not be paid for is
 * refused before any prompt changes.
 */
export async function rewritePrompts(
  studio: Studio,
  contentId: number,
  { regenerate, imageIds, remake, requestedBy, correlationId }: WriteOptions,
  signal: AbortSignal,
): Promise<QueuedGenerations> {
  const wish = { requestedBy, ...(correlationId !== undefined && { correlationId }) }
  const overwrite = regenerate || imageIds !== undefined
  if (remake) {
    if (!overwrite)
      throw new AppError(
        'invalid',
        'Pictures are made anew only with prompts that are: ask for regenerate, or name imageIds.',
        {
          fields: { remake: 'Needs regenerate or imageIds.' },
        },
      )
    const { problem } = await estimate(studio, imageIds ? { imageIds } : { contentId, which: 'all' }, wish)
    if (problem) throw new AppError('refused', problem)
  }
  await writePrompts(studio, contentId, { requestedBy, overwrite, signal, ...(imageIds && { imageIds }) })
  if (!remake) return { generations: [], skipped: [] }
  return imageIds ? queueImages(studio, imageIds, wish) : queueForContent(studio, contentId, 'all', wish)
}
