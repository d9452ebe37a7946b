import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkCatalog } from '../../../api/catalog/check-catalog.ts'
import type { Finding } from '../../../api/catalog/finding.ts'
import { readTree } from '../../../api/catalog/read-tree.ts'
import { lintSources } from '../../../api/source-lint/lint-sources.ts'

const { context } = checkCatalog(await readTree('config'), '2026-11-22')

/** What the lint says of source files, given by path. */
export const lintTexts = (texts: Record<string, string>): Promise<Finding[]> =>
  lintSources(
    context,
    Object.entries(texts).map(([path, text]) => ({ path: `/code/${path}`, label: path, bytes: Buffer.from(text) })),
  )

/** Findings as `file:line:column rule`. */
export const placesOf = (findings: readonly Finding[]): string[] =>
  findings.map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`)

/** Rules that are broken in one file. */
export async function rulesIn(path: string, text: string): Promise<string[]> {
  return (await lintTexts({ [path]: text })).map(({ rule }) => rule)
}

/** The files of a fixture, by path. */
export async function fixture(name: string): Promise<Record<string, string>> {
  const folder = join('test/fixtures/source-lint', name)
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  return Object.fromEntries(paths.map((path, index) => [path.slice(folder.length + 1), texts[index] ?? '']))
}
