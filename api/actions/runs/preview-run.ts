import { AppError } from '../../domain/error.ts'
import { type RunLimits, nameOfLimit, withinLimits } from '../../domain/run.ts'
import type { RunPlan } from '../../contract/types.gen.ts'
import { budgetProblem } from '../budget.ts'
import { groupedBy } from '../../domain/grouped.ts'
import type { Studio } from '../studio.ts'
import type { ArticlePlan, PlannedImage } from './article-plan.ts'
import { groupSkipped, planSite } from './site-plan.ts'

/** Six decimals are kept; sums of floats have more. */
const roundUsd = (usd: number): number => Math.round(usd * 1e6) / 1e6

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)

function byModel(images: readonly PlannedImage[]): RunPlan['models'] {
  return [...groupedBy(images, ({ modelId }) => modelId)].map(([modelId, members]) => ({
    modelId,
    images: members.length,
    costUsd: roundUsd(sum(members.map(({ estimateUsd }) => estimateUsd))),
    credits: sum(members.map(({ estimateCredits }) => estimateCredits)),
    providerMode: members[0]?.providerMode === 'live' ? 'live' : 'sandbox',
  }))
}

/** Who would write; several where articles differ in that. */
function writersOf(plans: readonly ArticlePlan[]): string {
  const writing = plans.filter(({ needsPrompts }) => needsPrompts)
  return [...new Set((writing.length > 0 ? writing : plans).map(({ promptsWriter }) => promptsWriter))].join(', ')
}

/** What a run would do if it began now. Writes nothing. */
export async function previewRun(
  studio: Studio,
  siteId: number,
  { lastStage, limits }: { lastStage: 'prompts' | 'images'; limits: RunLimits },
): Promise<RunPlan> {
  const site = await studio.siteArticles.site(siteId)
  if (!site) throw new AppError('not_found', `There is no site ${siteId}.`)
  const { plans } = await planSite(studio, siteId, lastStage)
  const wanted = plans.flatMap(({ images }) => images)
  const { allowed, limit } = withinLimits(wanted, { images: 0, credits: 0, usd: 0 }, limits)
  const models = byModel(allowed)
  const costUsd = roundUsd(sum(models.map((model) => model.costUsd)))
  const credits = sum(models.map((model) => model.credits))
  const [spending] = await studio.spending.ofAccounts([site.accountId])
  return {
    articles: plans.length,
    articlesToDo: plans.filter(({ skipReason }) => skipReason === null).length,
    prompts: plans.filter(({ needsPrompts }) => needsPrompts).length,
    promptsWriter: writersOf(plans),
    images: allowed.length,
    costUsd,
    credits,
    models,
    skipped: groupSkipped(plans),
    left: wanted.length - allowed.length,
    limit: limit ? `It would end at its ${nameOfLimit(limit, limits)}.` : null,
    problem: (spending && budgetProblem(spending, allowed.length, costUsd, credits)) ?? null,
    activeRunId: await studio.runs.activeOf(siteId),
  }
}
