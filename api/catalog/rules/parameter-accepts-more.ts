import type { ParameterSet } from '../../domain/catalog.ts'
import { type ModelEntry } from '../context.ts'
import { type Problem } from '../finding.ts'
import { parameterSetFor } from '../parameter-check.ts'
import type { Rule } from './rule.ts'

const fieldNames = { negative_prompt: ['negativePrompt', 'negative_prompt'], seed: ['seed'] } as const
const promptNames = ['positivePrompt', 'prompt']

function* excess(model: ModelEntry, set: ParameterSet): Iterable<Problem> {
  const accepts = model.spec.accepts
  if (!accepts || set.modelType !== 'image') return
  const fields = set.schema.properties
  for (const name of ['negative_prompt', 'seed'] as const) {
    if (!accepts[name] || fieldNames[name].some((field) => Object.hasOwn(fields, field))) continue
    yield {
      place: model.place(['accepts', name]),
      message: `accepts.${name} is true, but requests to this family have no field for it.`,
      hint: 'Write false.',
    }
  }
  const longest = promptNames.map((name) => fields[name]?.['maxLength']).find((length) => typeof length === 'number')
  if (typeof longest !== 'number' || accepts.prompt_chars_max <= longest) return
  yield {
    place: model.place(['accepts', 'prompt_chars_max']),
    message: `prompt_chars_max is ${accepts.prompt_chars_max}, but the provider takes at most ${longest} characters.`,
    hint: `Write ${longest}.`,
  }
}

export const parameterAcceptsMore: Rule = {
  id: 'parameter/accepts-more',
  severity: 'error',
  summary: 'accepts promises nothing that the parameter set of the model does not have.',
  why: 'A negative prompt or a seed that the request cannot carry is dropped, and a prompt that is too long is refused.',
  fix: 'Correct accepts, or the parameter set.',
  *check(context) {
    for (const model of context.models) {
      const set = parameterSetFor(model, context)
      if (set) yield* excess(model, set)
    }
  },
}
