import { changeInWords } from './change-words.ts'
import type { CatalogContext } from './context.ts'
import { overlayFields } from './overlay.ts'
import { canonicalJson } from './field-changes.ts'
import { kindNouns } from './tree.ts'

/** One line of a table of changes. */
export interface ChangeRow {
  what: string
  field: string
  words: string
}

interface SetField {
  what: string
  field: string
  value: unknown
}

/** Every value that an environment sets, by what is set where. */
function fieldsIn({ overlays }: CatalogContext): Map<string, SetField> {
  const fields = overlays.flatMap(({ environment, entries }) =>
    entries.flatMap((entry) => {
      const thing = entry.kind === 'settings' ? 'settings' : `${kindNouns[entry.kind]} ${entry.id}`
      const what = `environment ${environment}: ${thing}`
      return overlayFields(entry).map(({ path, value }): SetField => ({ what, field: path.join('.'), value }))
    }),
  )
  return new Map(fields.map((field) => [JSON.stringify([field.what, field.field]), field]))
}

/** What environments have otherwise now and did not before, field by field. */
export function overlayChanges(before: CatalogContext, after: CatalogContext): ChangeRow[] {
  const [was, now] = [fieldsIn(before), fieldsIn(after)]
  return [...new Map([...was, ...now])].flatMap(([key, { what, field }]) => {
    const [one, other] = [was.get(key)?.value, now.get(key)?.value]
    if (canonicalJson(one) === canonicalJson(other)) return []
    return [{ what, field, words: changeInWords({ path: field, before: one, after: other }) }]
  })
}
