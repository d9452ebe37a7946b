import type { RunInHand } from '../../db/run-hand.ts'
import type { WaitingItem } from '../../db/run-prompts.ts'
import { AppError, messageOf } from '../../domain/error.ts'
import { limitText } from '../../domain/run.ts'
import type { Studio } from '../studio.ts'
import { PromptsTooDear, writePrompts } from '../write-prompts.ts'
import type { AfterStep, Baton } from './advance-run.ts'
import { statusReasons, unwrittenSlots } from './article-plan.ts'

/** Text models are slow and wait mostly on themselves. No more than this is spent after a pause. */
const articlesAtOnce = 4

/** Writes the prompts of the next articles. */
export async function writeNextPrompts(studio: Studio, run: RunInHand, baton: Baton): Promise<AfterStep> {
  const { runId, conductor } = baton
  // Where money is limited, what one article cost has to be known before the next.
  const taken = await studio.runItems.takeUnwritten(runId, conductor, run.usdMax === null ? articlesAtOnce : 1)
  if (!taken) return 'over'
  if (taken.items.length > 0) {
    // All of them, whatever becomes of one: the next step would have those written once more that are still in hand.
    const written = await Promise.allSettled(taken.items.map((item) => writeOne(studio, run, item, baton)))
    for (const result of written) if (result.status === 'rejected') throw result.reason
    return 'again'
  }
  if (taken.isBusy) return 'wait'
  if (run.lastStage === 'prompts') {
    await studio.runWork.finish(runId, conductor, 'completed', 'done', 'All prompts are written.')
    return 'over'
  }
  await studio.runWork.setStage(runId, conductor, 'images', [{ message: 'All prompts are written. Images come next.' }])
  return 'again'
}

async function writeOne(
  studio: Studio,
  run: RunInHand,
  item: WaitingItem,
  { runId, conductor, signal }: Baton,
): Promise<void> {
  const { contentId, title } = item
  try {
    const levels = await studio.intake.levelsOf(contentId)
    const targets = await studio.intake.targets({ contentId })
    const catalog = await studio.catalogs.current()
    const statusReason = levels && statusReasons[levels.status]
    if (statusReason !== undefined) throw new AppError('refused', statusReason)
    // Somebody else may have written them since the run was planned; a text model is not paid twice.
    if (levels && unwrittenSlots(levels, targets, catalog) === 0) {
      await studio.runItems.notePrompts(runId, contentId, { message: `“${title}” has its prompts already.` })
      return
    }
    const held = await studio.runItems.heldForPrompts(runId)
    const written = await writePrompts(studio, contentId, {
      requestedBy: `run ${runId}`,
      overwrite: false,
      signal,
      runId,
      ...(run.usdMax === null ? {} : { usdMax: run.usdMax - run.promptsCostUsd - held }),
    })
    const cost = written.costUsd > 0 ? ` for $${written.costUsd.toFixed(4)}` : ''
    const notes = written.notes.length > 0 ? ` ${written.notes.join(' ')}` : ''
    await studio.runItems.notePrompts(runId, contentId, {
      message: `Prompts of “${title}” written by ${written.writer}${cost}.${notes}`,
      level: written.notes.length > 0 ? 'warning' : 'note',
    })
  } catch (error) {
    if (error instanceof PromptsTooDear) {
      await studio.runWork.end(runId, conductor, 'usd_limit', limitText('usd_limit', run), false)
      return
    }
    // What a person can mend is the article's own trouble; anything else is the run's, and tried again.
    if (!(error instanceof AppError) || error.code === 'unavailable') throw error
    const reason = messageOf(error)
    await studio.runItems.settleItems(
      runId,
      conductor,
      [{ contentId, skipReason: reason }],
      [{ level: 'warning', contentId, message: `“${title}” is left alone: ${reason}` }],
    )
  }
}
