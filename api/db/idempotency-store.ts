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
  /** It asked for these generations, and died before it could answer. */
  | { state: 'unanswered'; generationIds: number[] }
  /** The key was used for another request. */
  | { state: 'other_request' }

const ownerColumnOf = (owner: IdempotencyOwner): 'userId' | 'tokenId' => ('userId' in owner ? 'userId' : 'tokenId')
const idOf = (owner: IdempotencyOwner): number => ('userId' in owner ? owner.userId : owner.tokenId)

/** What the request of a key asked for: found by its id, among what is newer than the request. */
const askedFor = sql`from generations g where g.id > idempotency_keys.after_generation_id
  and g.correlation_id = idempotency_keys.request_id`

const askedForNothing = sql<boolean>`not exists (select ${askedFor})`

/** Remembers what was answered, so that a request sent twice is done once. */
export function createIdempotencyStore(db: Db) {
  const isAbandoned = sql<boolean>`idempotency_keys.created_at < now() - make_interval(mins => ${abandonedAfterMinutes})`

  return {
    /** @param requestId what the generations that it asks for are correlated by */
    async begin({ owner, key }: IdempotencyScope, requestSha256: string, requestId: string): Promise<IdempotencyState> {
      const begun = {
        requestId,
        afterGenerationId: sql<number>`coalesce((select max(id) from generations), 0)`,
      }
      const inserted = await db
        .insertInto('idempotencyKeys')
        .values({ ...owner, key, requestSha256, ...begun })
        .onConflict((conflict) =>
          conflict
            .columns([ownerColumnOf(owner), 'key'])
            .where(ownerColumnOf(owner), 'is not', null)
            .doUpdateSet({ createdAt: sql<Date>`now()`, ...begun })
            .where('idempotencyKeys.responseStatus', 'is', null)
            .where('idempotencyKeys.requestSha256', '=', requestSha256)
            .where(isAbandoned)
            .where(askedForNothing),
        )
        .returning('key')
        .executeTakeFirst()
      if (inserted) return { state: 'first' }
      const row = await db
        .selectFrom('idempotencyKeys')
        .select(['requestSha256', 'responseStatus', 'response'])
        .select(
          sql<number[] | null>`case when response_status is null and ${isAbandoned}
          then (select jsonb_agg(g.id order by g.id) ${askedFor}) end`.as('generationIds'),
        )
        .where(ownerColumnOf(owner), '=', idOf(owner))
        .where('key', '=', key)
        .executeTakeFirst()
      // Forgotten between the two queries: it failed. The caller may come again, as after any request still running.
      if (!row) return { state: 'running' }
      if (row.requestSha256 !== requestSha256) return { state: 'other_request' }
      if (row.responseStatus !== null) return { state: 'done', status: row.responseStatus, body: row.response }
      return row.generationIds === null
        ? { state: 'running' }
        : { state: 'unanswered', generationIds: row.generationIds }
    },

    async finish({ owner, key }: IdempotencyScope, status: number, body: unknown): Promise<void> {
      await db
        .updateTable('idempotencyKeys')
        .set({ responseStatus: status, response: JSON.stringify(body) })
        .where(ownerColumnOf(owner), '=', idOf(owner))
        .where('key', '=', key)
        .execute()
    },

    /** The request failed: the same key may try again, unless it had asked for generations by then. */
    async forget({ owner, key }: IdempotencyScope): Promise<void> {
      await db
        .deleteFrom('idempotencyKeys')
        .where(ownerColumnOf(owner), '=', idOf(owner))
        .where('key', '=', key)
        .where(askedForNothing)
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
