import { sql } from 'kysely'
import type { Db } from './database.ts'
import { aliveSeconds } from './standing-store.ts'

/** A worker as it says of itself. */
export interface WorkerBeat {
  id: string
  host: string
  processId: number
  /** Generations it takes at once. */
  slots: number
  inHand: number
}

export interface WorkerRecord extends WorkerBeat {
  startedAt: Date
  seenAt: Date
  isAlive: boolean
}

/** A worker that was silent for longer is not shown: it is gone, and said no goodbye. */
const rememberedMinutes = 15

/** Which workers there are. For people only: nothing is decided by it. */
export function createWorkerStore(db: Db) {
  return {
    async beat(worker: WorkerBeat): Promise<void> {
      await db
        .insertInto('workers')
        .values(worker)
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ inHand: worker.inHand, seenAt: sql<Date>`now()` }),
        )
        .execute()
    },

    async leave(id: string): Promise<void> {
      await db.deleteFrom('workers').where('id', '=', id).execute()
    },

    async list(): Promise<WorkerRecord[]> {
      return db
        .selectFrom('workers')
        .selectAll()
        .select(sql<boolean>`seen_at > now() - make_interval(secs => ${aliveSeconds})`.as('isAlive'))
        .where('seenAt', '>', sql<Date>`now() - make_interval(mins => ${rememberedMinutes})`)
        .orderBy('startedAt')
        .execute()
    },

    async prune(): Promise<void> {
      await db
        .deleteFrom('workers')
        .where('seenAt', '<', sql<Date>`now() - make_interval(mins => ${rememberedMinutes})`)
        .execute()
    },
  }
}

export type WorkerStore = ReturnType<typeof createWorkerStore>
