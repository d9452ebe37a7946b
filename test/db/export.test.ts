import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportedFiles } from '../../api/catalog/export/exported-files.ts'
import { liveEntries } from '../../api/catalog/entries-after.ts'
import { readStoredEntries } from '../../api/db/catalog-store.ts'
import type { Database } from '../../api/db/database.ts'
import type { DeclaredEntry } from '../../api/domain/declared-entry.ts'
import { applyEntries, planEntries } from '../support/apply.ts'
import { openTestDatabase } from '../support/database.ts'
import { emptyTarget, exportedTo, readTarget } from '../support/export-target.ts'
import { catalogSequence } from '../support/random-catalog.ts'

const seed = 20_261_122

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

/** What is protected may not go, and here everything comes and goes. */
const open = (entries: readonly DeclaredEntry[]): DeclaredEntry[] =>
  entries.map(({ spec, ...entry }) => ({
    ...entry,
    spec: spec['protected'] === undefined ? spec : { ...spec, protected: false },
  }))

const bare = (entries: readonly DeclaredEntry[]) =>
  entries.map(({ kind, id, position, spec }) => ({ kind, id, position, spec }))

describe('a catalog in a database', () => {
  it('is read back from the files that it was exported to, release after release, and plans to no change', async () => {
    await fc.assert(
      fc.asyncProperty(catalogSequence(3), async (catalogs) => {
        let target = emptyTarget
        for (const entries of catalogs.map(open)) {
          await applyEntries(database.db, entries)
          const stored = liveEntries(await readStoredEntries(database.db))
          target = exportedTo(target, exportedFiles(stored, target))
          const { entries: read } = await readTarget(target)
          expect(bare(read)).toEqual(bare(entries))
          expect((await planEntries(database.db, read)).changes).toEqual([])
        }
      }),
      { seed, numRuns: 10, endOnFailure: true },
    )
  })
})
