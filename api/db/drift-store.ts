import { driftOf } from '../catalog/drift.ts'
import { type Normalise, normaliserOf } from '../catalog/normal-spec.ts'
import { schemasOf } from '../catalog/read-tree.ts'
import { readShippedSchemas } from '../catalog/tree-files.ts'
import { readCatalogState } from './catalog-state.ts'
import { type Db, look } from './database.ts'
import { createReleaseStore } from './release-store.ts'

/** What the database says otherwise than the last release. */
export function createDriftStore(db: Db) {
  let shipped: Promise<Normalise> | undefined
  // The server has no catalog's files. Schemas of its own would matter only for what they give a field that is left out.
  const normaliser = () => (shipped ??= readShippedSchemas().then((files) => normaliserOf(schemasOf(files))))
  return {
    async read() {
      const normalise = await normaliser()
      return look(db, async (trx) => {
        const { release, released, stored, kills } = await readCatalogState(trx)
        return {
          release: release && (await createReleaseStore(trx).origin(release.id)),
          entries: driftOf({ released, stored, normalise }),
          kills: [...kills]
            .map(([modelId, kill]) => ({ modelId, ...kill }))
            .toSorted((one, other) => (one.modelId < other.modelId ? -1 : 1)),
        }
      })
    },
  }
}

export type DriftStore = ReturnType<typeof createDriftStore>
