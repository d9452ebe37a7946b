import { sql } from 'kysely'
import type { Db } from './database.ts'

/** Something that changed, as the triggers write it. */
export interface StoredEvent {
  id: number
  topic: string
  recordId: string
  payload: Record<string, unknown>
}

/**
 * A place in the event stream. Events are in the order of their transactions, then of their ids. The id alone will not do:
 * a transaction that began later may have taken the smaller id and commit after the larger one was read.
 */
export interface EventCursor {
  transactionId: string
  id: number
}

const start: EventCursor = { transactionId: '0', id: 0 }

/**
 * The oldest transaction that may still add events: those from it on are not shown yet, so that none is stepped over.
 * A snapshot knows the running transactions of the whole server. Those that are seen at work in another database can add
 * nothing here, and must not hold this one's events back. A transaction that no lock is seen of counts as one of ours.
 */
const oldestRunning = sql`(
  select coalesce(min(running), pg_snapshot_xmax(pg_current_snapshot()))
  from pg_snapshot_xip(pg_current_snapshot()) as running
  where not exists (
    select from pg_locks
    join pg_stat_activity using (pid)
    join pg_database on pg_database.oid = pg_stat_activity.datid
    where pg_locks.locktype = 'transactionid' and pg_locks.granted and pg_locks.mode = 'ExclusiveLock'
      and pg_locks.transactionid = running::xid and pg_database.datname <> current_database()
  )
)`

/** The stream of changes, for reading. Only transactions older than every one that still runs are shown, so none is stepped over. */
export function createEventStore(db: Db) {
  return {
    /** The next events after a place, and the place after them. */
    async after(cursor: EventCursor, limit: number): Promise<{ events: StoredEvent[]; cursor: EventCursor }> {
      const { rows } = await sql<StoredEvent & { transactionId: string }>`
        select id, topic, record_id, payload, transaction_id::text as transaction_id from events
        where (transaction_id, id) > (${cursor.transactionId}::text::xid8, ${cursor.id}::bigint)
          and transaction_id < ${oldestRunning}
        order by events.transaction_id, id limit ${limit}`.execute(db)
      const last = rows.at(-1)
      return {
        events: rows.map(({ id, topic, recordId, payload }) => ({ id, topic, recordId, payload })),
        cursor: last ? { transactionId: last.transactionId, id: last.id } : cursor,
      }
    },

    /** The place after every event that can be seen now. */
    async head(): Promise<EventCursor> {
      const { rows } = await sql<EventCursor>`
        select transaction_id::text as transaction_id, id from events
        where transaction_id < ${oldestRunning}
        order by events.transaction_id desc, id desc limit 1`.execute(db)
      return rows[0] ?? start
    },

    /** The place after the event of this id. An event that was pruned is before everything that is left. */
    async placeOf(id: number): Promise<EventCursor> {
      const { rows } =
        await sql<EventCursor>`select transaction_id::text as transaction_id, id from events where id = ${id}`.execute(
          db,
        )
      return rows[0] ?? start
    },

    /** Removes events older than a day: a client that was away longer loads its records anew. */
    async prune(): Promise<void> {
      await db
        .deleteFrom('events')
        .where('createdAt', '<', sql<Date>`now() - interval '1 day'`)
        .execute()
    },
  }
}

export type EventStore = ReturnType<typeof createEventStore>
