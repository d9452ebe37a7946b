import type { NewGeneration, Target } from '../../db/intake-store.ts'
import type { RunInHand } from '../../db/run-hand.ts'
import type { WaitingItem } from '../../db/run-prompts.ts'
import type { AskedImage } from '../../db/run-work-store.ts'
import type { RunLogEntry } from '../../db/run-log.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { AppError } from '../../domain/error.ts'
import { nameOfSlot } from '../../domain/image-slot.ts'
import { budgetProblem } from '../budget.ts'
import { planGeneration } from '../plan-generation.ts'
import { reasonToSkip } from '../queue-generations.ts'
import { groupedBy } from '../../domain/grouped.ts'
import type { Studio } from '../studio.ts'
import type { AfterStep, Baton } from './advance-run.ts'
import { madeAlready, statusReasons } from './article-plan.ts'
import { waitForImages } from './wait.ts'

/** Images of a run in the queue or in hand at once: enough to keep providers busy, few enough to take back at a pause. */
const imagesAtOnce = 32
/** Articles looked at for the next images. An article has at most 9, so those in hand cannot fill this. */
const articlesAtOnce = 48
/** After a person at the console, and after what the CMS asks for. */
const runPriority = -5

/** What of an article is to be asked for now, and whether that is all. */
interface ArticleTurn {
  item: WaitingItem
  wanted: NewGeneration[]
  /** Why images cannot be asked for. */
  refusals: string[]
  isBusy: boolean
  /** Why nothing is asked for, where that is the case. */
  leftAlone: string
}

/** Asks for the next images, as far as there is room. */
export async function makeNextImages(studio: Studio, run: RunInHand, baton: Baton): Promise<AfterStep> {
  const { runId, conductor } = baton
  const items = await studio.runItems.nextWaiting(runId, articlesAtOnce)
  const unfinished = await studio.runWork.unfinished(runId)
  if (items.length === 0 && unfinished === 0) {
    await studio.runWork.finish(runId, conductor, 'completed', 'done', 'Nothing more is missing.')
    return 'over'
  }
  const catalog = await studio.catalogs.current()
  const contentIds = items.map(({ contentId }) => contentId)
  // In this order: what ends between the two is still under way for this step, and told of by the next.
  const targets = await studio.intake.targets({ contentIds })
  const asked = await studio.runWork.askedOf(runId, contentIds)
  const turns = turnsOf(studio, run, { items, targets, asked }, catalog)
  const over = turns.filter((turn) => turn.wanted.length === 0 && !turn.isBusy)
  await settleOver(studio, over, asked, baton)
  const wanted = turns.flatMap((turn) => turn.wanted).slice(0, Math.max(0, imagesAtOnce - unfinished))
  // Where articles are over, there may be others to look at; otherwise all is in hand.
  if (wanted.length === 0) {
    return over.length > 0 ? 'again' : waitForImages(studio, run, baton)
  }
  const affordable = await withinBudget(studio, run, wanted)
  if (affordable.problem !== undefined && affordable.images.length === 0) {
    // What is in hand may come to less than it was estimated at; only then it is known.
    if (unfinished > 0) return waitForImages(studio, run, baton)
    await studio.runWork.end(runId, conductor, 'account_budget', affordable.problem, false)
    return 'again'
  }
  const result = await studio.runWork.ask(runId, conductor, affordable.images)
  return result?.images || result?.limit ? 'again' : 'wait'
}

