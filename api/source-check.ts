import { resolve } from 'node:path'
import type { CheckedCatalog } from './catalog/check-catalog.ts'
import type { Report } from './catalog/report.ts'
import { secretCover, secretsOf } from './catalog/secret.ts'
import { decodeText } from './catalog/source-text.ts'
import { lintSources } from './source-lint/lint-sources.ts'
import { readSources } from './source-lint/read-sources.ts'

/**
 * Searches source code for facts of a catalog. Folders default to those that the catalog's settings list; all are
 * relative to the folder that the command runs in. Undefined where there are none.
 * @throws AppError `invalid` when a folder cannot be searched.
 */
export async function checkSources(
  checked: CheckedCatalog,
  asked: readonly string[] | undefined,
): Promise<Report | undefined> {
  const listed = checked.context.settings[0]?.spec.source ?? []
  const folders = asked ?? listed.map((folder) => resolve(folder))
  if (folders.length === 0) return undefined
  const files = await readSources(folders)
  const findings = await lintSources(checked.context, files)
  const byLabel = new Map(files.map((file) => [file.label, file]))
  return {
    files: [...byLabel.keys()],
    findings,
    line(label, number) {
      const file = byLabel.get(label)
      if (!file) return undefined
      const { source } = decodeText(file.bytes)
      if (number < 1 || number > source.lineCount()) return undefined
      const line = source.line(number)
      return secretCover(secretsOf({ source: { text: line } }).map((secret) => secret.text)).blot(line)
    },
  }
}
