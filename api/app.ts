import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { except } from 'hono/combine'
import { HTTPException } from 'hono/http-exception'
import { httpProblem, problemOf, problemResponse } from './contract/problem.ts'
import { AppError } from './domain/error.ts'
import { accountRoutes } from './routes/accounts.ts'
import { allowedMethods } from './routes/allowed-methods.ts'
import { catalogRoutes } from './routes/catalog.ts'
import { consoleFiles } from './routes/console.ts'
import { contentRoutes } from './routes/contents.ts'
import type { ApiDeps, ApiEnv } from './routes/deps.ts'
import { documentRoutes } from './routes/documents.ts'
import { eventRoutes } from './routes/events.ts'
import { fileRoutes } from './routes/files.ts'
import { generationRoutes } from './routes/generations.ts'
import { healthRoutes } from './routes/health.ts'
import { imageRoutes } from './routes/images.ts'
import { keywordRoutes } from './routes/keywords.ts'
import { makingRoutes } from './routes/making.ts'
import { onError } from './routes/middleware/on-error.ts'
import { requestLog } from './routes/middleware/request-log.ts'
import { onlyKnownHosts, onlySameOrigin } from './routes/middleware/same-origin.ts'
import { securityHeaders } from './routes/middleware/security-headers.ts'
import { requireSession } from './routes/middleware/session.ts'
import { overviewRoutes } from './routes/overview.ts'
import { spendingRoutes } from './routes/spending.ts'
import { timelineRoutes } from './routes/timeline.ts'
import { workerRoutes } from './routes/workers.ts'
import { releaseRoutes } from './routes/releases.ts'
import { runRoutes } from './routes/runs.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { sessionRoutes, signInRoutes } from './routes/sessions.ts'
import { siteRoutes } from './routes/sites.ts'

const bodyBytesMax = 1_000_000
/** JSON may write one byte of text as six, and the rest of an article's record is short. */
const jsonBytesPerByte = 6
const articlePaths = '/api/contents/*'

const limitBody = (bytesMax: number) =>
  bodyLimit({
    maxSize: bytesMax,
    onError: () => {
      throw new HTTPException(413, { message: `A request may hold at most ${bytesMax} bytes here.` })
    },
  })

/** Says whether it is the address that does not exist, or only this method of it. */
function nothingAt(c: Context<ApiEnv>): Response {
  const { method, path } = c.req
  const allowed = allowedMethods(path).join(', ')
  if (allowed === '')
    return problemResponse(
      problemOf(new AppError('not_found', `There is nothing at ${method} ${path}.`), c.get('requestId')),
    )
  const answer = problemResponse(httpProblem(405, `${path} takes ${allowed}, not ${method}.`, c.get('requestId')))
  answer.headers.set('allow', allowed)
  return answer
}

/** The whole HTTP side of Atelier: the API, and the console where it is built. Everything it uses is handed in. */
export function buildApp(deps: ApiDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  app.onError(onError(deps.logger))
  app.use(requestLog(deps), securityHeaders(deps), onlyKnownHosts(deps))
  app.use('/api/*', onlySameOrigin(deps.publicOrigin), except(articlePaths, limitBody(bodyBytesMax)))
  app.route('/', healthRoutes(deps))

  app.route('/api', documentRoutes(deps))
  app.route('/api', signInRoutes(deps))
  // Everything after this line is for people who are signed in.
  app.use('/api/*', requireSession(deps))
  app.use(articlePaths, limitBody(bodyBytesMax + jsonBytesPerByte * deps.articleBytesMax))
  const routes = [
    sessionRoutes,
    overviewRoutes,
    contentRoutes,
    makingRoutes,
    imageRoutes,
    generationRoutes,
    timelineRoutes,
    fileRoutes,
    accountRoutes,
    spendingRoutes,
    siteRoutes,
    keywordRoutes,
    catalogRoutes,
    releaseRoutes,
    workerRoutes,
    runRoutes,
    scheduleRoutes,
    eventRoutes,
  ]
  for (const routesOf of routes) app.route('/api', routesOf(deps))

  const serveConsole = deps.consoleFolder === null ? undefined : consoleFiles(deps.consoleFolder)
  app.notFound(async (c) => {
    const page = c.req.path === '/api' || c.req.path.startsWith('/api/') ? undefined : await serveConsole?.(c)
    return page ?? nothingAt(c)
  })
  return app
}
