import { sql } from 'kysely'
import type { Db } from './database.ts'

/** What is done once in a while, by one of all processes. */
export function createChoreStore(db: Db) {
  return {
    /** True for the one who may do it now: nobody has begun it for so long. */
    async claim(name: string, everySeconds: number): Promise<boolean> {
      const claimed = await db
        .insertInto('chores')
        .values({ name })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ startedAt: sql<Date>`now()` })
            .where('chores.startedAt', '<', sql<Date>`now() - make_interval(secs => ${everySeconds})`),
        )
        .returning('name')
        .execute()
      return claimed.length > 0
    },
  }
}

export type ChoreStore = ReturnType<typeof createChoreStore>
