import type { Rule } from './rule.ts'

export const planCount: Rule = {
  id: 'plan/count',
  severity: 'warning',
  summary: 'At least one plan allows as many images per article as settings.yaml asks for.',
  why: 'Every article would get fewer images than the default promises.',
  fix: 'Lower images_per_article in settings.yaml, or raise images_per_article_max of a plan.',
  *check(context) {
    for (const settings of context.settings) {
      const count = settings.spec.images_per_article
      const counts = context.plans.map((plan) => plan.spec.images_per_article_max)
      if (count === undefined || counts.length === 0 || counts.some((most) => most === undefined || most >= count))
        continue
      const most = Math.max(...counts.flatMap((known) => known ?? []))
      yield {
        place: settings.place(['images_per_article']),
        message: `images_per_article is ${count}, but no plan allows more than ${most}.`,
        hint: `Write ${most} at most, or raise images_per_article_max of a plan.`,
      }
    }
  },
}
