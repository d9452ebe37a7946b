import type { SettingsConfig } from '../../../config/types.gen.ts'
import { placeholders, templateFaults } from '../../domain/prompt-template.ts'
import type { CatalogContext } from '../context.ts'
import { suggestion } from '../did-you-mean.ts'
import type { Entry } from '../entry.ts'
import type { Place } from '../finding.ts'
import type { Rule } from './rule.ts'

/** Where a placeholder stands within the template; the whole template where it is written over several lines. */
function placeOf(placeholder: string, settings: Entry<SettingsConfig>, { sources }: CatalogContext): Place {
  const whole = settings.place(['prompt_template'])
  const at =
    sources
      .get(whole.file)
      ?.line(whole.line)
      .indexOf(placeholder, whole.column - 1) ?? -1
  if (at === -1) return whole
  return { ...whole, column: at + 1, endLine: whole.line, endColumn: at + 1 + placeholder.length }
}

export const settingsTemplate: Rule = {
  id: 'settings/template',
  severity: 'error',
  summary: 'prompt_template has {prompt} in it, and no placeholder but {prompt}, {style} and {title}.',
  why: 'Without {prompt} every picture would show the same; an unknown placeholder is sent to the provider as it stands.',
  fix: 'Correct the placeholder.',
  *check(context) {
    for (const settings of context.settings) {
      const template = settings.spec.prompt_template
      if (template === undefined) continue
      const { unknown, lacksPrompt } = templateFaults(template)
      for (const name of unknown) {
        yield {
          place: placeOf(`{${name}}`, settings, context),
          message: `{${name}} is not a placeholder.`,
          hint: suggestion(name, placeholders, 'Placeholders'),
        }
      }
      if (!lacksPrompt || unknown.some((name) => suggestion(name, ['prompt'], '') === 'Did you mean "prompt"?'))
        continue
      yield {
        place: settings.place(['prompt_template']),
        message: 'prompt_template lacks {prompt}.',
        hint: 'Put {prompt} where the subject of the picture belongs.',
      }
    }
  },
}
