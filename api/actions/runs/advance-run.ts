import { type RunLimits, limitText } from '../../domain/run.ts'
import type { RunInHand } from '../../db/run-hand.ts'
import type { Studio } from '../studio.ts'
import { makeNextImages } from './image-stage.ts'
import { writeNextPrompts } from './prompt-stage.ts'
import { groupSkipped, planSite } from './site-plan.ts'
import { waitForImages } from './wait.ts'

/** What comes after a step: another one at once, a wait for what is in hand, or nothing because the run is over. */
export type AfterStep = 'again' | 'wait' | 'over'

/** A run and the conductor that has it: together the fence of every write. */
export interface Baton {
  runId: number
  conductor: string
  signal: AbortSignal
}

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

async function plan(studio: Studio, run: RunInHand, { runId, conductor }: Baton): Promise<AfterStep> {
  const { plans } = await planSite(studio, run.siteId, run.lastStage)
  const items = plans.map(({ contentId, needsPrompts, images, skipReason }) => ({
    contentId,
    needsPrompts,
    skipReason,
    imagesWanted: images.length,
  }))
  const toDo = items.filter(({ skipReason }) => skipReason === null)
  const images = toDo.reduce((sum, { imagesWanted }) => sum + imagesWanted, 0)
  const prompts = toDo.filter(({ needsPrompts }) => needsPrompts).length
  await studio.runItems.savePlan(runId, conductor, items, [
    {
      message: `Planned: ${countOf(toDo.length, 'article')} of ${plans.length} to do, ${prompts} without prompts, ${countOf(images, 'image')} missing.`,
    },
    ...groupSkipped(plans).map(({ reason, articles }) => ({
      message: `Left alone: ${countOf(articles, 'article')}. ${reason}`,
    })),
  ])
  return 'again'
}

/** The time is over, where it is limited. */
export const isOutOfTime = (run: RunInHand & RunLimits): boolean =>
  run.minutesMax !== null && run.activeSeconds >= run.minutesMax * 60

/**
 * Takes a run one step further. Each step reads how things stand, so that a step may be the first of a process that has
 * just taken the run over.
 */
export async function advanceRun(studio: Studio, baton: Baton): Promise<AfterStep> {
  const { runId, conductor } = baton
  const run = await studio.runWork.inHand(runId, conductor)
  if (!run) return 'over'
  if (run.endReason !== null) return windUp(studio, run, baton)
  if (isOutOfTime(run)) {
    await studio.runWork.end(runId, conductor, 'time_limit', limitText('time_limit', run), true)
    return 'again'
  }
  if (run.stage === 'plan') return plan(studio, run, baton)
  return run.stage === 'prompts' ? writeNextPrompts(studio, run, baton) : makeNextImages(studio, run, baton)
}

async function windUp(studio: Studio, run: RunInHand, baton: Baton): Promise<AfterStep> {
  const { runId, conductor } = baton
  if ((await studio.runWork.unfinished(runId)) > 0) return waitForImages(studio, run, baton)
  const reason = run.endReason ?? 'done'
  await studio.runWork.finish(runId, conductor, 'completed', reason, run.endNote ?? limitText(reason, run))
  return 'over'
}
