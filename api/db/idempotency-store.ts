import { sql } from 'kysely'
import type { Db } from './database.ts'

/** After this long a request that never answered counts as dead: its process is gone. */
const abandonedAfterMinutes = 15

/** A person or a token: each has keys of its own. */
export type IdempotencyOwner = { userId: number } | { tokenId: number }

export interface IdempotencyScope {
  owner: IdempotencyOwner
  key: string
}

export type IdempotencyState =
  /** This request is the first: do it, then `finish` or `forget`. */
  | { state: 'first' }
  | { state: 'running' }
  | { state: 'done'; status: number; body: unknown }
  /** The key was used for another request. */
  | { state: 'other_request' }

const ownerColumnOf = (owner: IdempotencyOwner): 'userId' | 'tokenId' => ('userId' in owner ? 'userId' : 'tokenId')
const idOf = (owner: IdempotencyOwner): number => ('userId' in owner ? owner.userId : owner.tokenId)

/** Remembers what was answered, so that a request sent twice is done once. */
export function createIdempotencyStore(db: Db) {
  return {
    async begin({ owner, key }: IdempotencyScope, requestSha256: string): Promise<IdempotencyState> {
      const inserted = await db
        .insertInto('idempotencyKeys')
        .values({ ...owner, key, requestSha256 })
        .onConflict((conflict) =>
          conflict
            .columns([ownerColumnOf(owner), 'key'])
            .where(ownerColumnOf(owner), 'is not', null)
            .doUpdateSet({ createdAt: sql<Date>`now()` })
            .where('idempotencyKeys.responseStatus', 'is', null)
            .where('idempotencyKeys.requestSha256', '=', requestSha256)
            .where(
              'idempotencyKeys.createdAt',
              '<',
              sql<Date>`now() - make_interval(mins => ${abandonedAfterMinutes})`,
            ),
        )
        .returning('key')
        .executeTakeFirst()
      if (inserted) return { state: 'first' }
      const row = await db
        .selectFrom('idempotencyKeys')
        .select(['requestSha256', 'responseStatus', 'response'])
        .where(ownerColumnOf(owner), '=', idOf(owner))
        .where('key', '=', key)
        .executeTakeFirst()
      // Forgotten between the two queries: it failed. The caller may come again, as after any request still running.
      if (!row) return { state: 'running' }
      if (row.requestSha256 !== requestSha256) return { state: 'other_request' }
      if (row.responseStatus === null) return { state: 'running' }
      return { state: 'done', status: row.responseStatus, body: row.response }
    },

    async finish({ owner, key }: IdempotencyScope, status: number, body: unknown): Promise<void> {
      await db
        .updateTable('idempotencyKeys')
        .set({ responseStatus: status, response: JSON.stringify(body) })
        .where(ownerColumnOf(owner), '=', idOf(owner))
        .where('key', '=', key)
        .execute()
    },

    /** The request failed for a reason of ours: the same key may try again. */
    async forget({ owner, key }: IdempotencyScope): Promise<void> {
      await db
        .deleteFrom('idempotencyKeys')
        .where(ownerColumnOf(owner), '=', idOf(owner))
        .where('key', '=', key)
        .execute()
    },

    /** Removes keys older than a day. */
    async prune(): Promise<void> {
      await db
        .deleteFrom('idempotencyKeys')
        .where('createdAt', '<', sql<Date>`now() - interval '1 day'`)
        .execute()
    },
  }
}

export type IdempotencyStore = ReturnType<typeof createIdempotencyStore>