function turnsOf(
  studio: Studio,
  run: RunInHand,
  { items, targets, asked }: { items: WaitingItem[]; targets: Target[]; asked: AskedImage[] },
  catalog: Catalog,
): ArticleTurn[] {
  const targetsById = groupedBy(targets, ({ contentId }) => contentId)
  const askedImages = new Set(asked.map(({ imageId }) => imageId))
  const wish = {
    requestedBy: `run ${run.id}`,
    priority: runPriority,
    ...(run.correlationId === null ? {} : { correlationId: run.correlationId }),
  }
  return items.map((item) => {
    const turn: ArticleTurn = {
      item,
      wanted: [],
      refusals: [],
      isBusy: false,
      leftAlone: 'Nothing is missing any more.',
    }
    for (const target of targetsById.get(item.contentId) ?? []) {
      const statusReason = statusReasons[target.contentStatus]
      const isAsked = askedImages.has(target.imageId)
      if (isUnderWay(target) && isAsked) turn.isBusy = true
      else if (statusReason !== undefined) turn.leftAlone = statusReason
      else if (isUnderWay(target)) turn.leftAlone = madeAlready
      // What failed in this run is not bought again by it.
      else if (!isAsked && reasonToSkip(target, 'missing', catalog) === undefined) planInto(turn, target)
    }
    return turn
  })

  function planInto(turn: ArticleTurn, target: Target): void {
    try {
      turn.wanted.push(planGeneration(target, wish, catalog, studio))
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'refused') throw error
      turn.refusals.push(`${nameOfSlot(target)}: ${error.message}`)
    }
  }
}

const isUnderWay = ({ latestStatus }: Target): boolean => latestStatus === 'queued' || latestStatus === 'running'

/** Settles the articles with nothing more to ask for and nothing in hand, and says what came of each. */
async function settleOver(
  studio: Studio,
  over: ArticleTurn[],
  asked: AskedImage[],
  { runId, conductor }: Baton,
): Promise<void> {
  const askedById = groupedBy(asked, ({ contentId }) => contentId)
  const items: { contentId: number; skipReason: string | null }[] = []
  const log: RunLogEntry[] = []
  for (const { item, refusals, leftAlone } of over) {
    const ofArticle = askedById.get(item.contentId) ?? []
    const isSkipped = ofArticle.length === 0
    const why = refusals[0] ?? leftAlone
    items.push({ contentId: item.contentId, skipReason: isSkipped ? why : null })
    log.push(...linesOf(item, ofArticle, isSkipped ? [why] : refusals))
  }
  await studio.runItems.settleItems(runId, conductor, items, log)
}

function linesOf({ contentId, title }: WaitingItem, asked: AskedImage[], refusals: string[]): RunLogEntry[] {
  if (asked.length === 0) return [{ level: 'warning', contentId, message: `“${title}” is left alone: ${refusals[0]}` }]
  const made = asked.filter(({ status }) => status === 'succeeded').length
  const failures = asked.filter(({ status }) => status === 'failed')
  const why = failures[0]?.errorMessage ? ` ${failures[0].errorMessage}` : ''
  const cancelled = asked.filter(({ status }) => status === 'cancelled').length
  const withdrawn = cancelled > 0 ? `, ${cancelled} cancelled` : ''
  const failed = failures.length > 0 ? `, ${failures.length} failed.${why}` : '.'
  return [
    {
      contentId,
      level: failures.length + refusals.length > 0 ? 'warning' : 'note',
      message: `“${title}”: ${made} of ${asked.length} images made${withdrawn}${failed}`,
    },
    ...refusals.map((reason): RunLogEntry => ({ level: 'warning', contentId, message: `“${title}”, ${reason}` })),
  ]
}

/** As many of the images, in their order, as the account's month allows. */
async function withinBudget(
  studio: Studio,
  run: RunInHand,
  wanted: NewGeneration[],
): Promise<{ images: NewGeneration[]; problem: string | undefined }> {
  const [spending] = await studio.spending.ofAccounts([run.accountId])
  if (!spending) return { images: [], problem: 'The account is gone.' }
  let costUsd = 0
  let credits = 0
  for (const [index, { estimateUsd, estimateCredits }] of wanted.entries()) {
    costUsd += estimateUsd
    credits += estimateCredits
    const problem = budgetProblem(spending, index + 1, costUsd, credits)
    if (problem) return { images: wanted.slice(0, index), problem }
  }
  return { images: wanted, problem: undefined }
}
