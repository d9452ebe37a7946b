import { groupedBy } from '../../domain/grouped.ts'
import type { Studio } from '../studio.ts'
import { type ArticlePlan, planArticle } from './article-plan.ts'

/** Articles that are read and planned at once; other requests get their turn in between. */
const batchSize = 200

/** Plans every article of a site, in the order of their ids. Writes nothing. */
export async function planSite(
  studio: Studio,
  siteId: number,
  lastStage: 'prompts' | 'images',
): Promise<{ plans: ArticlePlan[] }> {
  const catalog = await studio.catalogs.current()
  const articles = await studio.siteArticles.ofSite(siteId)
  const plans: ArticlePlan[] = []
  for (let from = 0; from < articles.length; from += batchSize) {
    const batch = articles.slice(from, from + batchSize)
    const contentIds = batch.map(({ contentId }) => contentId)
    const [levelsById, targets] = await Promise.all([
      studio.intake.levelsOfMany(contentIds),
      studio.intake.targets({ contentIds }),
    ])
    const targetsById = groupedBy(targets, ({ contentId }) => contentId)
    for (const article of batch) {
      const levels = levelsById.get(article.contentId)
      if (!levels) continue
      plans.push(
        planArticle(article, { levels, targets: targetsById.get(article.contentId) ?? [], lastStage }, catalog, studio),
      )
    }
  }
  return { plans }
}

export interface SkippedArticles {
  reason: string
  articles: number
  examples: { contentId: number; title: string }[]
}

const examplesMax = 5

/** What is left alone, by reason, the most frequent first. */
export function groupSkipped(plans: readonly ArticlePlan[]): SkippedArticles[] {
  const byReason = groupedBy(
    plans.filter((plan) => plan.skipReason !== null),
    (plan) => plan.skipReason ?? '',
  )
  return [...byReason]
    .map(([reason, members]) => ({
      reason,
      articles: members.length,
      examples: members.slice(0, examplesMax).map(({ contentId, title }) => ({ contentId, title })),
    }))
    .toSorted((one, other) => other.articles - one.articles)
}
