import type { DeclaredEntry } from '../../domain/declared-entry.ts'
import { AppError } from '../../domain/error.ts'
import { fieldAt, withField } from '../field-at.ts'
import { canonicalJson } from '../field-changes.ts'
import { keyOf } from '../plan.ts'
import type { ReleaseContext } from '../sync-plan.ts'

type Overlay = NonNullable<ReleaseContext['overlay']>

/**
 * What base files must say so that, with an environment's overlay over them, they say what a database does.
 * @throws AppError `refused` where the database says something else than the overlay: no base file can mend that
 */
export function withoutOverlay(
  entries: readonly DeclaredEntry[],
  { file, settings }: Overlay,
  base: readonly DeclaredEntry[],
): DeclaredEntry[] {
  const baseOf = new Map(base.map((entry) => [keyOf(entry), entry]))
  return entries.map((entry) =>
    settings
      .filter((setting) => keyOf(setting) === keyOf(entry))
      .reduce((changed, { kind, id, path, value }) => {
        const now = fieldAt(entry.spec, path)
        if (canonicalJson(now) !== canonicalJson(value))
          throw new AppError(
            'refused',
            `The database has ${path} ${JSON.stringify(now) ?? 'not set'} for ${kind} ${id}, and ${file} sets it to ${JSON.stringify(value)}. Change it there, then export. Nothing was written.`,
          )
        return { ...changed, spec: withField(changed.spec, path, fieldAt(baseOf.get(keyOf(entry))?.spec, path)) }
      }, entry),
  )
}
