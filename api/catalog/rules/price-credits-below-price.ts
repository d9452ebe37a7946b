import { imageModels } from '../context.ts'
import { relatedTo } from '../finding.ts'
import type { Rule } from './rule.ts'

export const priceCreditsBelowPrice: Rule = {
  id: 'price/credits-below-price',
  severity: 'warning',
  summary: 'The credits for an image are worth at least its price, where settings.yaml says what a credit is worth.',
  why: 'Every picture would cost more than it brings in.',
  fix: 'Raise credits_per_image, or correct the price or usd_per_credit.',
  *check(context) {
    for (const settings of context.settings) {
      const rate = settings.spec.usd_per_credit
      if (rate === undefined) continue
      for (const model of imageModels(context)) {
        const { credits_per_image: credits, price } = model.spec
        const usd = price?.usd_per_image
        // 3 * 0.01 is a little less than 0.03.
        if (credits === undefined || usd === undefined || credits * rate >= usd - 1e-9) continue
        yield {
          place: model.place(['credits_per_image']),
          message: `${credits} credits are worth ${Number((credits * rate).toFixed(6))} USD, but an image costs ${usd} USD.`,
          hint: `Write ${Math.ceil(Number((usd / rate).toFixed(6)))} at least.`,
          related: [relatedTo(settings.place(['usd_per_credit']), 'what a credit is worth')],
        }
      }
    }
  },
}
