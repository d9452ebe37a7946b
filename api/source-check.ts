import { resolve } from 'node:path'
import type { AnswerCache } from './catalog/answer-cache.ts'
import type { CatalogAnswer } from './catalog/check-paths.ts'
import { contentKey } from './catalog/content-key.ts'
import type { Finding } from './catalog/finding.ts'
import { type KeptReport, keptReport, reportFrom } from './catalog/kept-report.ts'
import type { Report } from './catalog/report.ts'
import { secretCover, secretsOf } from './catalog/secret.ts'
import { decodeText } from './catalog/source-text.ts'
import type { SourceFile } from './catalog/tree.ts'
import { readSources } from './source-lint/read-sources.ts'

function sourceReport(files: readonly SourceFile[], findings: Finding[]): Report {
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

/**
 * Searches source code for facts of a catalog. Folders default to those that the catalog's settings list; all are
 * relative to the folder that the command runs in. Undefined where there are none.
 * @throws AppError `invalid` when a folder cannot be searched.
 */
export async function checkSources(
  answer: CatalogAnswer,
  asked: readonly string[] | undefined,
  cache: AnswerCache | undefined,
): Promise<Report | undefined> {
  const folders = asked ?? answer.sourceFolders.map((folder) => resolve(folder))
  if (folders.length === 0) return undefined
  const files = await readSources(folders)
  const key = answer.key === undefined ? undefined : contentKey(['sources', answer.key, files])
  const kept = key === undefined ? undefined : await cache?.read(key)
  if (kept !== undefined) return reportFrom(kept as KeptReport)
  const { lintSources } = await import('./source-lint/lint-sources.ts')
  const report = sourceReport(files, await lintSources((await answer.checked()).context, files))
  if (key !== undefined) await cache?.write(key, keptReport(report))
  return report
}
