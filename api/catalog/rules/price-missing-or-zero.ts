import { type ModelEntry, imageModels } from '../context.ts'
import type { Problem } from '../finding.ts'
import type { Rule } from './rule.ts'

/** The kinds of tokens that every call of a model of the type is billed for. */
const billedKinds = { image: ['text_input', 'image_output'], text: ['text_input', 'text_output'] } as const

/** Rates that are all 0 are those of a model that runs on a machine of one's own. */
function* missingRates(model: ModelEntry): Iterable<Problem> {
  const { price, model_type: type } = model.spec
  const rates = price?.usd_per_1m_tokens
  if (!rates || type === undefined || Object.values(rates).every((rate) => rate === 0)) return
  for (const kind of billedKinds[type]) {
    if ((rates[kind] ?? 0) > 0) continue
    const path = ['price', 'usd_per_1m_tokens', kind]
    const isThere = rates[kind] !== undefined
    yield {
      place: model.place(path, isThere ? 'value' : 'key'),
      message: isThere
        ? `${kind} is 0, so these tokens count as free.`
        : `usd_per_1m_tokens has no ${kind}, so these tokens count as free.`,
      hint: 'Write what a million of them costs in US dollars.',
    }
  }
}

export const priceMissingOrZero: Rule = {
  id: 'price/missing-or-zero',
  severity: 'warning',
  summary: 'An image model has a price.usd_per_image above 0, and token rates name every kind that is billed.',
  why: 'Budgets, estimates and reports would count its calls as free.',
  fix: 'Add what the provider charges for one picture of the default size, and for a million tokens of the kind.',
  *check(context) {
    for (const model of context.models) yield* missingRates(model)
    for (const model of imageModels(context)) {
      const price = model.spec.price
      if (!price || (price.usd_per_image ?? 0) > 0) continue
      const isThere = price.usd_per_image !== undefined
      yield {
        place: isThere ? model.place(['price', 'usd_per_image']) : model.place(['price'], 'key'),
        message: isThere
          ? 'usd_per_image is 0, so this model counts as free.'
          : 'The price has no usd_per_image, so nothing can be reserved before a call.',
        hint: 'Write what one picture of the default size costs in US dollars.',
      }
    }
  },
}
