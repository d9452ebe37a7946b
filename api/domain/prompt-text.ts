import type { ModelConfig, StyleConfig } from '../../config/types.gen.ts'
import { AppError } from './error.ts'

/** Puts a prompt into a template. Unknown placeholders stay as they are: none is saved, and none is in a sound catalog. */
export function composePrompt(template: string, parts: { prompt: string; style: string; title: string }): string {
  return template
    .replaceAll(/\{(prompt|style|title)\}/g, (_, name: keyof typeof parts) => parts[name].trim())
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Characters as the providers count them: code points. */
export const lengthOf = (text: string): number => [...text].length

/** The prompt and negative prompt to send. Throws AppError `refused` when the model does not take a prompt that long. */
export function promptToSend(
  parts: { prompt: string; title: string },
  style: StyleConfig,
  settings: { template: string; negativePrompt: string },
  model: ModelConfig,
): { prompt: string; negativePrompt: string | null } {
  const prompt = composePrompt(settings.template, { ...parts, style: style.prompt_words })
  const longest = model.accepts?.prompt_chars_max ?? 0
  if (lengthOf(prompt) > longest) {
    throw new AppError(
      'refused',
      `The prompt has ${lengthOf(prompt)} characters with its style; ${model.model_name} takes at most ${longest}. Shorten the prompt.`,
    )
  }
  const unwanted = [settings.negativePrompt, style.negative_prompt ?? '']
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join(', ')
  return { prompt, negativePrompt: model.accepts?.negative_prompt && unwanted ? unwanted : null }
}
