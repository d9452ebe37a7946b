import { brokenSizeRules, parseSize } from '../../domain/size.ts'
import { type ModelEntry, imageModels } from '../context.ts'
import { type Problem, relatedTo } from '../finding.ts'
import { type SizeLimits, sizeLimitsOf } from '../size-check.ts'
import type { Rule } from './rule.ts'

function* listedButRefused(model: ModelEntry, limits: SizeLimits): Iterable<Problem> {
  for (const [index, text] of (limits.valid_sizes ?? []).entries()) {
    const size = parseSize(text)
    const broken = size ? brokenSizeRules(size, limits) : []
    if (broken.length === 0) continue
    const source = limits.size_rules ? 'size_rules' : 'min_pixels'
    yield {
      place: model.place(['valid_sizes', index]),
      message: `valid_sizes lists ${text}, which ${source} refuses: ${broken.join('; ')}.`,
      related: [relatedTo(model.place([source], 'key'), `${source} of ${limits.model_name}`)],
    }
  }
}

/** Rules that no size can keep. */
function* impossibleRules(model: ModelEntry, limits: SizeLimits): Iterable<Problem> {
  const rules = limits.size_rules
  if (!rules) return
  const minPixels = Math.max(rules.min_pixels ?? 0, limits.min_pixels ?? 0)
  const at = (name: string) => model.place(['size_rules', name])
  if (rules.min_side > rules.max_side) {
    yield {
      place: at('min_side'),
      message: `min_side ${rules.min_side} is larger than max_side ${rules.max_side}, so no size is legal.`,
    }
  } else if (rules.max_pixels !== undefined && minPixels > rules.max_pixels) {
    yield {
      place: at('max_pixels'),
      message: `max_pixels ${rules.max_pixels} is smaller than min_pixels ${minPixels}, so no size is legal.`,
    }
  } else if (minPixels > rules.max_side ** 2) {
    yield {
      place: at('max_side'),
      message: `Sides of at most ${rules.max_side} never have the ${minPixels} pixels that min_pixels asks for.`,
    }
  } else if (rules.step !== undefined && Math.floor(rules.max_side / rules.step) * rules.step < rules.min_side) {
    yield {
      place: at('step'),
      message: `No multiple of step ${rules.step} lies between min_side ${rules.min_side} and max_side ${rules.max_side}.`,
    }
  }
}

export const sizeContradiction: Rule = {
  id: 'size/contradiction',
  severity: 'error',
  summary: 'What a model says of its sizes agrees with itself, and an active one says something.',
  why: 'A size that one line allows and another refuses is found out by a provider, after the queue.',
  fix: 'Correct the line that is wrong. An active image model needs valid_sizes or size_rules.',
  *check(context) {
    for (const model of imageModels(context)) {
      const limits = sizeLimitsOf(model)
      if (!limits) continue
      yield* listedButRefused(model, limits)
      yield* impossibleRules(model, limits)
      if (model.spec.is_active && !limits.valid_sizes && !limits.size_rules) {
        yield {
          place: model.place(['valid_sizes'], 'key'),
          message: `${limits.model_name} is active and has neither valid_sizes nor size_rules, so no size can be checked.`,
          hint: 'Add the one that the provider documents.',
        }
      }
    }
  },
}
