import { suggestion, wordMend } from '../did-you-mean.ts'
import { mayHaveTarget, targetNames } from '../overlay-target.ts'
import { kindNouns } from '../tree.ts'
import type { Rule } from './rule.ts'

const capitalised = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`

export const environmentUnknownEntry: Rule = {
  id: 'environment/unknown-entry',
  severity: 'error',
  summary: 'What an environment changes is declared in the base files.',
  why: 'An environment adds nothing and takes nothing out, so what it says about something else would not happen.',
  fix: 'Correct the name, or declare the thing in the base files: a model that is not active there can be made active in one environment.',
  *check(context) {
    for (const overlay of context.overlays) {
      for (const entry of overlay.entries) {
        if (mayHaveTarget(entry, context)) continue
        const names = targetNames(entry.kind, context)
        const isTaken = (name: string) => overlay.entries.some(({ kind, id }) => kind === entry.kind && id === name)
        yield {
          place: overlay.document.placeOf(entry.path, 'key'),
          message: `There is no ${kindNouns[entry.kind]} "${entry.id}" that ${overlay.environment} could change.`,
          hint: suggestion(entry.id, names, capitalised(entry.kind)),
          mend: wordMend(
            entry.id,
            names.filter((name) => !isTaken(name)),
          ),
        }
      }
    }
  },
}
