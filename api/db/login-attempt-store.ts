import type { Db } from './database.ts'

/** Failures of one name, or from one address, before the next must wait. */
const failuresMax = 10
const windowMs = 15 * 60_000

export type LoginAttempt = { allowed: true; ids: number[] } | { allowed: false; retryAfterSeconds: number }

/** Keeps password guessing slow, over all processes. */
export function createLoginAttemptStore(db: Db) {
  return {
    /**
     * Counts an attempt as failed before its password is looked at, so that many at once cannot pass together.
     * `subjects` are what attempts are counted by, such as the name and the address.
     */
    async begin(subjects: string[], now: Date): Promise<LoginAttempt> {
      const added = await db
        .insertInto('loginFailures')
        .values(subjects.map((subject) => ({ subject, failedAt: now })))
        .returning('id')
        .execute()
      const ids = added.map((row) => row.id)
      // Not one transaction: each attempt has to see those that came at the same time.
      const counts = await db
        .selectFrom('loginFailures')
        .select((eb) => ['subject', eb.fn.countAll<number>().as('count'), eb.fn.min('failedAt').as('oldest')])
        .where('subject', 'in', subjects)
        .where('failedAt', '>', new Date(now.getTime() - windowMs))
        .groupBy('subject')
        .execute()
      const full = counts.filter((row) => row.count > failuresMax)
      if (full.length === 0) return { allowed: true, ids }
      // A refused attempt is not counted: waiting must come to an end.
      await db.deleteFrom('loginFailures').where('id', 'in', ids).execute()
      const freeAt = Math.max(...full.map((row) => row.oldest.getTime() + windowMs))
      return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil((freeAt - now.getTime()) / 1000)) }
    },

    /** The password was right: the attempt was no failure. */
    async forgive(ids: number[]): Promise<void> {
      await db.deleteFrom('loginFailures').where('id', 'in', ids).execute()
    },
  }
}

export type LoginAttemptStore = ReturnType<typeof createLoginAttemptStore>
