import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exportedFiles } from '../../../api/catalog/export/exported-files.ts'
import type { DeclaredEntry } from '../../../api/domain/declared-entry.ts'
import { emptyTarget, exportedTo, readTarget, textIn } from '../../support/export-target.ts'
import { catalogChange, soundCatalog } from '../../support/random-catalog.ts'

const seed = 20_261_122

const hasOwnFile = ({ kind }: DeclaredEntry): boolean => kind === 'models' || kind === 'parameter_sets'

/** What entries are, wherever they stand. Only in lists did anybody choose an order. */
const declared = (entries: readonly DeclaredEntry[]) => [
  ...entries
    .filter((entry) => !hasOwnFile(entry))
    .map(({ kind, id, position, spec }) => ({ kind, id, position, spec })),
  ...entries
    .filter(hasOwnFile)
    .map(({ kind, id, spec }) => ({ kind, id, spec }))
    .toSorted((one, other) => (`${one.kind} ${one.id}` < `${other.kind} ${other.id}` ? -1 : 1)),
]

const withNote = (text: string) => `# A note of a person.\n${text}`

describe('a random catalog', () => {
  it('is read back from the files that it was exported to', async () => {
    await fc.assert(
      fc.asyncProperty(soundCatalog, async (entries) => {
        const target = exportedTo(emptyTarget, exportedFiles(entries, emptyTarget))
        const read = await readTarget(target)
        expect(declared(read.entries)).toEqual(declared(entries))
        expect(exportedFiles(read.entries, target)).toEqual([])
      }),
      { seed, numRuns: 60, endOnFailure: true },
    )
  })

  it('is read back after another one was exported over it, and what did not change keeps its notes', async () => {
    await fc.assert(
      fc.asyncProperty(catalogChange, async ({ before, after }) => {
        const first = exportedTo(emptyTarget, exportedFiles(before, emptyTarget))
        const noted = {
          ...first,
          files: first.files.map((file) => ({
            ...file,
            bytes: Buffer.from(withNote(Buffer.from(file.bytes).toString())),
          })),
        }
        const changes = exportedFiles(after, noted)
        const second = exportedTo(noted, changes)
        expect(declared((await readTarget(second)).entries)).toEqual(declared(after))
        const untouched = noted.files.filter(({ path }) => !changes.some((change) => change.path === path))
        for (const { path, bytes } of untouched) expect(textIn(second, path)).toBe(Buffer.from(bytes).toString())
        for (const { path, before: was, after: is } of changes)
          if (was?.startsWith('#') && is !== null) expect(`${path}: ${is}`).toContain('# A note of a person.\n')
      }),
      { seed, numRuns: 60, endOnFailure: true },
    )
  })
})
