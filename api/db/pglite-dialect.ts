import { AsyncLocalStorage } from 'node:async_hooks'
import type { PGlite } from '@electric-sql/pglite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'

/** Set while the code of a transaction runs, so that a query outside it is caught instead of waiting for ever. */
const transactionScope = new AsyncLocalStorage<true>()

/** Runs the callback of a transaction; see `transact`. */
export const inTransactionScope = <T>(callback: () => Promise<T>): Promise<T> => transactionScope.run(true, callback)

/** Embedded PostgreSQL has one connection: a second query in the middle of a transaction would deadlock. */
function assertOutsideTransaction(): void {
  if (transactionScope.getStore())
    throw new Error('A query left its transaction: pass the transaction along instead of the database.')
}

/** Hands out the one connection, first come first served. */
export class Turnstile {
  #tail: Promise<void> = Promise.resolve()
  #open: (() => void) | undefined

  async enter(): Promise<void> {
    const before = this.#tail
    const { promise, resolve } = newGate()
    this.#tail = promise
    await before
    this.#open = resolve
  }

  leave(): void {
    this.#open?.()
    this.#open = undefined
  }

  /** Runs what needs the connection to itself. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    await this.enter()
    try {
      return await work()
    } finally {
      this.leave()
    }
  }
}

function newGate(): { promise: Promise<void>; resolve: () => void } {
  let open = (): void => {}
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, resolve: open }
}

class PGliteConnection implements DatabaseConnection {
  readonly #pglite: PGlite

  constructor(pglite: PGlite) {
    this.#pglite = pglite
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // A script without parameters may hold many statements, which only the simple protocol takes.
    if (query.query.kind === 'RawNode' && query.parameters.length === 0) {
      const last = (await this.#pglite.exec(query.sql)).at(-1)
      return { rows: (last?.rows ?? []) as R[], numAffectedRows: BigInt(last?.affectedRows ?? 0) }
    }
    const result = await this.#pglite.query<R>(query.sql, [...query.parameters])
    return { rows: result.rows, numAffectedRows: BigInt(result.affectedRows ?? 0) }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('The embedded database cannot stream a query.')
  }
}

class PGliteDriver implements Driver {
  readonly #pglite: PGlite
  readonly #connection: PGliteConnection
  readonly #turnstile: Turnstile

  constructor(pglite: PGlite, turnstile: Turnstile) {
    this.#pglite = pglite
    this.#turnstile = turnstile
    this.#connection = new PGliteConnection(pglite)
  }

  async init(): Promise<void> {
    await this.#pglite.waitReady
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    assertOutsideTransaction()
    await this.#turnstile.enter()
    return this.#connection
  }

  async releaseConnection(): Promise<void> {
    this.#turnstile.leave()
  }

  async beginTransaction(
    connection: DatabaseConnection,
    settings: { isolationLevel?: string; accessMode?: string },
  ): Promise<void> {
    const modes = [settings.isolationLevel && `isolation level ${settings.isolationLevel}`, settings.accessMode].filter(
      Boolean,
    )
    await connection.executeQuery(CompiledQuery.raw(`begin ${modes.join(' ')}`))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async destroy(): Promise<void> {
    await this.#pglite.close()
  }
}

/** Kysely over embedded PostgreSQL. Kysely 0.28 has none of its own, and 0.29 needs Node 22. */
export function pgliteDialect(pglite: PGlite, turnstile = new Turnstile()): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PGliteDriver(pglite, turnstile),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}
