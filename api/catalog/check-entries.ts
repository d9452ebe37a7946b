import type { DeclaredEntry } from '../domain/declared-entry.ts'
import { checkCatalog } from './check-catalog.ts'
import { exportedFiles } from './export/exported-files.ts'
import type { Finding } from './finding.ts'
import { treeOf } from './read-tree.ts'
import type { SourceFile } from './tree.ts'

const schemaFolder = 'schema/'

/**
 * What the rules say of a catalog that no folder holds: one with rows in it that the files no longer declare, or one of
 * an earlier release. It is written as files in memory, so that the same rules see it.
 */
export function checkEntries(
  entries: readonly DeclaredEntry[],
  schemas: readonly SourceFile[],
  today: string,
): Finding[] {
  const label = 'the catalog'
  const changes = exportedFiles(entries, { label, files: [], ownSchemas: undefined, shippedSchemas: schemas })
  const files = changes.map(({ path, after }): SourceFile => ({
    path,
    label: path,
    bytes: Buffer.from(after ?? '', 'utf8'),
  }))
  const tree = treeOf({
    label,
    files: files.filter(({ path }) => !path.startsWith(schemaFolder)),
    schemas: files
      .filter(({ path }) => path.startsWith(schemaFolder))
      .map((file) => ({ ...file, path: file.path.slice(schemaFolder.length) })),
  })
  return checkCatalog(tree, today).findings
}
