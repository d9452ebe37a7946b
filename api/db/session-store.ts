import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './database.ts'
import type { Role, User } from './user-store.ts'

/** A session ends after this long without a request. */
const idleMs = 12 * 3_600_000
/** And after this long in any case. */
const longestMs = 30 * 24 * 3_600_000
/** A request writes to the database only if the last write is this old. */
const touchEveryMs = 60_000

const sha256 = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Sessions, by a token that only the browser has. */
export function createSessionStore(db: Db) {
  return {
    async open(userId: number, now: Date): Promise<{ token: string; expiresAt: Date }> {
      const token = randomBytes(32).toString('base64url')
      const expiresAt = new Date(now.getTime() + longestMs)
      await db
        .insertInto('sessions')
        .values({ tokenSha256: sha256(token), userId, createdAt: now, lastSeenAt: now, expiresAt })
        .execute()
      return { token, expiresAt }
    },

    /** Whose session it is; undefined where there is none or it has ended. */
    async find(token: string, now: Date): Promise<User | undefined> {
      const tokenSha256 = sha256(token)
      const row = await db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.userId')
        .select(['users.id', 'users.name', 'users.role', 'sessions.lastSeenAt'])
        .where('tokenSha256', '=', tokenSha256)
        .where('expiresAt', '>', now)
        .where('lastSeenAt', '>', new Date(now.getTime() - idleMs))
        .$narrowType<{ role: Role }>()
        .executeTakeFirst()
      if (!row) return undefined
      if (now.getTime() - row.lastSeenAt.getTime() >= touchEveryMs) {
        await db.updateTable('sessions').set({ lastSeenAt: now }).where('tokenSha256', '=', tokenSha256).execute()
      }
      return { id: row.id, name: row.name, role: row.role }
    },

    /** Like `find`, without counting as use: an open page alone keeps no session alive. */
    async isOpen(token: string, now: Date): Promise<boolean> {
      const row = await db
        .selectFrom('sessions')
        .select('userId')
        .where('tokenSha256', '=', sha256(token))
        .where('expiresAt', '>', now)
        .where('lastSeenAt', '>', new Date(now.getTime() - idleMs))
        .executeTakeFirst()
      return row !== undefined
    },

    async close(token: string): Promise<void> {
      await db.deleteFrom('sessions').where('tokenSha256', '=', sha256(token)).execute()
    },

    /** Ends every session of a user but the one that asks. */
    async closeOthers(userId: number, keptToken: string): Promise<void> {
      await db
        .deleteFrom('sessions')
        .where('userId', '=', userId)
        .where('tokenSha256', '<>', sha256(keptToken))
        .execute()
    },

    /** Ends every session of a user. */
    async closeAll(userId: number): Promise<void> {
      await db.deleteFrom('sessions').where('userId', '=', userId).execute()
    },

    /** Removes what has ended. */
    async prune(now: Date): Promise<void> {
      await db
        .deleteFrom('sessions')
        .where((eb) => eb.or([eb('expiresAt', '<=', now), eb('lastSeenAt', '<=', new Date(now.getTime() - idleMs))]))
        .execute()
      await sql`delete from login_failures where failed_at < ${now}::timestamptz - interval '1 day'`.execute(db)
    },
  }
}

export type SessionStore = ReturnType<typeof createSessionStore>
