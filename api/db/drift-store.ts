import { driftOf } from '../catalog/drift.ts'
import { readCatalogState } from './catalog-state.ts'
import { type Db, look } from './database.ts'
import { createReleaseStore } from './release-store.ts'

/** What the database says otherwise than the last release. */
export function createDriftStore(db: Db) {
  return {
    read() {
      return look(db, async (trx) => {
        const { release, released, stored, kills } = await readCatalogState(trx)
        return {
          release: release && (await createReleaseStore(trx).origin(release.id)),
          entries: driftOf({ released, stored }),
          kills: [...kills]
            .map(([modelId, kill]) => ({ modelId, ...kill }))
            .toSorted((one, other) => (one.modelId < other.modelId ? -1 : 1)),
        }
      })
    },
  }
}

export type DriftStore = ReturnType<typeof createDriftStore>
