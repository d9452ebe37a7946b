import type { Model } from '../records.ts'

/** The sizes a model draws in when nobody says otherwise. */
export function defaultSizes(model: Model): string[] {
  return [model.spec.landscape_size, model.spec.square_size].filter((size) => size !== undefined)
}

/** All sizes to draw: the closed list where there is one, else the defaults. */
export const drawnSizes = (model: Model): string[] => [
  ...new Set([...defaultSizes(model), ...(model.spec.valid_sizes ?? [])]),
]

/** The rules sizes must keep, each as half a sentence. */
export function sizeRuleTexts(model: Model): string[] {
  const rules = model.spec.size_rules
  const pixels = new Intl.NumberFormat('en')
  const texts: string[] = []
  if (rules) texts.push(`sides from ${rules.min_side} to ${rules.max_side} pixels`)
  if (rules?.step) texts.push(`in steps of ${rules.step}`)
  if (rules?.min_pixels) texts.push(`at least ${pixels.format(rules.min_pixels)} pixels in all`)
  if (rules?.max_pixels) texts.push(`at most ${pixels.format(rules.max_pixels)} pixels in all`)
  if (rules?.max_ratio) texts.push(`the longer side at most ${rules.max_ratio} times the shorter`)
  if (model.spec.min_pixels) texts.push(`at least ${pixels.format(model.spec.min_pixels)} pixels in all`)
  return texts
}
