import { relatedTo } from '../finding.ts'
import { isSame, valueAt } from '../merged-value.ts'
import { overlayFields } from '../overlay.ts'
import { targetOf } from '../overlay-target.ts'
import type { Rule } from './rule.ts'

export const environmentNoEffect: Rule = {
  id: 'environment/no-effect',
  severity: 'warning',
  summary: 'An environment says only what is another there.',
  why: 'What it repeats would stay behind when the base file changes, and hides what makes the environment different.',
  fix: 'Take the field out of the file of the environment.',
  *check(context) {
    for (const { environment, document, entries } of context.overlays) {
      for (const entry of entries) {
        const target = targetOf(entry, context)
        if (!target) continue
        for (const { path, value } of overlayFields(entry)) {
          if (!isSame(valueAt(target.spec, path), value)) continue
          yield {
            place: document.placeOf([...entry.path, ...path], 'key'),
            message: `${path.join('.')} of ${entry.id} is what it is without ${environment}.`,
            hint: 'Take it out.',
            related: [relatedTo(target.place(path, 'key'), 'said here')],
          }
        }
      }
    }
  },
}
