import { placeholdersIn } from '../../domain/prompt-template.ts'
import { nearestWord } from '../did-you-mean.ts'
import { relatedTo } from '../finding.ts'
import type { Rule } from './rule.ts'

export const referenceUnusedStyle: Rule = {
  id: 'reference/unused-style',
  severity: 'warning',
  summary: 'prompt_template has {style} in it, so that the words of a style are used.',
  why: 'People choose between styles that all give the same prompt.',
  fix: 'Put {style} into prompt_template, where the words of the style belong.',
  *check(context) {
    for (const settings of context.settings) {
      const template = settings.spec.prompt_template
      const [style] = context.styles
      if (template === undefined || !style) continue
      const used = placeholdersIn(template)
      if (used.some((name) => name === 'style' || nearestWord(name, ['style']) !== undefined)) continue
      yield {
        place: settings.place(['prompt_template']),
        message: `prompt_template has no {style}, so ${context.styles.length === 1 ? 'the style adds' : `the ${context.styles.length} styles add`} nothing to a prompt.`,
        hint: 'Put {style} where the words of the style belong.',
        related: [relatedTo(style.place(['prompt_words'], 'key'), 'words that no prompt has')],
      }
    }
  },
}
