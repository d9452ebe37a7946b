import { type ServerType, serve } from '@hono/node-server'
import { sql } from 'kysely'
import { createActions } from './actions/actions.ts'
import { buildApp } from './app.ts'
import { checkArticle, sourceBytesMax } from './article/check-source.ts'
import { readArticle } from './article/read-article.ts'
import { countWords } from './article/word-count.ts'
import type { Atelier } from './atelier.ts'
import { builtFile } from './connection.ts'
import { createEventFeed } from './db/event-feed.ts'
import { AppError, messageOf } from './domain/error.ts'
import { isLoopback } from './env.ts'
import type { Readiness, ReadinessCheck } from './routes/deps.ts'
import { startHousekeeping } from './housekeeping.ts'
import { version } from './version.ts'
import type { Worker } from './worker/loop.ts'

export interface ApiServer {
  url: string
  close: () => Promise<void>
}

/** The address people type. A server bound to every address is reached by the name of this machine. */
const urlOf = (host: string, port: number): string =>
  `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`

async function checkDatabase({ database, stores }: Atelier): Promise<Record<string, ReadinessCheck>> {
  try {
    await sql`select 1`.execute(database.db)
  } catch (error) {
    return { database: { ok: false, detail: messageOf(error) } }
  }
  const catalog = await stores.catalogs.current().then(
    (): ReadinessCheck => ({ ok: true }),
    (error: unknown): ReadinessCheck => ({ ok: false, detail: messageOf(error) }),
  )
  return { database: { ok: true }, catalog }
}

async function readinessOf(atelier: Atelier, worker: Worker | undefined): Promise<Readiness> {
  const checks = {
    ...(await checkDatabase(atelier)),
    ...(worker
      ? {
          worker: worker.isHealthy()
            ? { ok: true }
            : { ok: false, detail: 'It has not looked at the queue for a while.' },
        }
      : {}),
  }
  return { ok: Object.values(checks).every((check) => check.ok), checks }
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], host: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, () => resolve(server))
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: `Port ${port} on ${host} is in use. Stop what uses it, or set ATELIER_PORT to another (0: any free one).`,
        EACCES: `Port ${port} on ${host} may not be opened by this user. Set ATELIER_PORT to one above 1023.`,
        EADDRNOTAVAIL: `${host} is no address of this machine. Set ATELIER_HOST to one that is.`,
        ENOTFOUND: `${host} is no address of this machine. Set ATELIER_HOST to one that is.`,
      }
      reject(
        new AppError('unavailable', reasons[error.code ?? ''] ?? `Cannot listen on ${host}:${port}: ${error.message}`, {
          cause: error,
        }),
      )
    })
  })
}

/** Serves the API and the console until closed. Throws AppError in one line when the address cannot be had. */
export async function startApiServer(atelier: Atelier, worker?: Worker): Promise<ApiServer> {
  const { env, database, stores, desk, log } = atelier
  const events = createEventFeed({
    events: stores.events,
    listen: database.listen,
    onError: (message) => log.warn({}, message),
  })
  const app = buildApp({
    version,
    stores,
    actions: createActions(atelier.studio),
    catalog: () => stores.catalogs.current(),
    modes: (catalog) => desk.modes(catalog),
    readArticle: (source, format, title) => readArticle(source, format, title === undefined ? {} : { title }),
    checkArticle: (source, format, title) => checkArticle(source, 'The article', format, title),
    articleBytesMax: sourceBytesMax,
    countWords,
    pictures: atelier.pictures,
    events,
    consoleFolder: builtFile('admin') ?? null,
    readiness: () => readinessOf(atelier, worker),
    logger: log,
    publicOrigin: env.publicOrigin ?? null,
    trustsProxy: env.trustsProxy,
    answersAnyHost: !isLoopback(env.host),
    now: () => new Date(),
  })
  const server = await listen(app.fetch, env.host, env.port)
  const endHousekeeping = startHousekeeping(stores, log)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : env.port
  return {
    url: urlOf(env.host, port),
    async close() {
      endHousekeeping()
      await events.close()
      // Event streams never end by themselves.
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}
