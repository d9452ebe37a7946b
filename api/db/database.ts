import { CamelCasePlugin, Kysely, type Transaction, sql } from 'kysely'
import type { Dialect } from 'kysely'
import { inTransactionScope } from './pglite-dialect.ts'
import type { Tables } from './tables.gen.ts'

/** Queries. Either the database or a transaction of it. */
export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>

/** Channels that PostgreSQL notifies on; see the migrations. */
export type Channel = 'atelier_queue' | 'atelier_events' | 'atelier_webhooks' | 'atelier_runs'

/** An open database, embedded or not. The rest of the program cannot tell which. */
export interface Database {
  kind: 'embedded' | 'postgres'
  /** For people: a folder, `memory`, or host and name. Never holds a password. */
  place: string
  db: Db
  /** Calls back at every notification, and once after every reconnect, since some may have been missed. */
  listen: (channel: Channel, onNotify: () => void) => Promise<() => Promise<void>>
  close: () => Promise<void>
}

export function kyselyOf(dialect: Dialect): Db {
  return new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] })
}

/** Runs a transaction. Inside it only `trx` may be used; the embedded database catches anything else. */
export function transact<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().execute((trx) => inTransactionScope(() => work(trx)))
}

/** A look at a database of one moment, in a transaction that cannot write. */
export function look<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  return transact(db, async (trx) => {
    await sql`set transaction isolation level repeatable read read only`.execute(trx)
    return work(trx)
  })
}
