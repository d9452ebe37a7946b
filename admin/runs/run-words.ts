import type { Run, RunLimits, RunStage, RunStatus } from '../records.ts'
import { costText, countOf, countText } from '../ui/wording.ts'

export const runStatusWords: Record<RunStatus, string> = {
  running: 'Running',
  paused: 'Paused',
  completed: 'Completed',
  cancelled: 'Cancelled',
  failed: 'Failed',
}

export const stageWords: Record<RunStage, string> = {
  plan: 'Looks through the articles',
  prompts: 'Writes prompts',
  images: 'Makes images',
}

export const isOver = (run: Run): boolean => run.status !== 'running' && run.status !== 'paused'

const listOf = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** What bounds a run, as the end of a sentence. */
export function limitsText(limits: RunLimits): string {
  const { imagesMax, creditsMax, usdMax, minutesMax } = limits
  const parts = [
    imagesMax === null ? [] : countOf(imagesMax, 'image'),
    creditsMax === null ? [] : countOf(creditsMax, 'credit'),
    usdMax === null ? [] : costText(usdMax),
    minutesMax === null ? [] : `${countOf(minutesMax, 'minute')} of running`,
  ].flat()
  return parts.length === 0 ? 'no limit but what the account may spend' : `at most ${listOf.format(parts)}`
}

const lengthsSeconds = { minute: 60, hour: 3_600, day: 86_400 }

/** As roughly as anybody can know it. */
export function etaText(seconds: number): string {
  const { minute, hour, day } = lengthsSeconds
  if (seconds < minute) return 'less than a minute left'
  if (seconds < hour) return `about ${countOf(Math.round(seconds / minute), 'minute')} left`
  if (seconds < 6 * hour) {
    const minutes = Math.round((seconds % hour) / minute / 5) * 5
    const hours = Math.floor(seconds / hour) + (minutes === 60 ? 1 : 0)
    return `about ${countOf(hours, 'hour')}${minutes % 60 === 0 ? '' : ` ${minutes} minutes`} left`
  }
  if (seconds < 2 * day) return `about ${countOf(Math.round(seconds / hour), 'hour')} left`
  return `about ${countOf(Math.round(seconds / day), 'day')} left`
}

/** How fast, in the unit that gives a number one can picture. */
export function rateText(imagesPerMinute: number): string {
  if (imagesPerMinute >= 10) return `${countText(Math.round(imagesPerMinute))} images a minute`
  if (imagesPerMinute >= 1) return `${imagesPerMinute.toFixed(1).replace(/\.0$/, '')} images a minute`
  const perHour = Math.round(imagesPerMinute * 60)
  return `${countOf(perHour, 'image')} an hour`
}

/** What a run is after: images, or only prompts. */
export function goalOf(run: Run): { done: number; failed: number; wanted: number; noun: string } {
  const { made, failed, imagesWanted, promptsWritten, promptsWanted } = run.progress
  return run.lastStage === 'prompts'
    ? { done: promptsWritten, failed: 0, wanted: promptsWanted, noun: 'prompt' }
    : { done: made, failed, wanted: imagesWanted, noun: 'image' }
}

/** Images that it wants and that nobody has been asked for yet. */
export function notAskedFor(run: Run): number {
  const { imagesWanted, made, failed, queued, running } = run.progress
  return Math.max(0, imagesWanted - made - failed - queued - running)
}

/** Whether it asks for nothing more: it is over, or ends when what is in hand is done. */
export const asksNoMore = (run: Run): boolean => isOver(run) || run.endReason !== null

/** How soon what is shown of a run is old, in milliseconds. */
const lookWhileRunningMs = 2_000
const lookWhileInHandMs = 5_000

/** How often a run is read again: quickly while it runs, calmly while something of it is still under way, else never. */
export function lookEveryMsOf(run: Run | undefined): number | false {
  if (!run) return false
  if (run.status === 'running') return lookWhileRunningMs
  return run.progress.queued + run.progress.running > 0 ? lookWhileInHandMs : false
}
