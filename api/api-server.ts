import { createActions } from './actions/actions.ts'
import { buildApp } from './app.ts'
import { importBytesMax } from './domain/imported-article.ts'
import { createArticleResults } from './article-results.ts'
import { checkArticle, sourceBytesMax } from './article/check-source.ts'
import { readArticle } from './article/read-article.ts'
import { countWords } from './article/word-count.ts'
import type { Atelier } from './atelier.ts'
import { cronClock } from './automation/cron-clock.ts'
import { builtFile } from './connection.ts'
import { createEventFeed } from './db/event-feed.ts'
import { isLoopback } from './env.ts'
import { engineNumbers } from './engine-numbers.ts'
import { listen } from './listen.ts'
import { readinessOf } from './readiness.ts'
import { startHousekeeping } from './housekeeping.ts'
import { version } from './version.ts'
import { targetProblem } from './webhooks/target.ts'
import type { Worker } from './worker/loop.ts'

export interface ApiServer {
  url: string
  close: () => Promise<void>
}

/** Serves the API and the console until closed. Throws AppError in one line when the address cannot be had. */
export async function startApiServer(atelier: Atelier, worker?: Worker): Promise<ApiServer> {
  const { env, database, stores, desk, log, metrics } = atelier
  metrics.watchProcess()
  metrics.watchEngine(() => engineNumbers(stores, new Date()))
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
    scheduleClock: cronClock,
    results: createArticleResults(atelier),
    // What reads feeds is loaded by who imports, not by every start.
    importArticles: async (origin, options) => {
      const { importArticles } = await import('./article-import.ts')
      return importArticles(stores, origin, options, { allowsPrivate: env.allowsPrivateFeeds })
    },
    importBytesMax,
    pictures: atelier.pictures,
    pictureAddresses: atelier.addresses,
    events,
    consoleFolder: builtFile('admin') ?? null,
    webhookProblem: (url) => targetProblem(url, env.webhooksAllowPrivate),
    metrics,
    readiness: () => readinessOf(atelier, worker),
    logger: log,
    publicOrigin: env.publicOrigin ?? null,
    trustsProxy: env.trustsProxy,
    answersAnyHost: !isLoopback(env.host),
    now: () => new Date(),
  })
  const server = await listen(app.fetch, env.host, env.port, 'ATELIER_PORT')
  const endHousekeeping = startHousekeeping(atelier)
  return {
    url: server.url,
    async close() {
      endHousekeeping()
      await events.close()
      await server.close()
    },
  }
}
