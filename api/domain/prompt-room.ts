import type { ModelConfig } from '../../config/types.gen.ts'
import type { Catalog } from './catalog.ts'
import type { EffectiveSettings } from './effective-settings.ts'
import { composePrompt, lengthOf } from './prompt-text.ts'
import type { Remedied } from './refusal.ts'

/** Longer prompts do not make better pictures, and some models stop reading. */
const promptCharsMax = 1200
/** With less room than this, there is no saying what to draw. */
export const promptCharsMin = 50

/** Characters that a template leaves for a prompt of a model, after its own words, the style's and the title's. */
export function roomForPrompt(
  template: string,
  around: { style: string; title: string },
  model: Pick<ModelConfig, 'accepts'> | undefined,
): number {
  const taken = lengthOf(composePrompt(template, { prompt: '', ...around }))
  return Math.min(promptCharsMax, (model?.accepts?.prompt_chars_max ?? promptCharsMax) - taken)
}

/** Why prompts for these settings would have no room in a model, and what to change. Undefined where they have. */
export function roomProblem(
  { promptTemplate, styleId }: EffectiveSettings,
  title: string,
  model: ModelConfig,
  catalog: Catalog,
): Remedied | undefined {
  const style = catalog.styles.find((candidate) => candidate.id === styleId.value)?.prompt_words ?? ''
  const room = roomForPrompt(promptTemplate.value, { style, title }, model)
  if (room >= promptCharsMin) return undefined
  const whose = promptTemplate.origin === 'account' ? "The account's prompt template" : 'The prompt template'
  const where =
    promptTemplate.origin === 'account' ? "the account's prompt template" : 'prompt_template in settings.yaml'
  return {
    problem: `${whose} and style "${styleId.value}" have to leave ${promptCharsMin} characters for a prompt of ${model.model_name}, and leave ${Math.max(0, room)}.`,
    remedy: `Shorten ${where} by at least ${promptCharsMin - room} characters, or choose a style with fewer words.`,
  }
}
