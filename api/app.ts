import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { except } from 'hono/combine'
import { HTTPException } from 'hono/http-exception'
import { httpProblem, problemOf, problemResponse } from './contract/problem.ts'
import { AppError } from './domain/error.ts'
import { accessTokenRoutes } from './routes/access-tokens.ts'
import { accountRoutes } from './routes/accounts.ts'
import { allowedMethods } from './routes/allowed-methods.ts'
import { catalogRoutes } from './routes/catalog.ts'
import { cmsArticleRoutes } from './routes/cms-articles.ts'
import { cmsImageRoutes } from './routes/cms-images.ts'
import { consoleFiles } from './routes/console.ts'
import { contentRoutes } from './routes/contents.ts'
import type { ApiDeps, ApiEnv } from './routes/deps.ts'
import { documentRoutes } from './routes/documents.ts'
import { eventRoutes } from './routes/events.ts'
import { fileRoutes } from './routes/files.ts'
import { generationRoutes } from './routes/generations.ts'
import { healthRoutes } from './routes/health.ts'
import { imageRoutes } from './routes/images.ts'
import { importRoutes } from './routes/imports.ts'
import { keywordRoutes } from './routes/keywords.ts'
import { makingRoutes } from './routes/making.ts'
import { onError } from './routes/middleware/on-error.ts'
import { requestLog } from './routes/middleware/request-log.ts'
import { onlyJson, onlyKnownHosts, onlySameOrigin } from './routes/middleware/same-origin.ts'
import { securityHeaders } from './routes/middleware/security-headers.ts'
import { requireSession } from './routes/middleware/session.ts'
import { requireSessionOrToken, requireToken } from './routes/middleware/token.ts'
import { overviewRoutes } from './routes/overview.ts'
import { spendingRoutes } from './routes/spending.ts'
import { timelineRoutes } from './routes/timeline.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { workerRoutes } from './routes/workers.ts'
import { releaseRoutes } from './routes/releases.ts'
import { runRoutes } from './routes/runs.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { resultRoutes } from './routes/results.ts'
import { sessionRoutes, signInRoutes } from './routes/sessions.ts'
import { siteRoutes } from './routes/sites.ts'

const bodyBytesMax = 1_000_000
/** JSON may write one byte of text as six, and the rest of an article's record is short. */
const jsonBytesPerByte = 6
const cmsPaths = '/api/cms/*'
const articlePaths = ['/api/contents/*', cmsPaths]
const importPath = '/api/sites/:id/actions/import'
/** Base64 writes three bytes as four, and text as JSON rarely takes more. */
const importBytesPerByte = 1.5

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
  // A token is sent by nobody who does not mean to: what a browser adds by itself counts for nothing there.
  app.use('/api/*', except(cmsPaths, onlySameOrigin(deps.publicOrigin)), onlyJson())
  app.use('/api/*', except([...articlePaths, importPath], limitBody(bodyBytesMax)))
  app.route('/', healthRoutes(deps))

  app.route('/api', documentRoutes(deps))
  app.route('/api', signInRoutes(deps))
  // For programs, and never for people: a cookie opens nothing here.
  app.use(cmsPaths, requireToken(deps))
  const limitArticle = limitBody(bodyBytesMax + jsonBytesPerByte * deps.articleBytesMax)
  app.use(cmsPaths, limitArticle)
  app.route('/api', cmsArticleRoutes(deps))
  app.route('/api', cmsImageRoutes(deps))
  app.use('/api/files/*', requireSessionOrToken(deps, 'contents:read'))
  app.route('/api', fileRoutes(deps))
  // Everything after this line is for people who are signed in.
  app.use('/api/*', except([cmsPaths, '/api/files/*'], requireSession(deps)))
  app.use('/api/contents/*', limitArticle)
  app.use(importPath, limitBody(bodyBytesMax + importBytesPerByte * deps.importBytesMax))
  const routes = [
    sessionRoutes,
    overviewRoutes,
    contentRoutes,
    makingRoutes,
    resultRoutes,
    importRoutes,
    imageRoutes,
    generationRoutes,
    timelineRoutes,
    accessTokenRoutes,
    webhookRoutes,
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
