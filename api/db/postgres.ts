import { PostgresDialect } from 'kysely'
import { Client, Pool, types as pgTypes } from 'pg'
import { AppError, messageOf } from '../domain/error.ts'
import { type Channel, type Database, kyselyOf } from './database.ts'

const int8Oid = 20
const numericOid = 1700
const dateOid = 1082
const reconnectEveryMs = 2000

const parsers = new Map<number, (text: string) => unknown>([
  [int8Oid, Number],
  [numericOid, Number],
  // A day has no time zone, and a Date would give it one.
  [dateOid, (text) => text],
])

/** The same JavaScript values as the embedded database gives. */
const types = {
  getTypeParser: (oid: Parameters<typeof pgTypes.getTypeParser>[0], format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pgTypes.getTypeParser(oid, format),
}

/** Host and database for people; the password stays out. */
function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch {
    return 'DATABASE_URL'
  }
}

/** One session that only listens. It comes back by itself when the connection is lost. */
class Listener {
  readonly #url: string
  readonly #callbacks = new Map<Channel, Set<() => void>>()
  #client: Client | undefined
  #connecting: Promise<void> | undefined
  #listening: Promise<void> = Promise.resolve()
  #reconnection: NodeJS.Timeout | undefined
  #closed = false

  constructor(url: string) {
    this.#url = url
  }

  async add(channel: Channel, onNotify: () => void): Promise<() => Promise<void>> {
    const callbacks = this.#callbacks.get(channel) ?? new Set()
    this.#callbacks.set(channel, callbacks.add(onNotify))
    this.#connecting ??= this.#connect()
    // One after another: a session takes one query at a time.
    this.#listening = this.#listenTo(channel, this.#connecting, this.#listening)
    await this.#listening
    return async () => void callbacks.delete(onNotify)
  }

  async #listenTo(channel: Channel, ...before: Promise<void>[]): Promise<void> {
    await Promise.all(before)
    await this.#client?.query(`listen ${channel}`)
  }

  async #connect(): Promise<void> {
    const client = new Client({ connectionString: this.#url, application_name: 'atelier-listen', keepAlive: true })
    this.#client = client
    client.on('notification', ({ channel }) =>
      this.#callbacks.get(channel as Channel)?.forEach((callback) => callback()),
    )
    client.on('error', () => void client.end().catch(() => undefined))
    client.once('end', () => this.#reconnect(client))
    try {
      await client.connect()
      for (const channel of this.#callbacks.keys()) await client.query(`listen ${channel}`)
    } catch (error) {
      void client.end().catch(() => undefined)
      this.#reconnect(client)
      throw error
    }
  }

  /** One try at a time: a server that comes back must not be met by a crowd. */
  #reconnect(lost: Client): void {
    if (this.#closed || this.#client !== lost || this.#reconnection) return
    this.#reconnection = setTimeout(() => {
      this.#reconnection = undefined
      this.#connecting = this.#connect()
      this.#connecting.then(
        () => this.#callbacks.forEach((callbacks) => callbacks.forEach((callback) => callback())),
        () => undefined,
      )
    }, reconnectEveryMs)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#reconnection)
    await this.#client?.end().catch(() => undefined)
  }
}

/** Opens a PostgreSQL server. Throws AppError `unavailable`, with the server's own words, when it does not answer. */
export async function openPostgres(url: string, poolSize = 10): Promise<Database> {
  const place = placeOf(url)
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    types,
    application_name: 'atelier',
    connectionTimeoutMillis: 5000,
    // Queries here are short: compiling one takes longer than running it.
    options: '-c jit=off',
  })
  // An idle connection that breaks must not end the process; the next query gets a new one.
  pool.on('error', () => undefined)
  // One that breaks under a query fails that query; unheard, it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    const { rows } = await pool.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    )
    const version = rows[0]?.version ?? 0
    if (version < 150_000) throw new Error(`it is version ${Math.floor(version / 10_000)}; 15 or later is needed`)
  } catch (error) {
    await pool.end()
    throw new AppError(
      'unavailable',
      `The database at ${place} cannot be used: ${messageOf(error) || 'no answer'}. Check DATABASE_URL.`,
      { cause: error },
    )
  }
  const listener = new Listener(url)
  const db = kyselyOf(new PostgresDialect({ pool }))
  return {
    kind: 'postgres',
    place,
    db,
    listen: (channel, onNotify) => listener.add(channel, onNotify),
    close: async () => {
      await listener.close()
      await db.destroy()
    },
  }
}
