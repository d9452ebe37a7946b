import type { Hono } from 'hono'
import { importArticles } from '../../api/article-import.ts'
import { createArticleResults } from '../../api/article-results.ts'
import { checkArticle, sourceBytesMax } from '../../api/article/check-source.ts'
import { readArticle } from '../../api/article/read-article.ts'
import { countWords } from '../../api/article/word-count.ts'
import { buildApp } from '../../api/app.ts'
import { cronClock } from '../../api/automation/cron-clock.ts'
import type { Database } from '../../api/db/database.ts'
import { createEventFeed } from '../../api/db/event-feed.ts'
import { plainBox } from '../../api/db/secret-box.ts'
import { type Stores, createStores } from '../../api/db/stores.ts'
import type { Role } from '../../api/db/user-store.ts'
import { AppError } from '../../api/domain/error.ts'
import { engineNumbers } from '../../api/engine-numbers.ts'
import { createMetrics } from '../../api/metrics/metrics.ts'
import { importBytesMax } from '../../api/domain/imported-article.ts'
import type { PictureStore } from '../../api/domain/picture-store.ts'
import type { Actions } from '../../api/routes/actions-port.ts'
import type { ApiDeps, ApiEnv } from '../../api/routes/deps.ts'
import { targetProblem } from '../../api/webhooks/target.ts'
import { openTestDatabase, seedCatalog } from './database.ts'
import { promptsFor, seedGeneration } from './records.ts'

/** What each kind of caller looks like to the server: Node's binding carries the socket. */
const callerAt = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } })

/** Actions that keep what they are asked and do the least that shows in the database. */
function recordingActions({ db }: Database, stores: Stores, calls: unknown[][]): Actions {
  return {
    async writePrompts(contentId, options) {
      calls.push(['writePrompts', contentId, options])
      await stores.images.savePrompts(
        contentId,
        promptsFor(2),
        { writer: 'extractive', costUsd: 0, notes: [] },
        { overwrite: options.regenerate },
      )
      return { generations: [], skipped: [] }
    },
    async queueForContent(contentId, options) {
      calls.push(['queueForContent', contentId, options])
      const images = await stores.images.ofContent(contentId)
      const generations = await Promise.all(images.map((image) => seedGeneration(db, image.id, 'queued')))
      return { generations, skipped: [] }
    },
    async queueImages(imageIds, options) {
      calls.push(['queueImages', imageIds, options])
      return { generations: [], skipped: imageIds.map((imageId) => ({ imageId, reason: 'It already has a picture.' })) }
    },
    async remake(imageId, options) {
      calls.push(['remake', imageId, options])
      if (options.prompt === 'broken') throw new Error('password=secret')
      if (options.prompt === 'refused') throw new AppError('refused', 'Tier "x" has no model that can be used.')
      return seedGeneration(db, imageId, 'queued')
    },
    async retry(generationId, requestedBy) {
      calls.push(['retry', generationId, requestedBy])
      return generationId
    },
    async cancel(generationId) {
      calls.push(['cancel', generationId])
    },
    async deletePicture(generationId, by) {
      calls.push(['deletePicture', generationId, by])
      await stores.versions.deletePicture(generationId, by)
    },
    async estimate(what, options) {
      calls.push(['estimate', what, options])
      const used = { modelId: 'bria:10@1', providerMode: 'sandbox' as const }
      return {
        images: 5,
        costUsd: 0.2,
        credits: 10,
        problem: null,
        ...used,
        models: [{ ...used, images: 5 }],
        sizes: [{ width: 1344, height: 768, images: 5 }],
        skipped: [],
      }
    },
    async previewRun(siteId, wish) {
      calls.push(['previewRun', siteId, wish])
      const model = { modelId: 'bria:10@1', images: 5, costUsd: 0.2, credits: 10, providerMode: 'sandbox' as const }
      return {
        articles: 2,
        articlesToDo: 1,
        prompts: 1,
        promptsWriter: 'extractive',
        images: 5,
        costUsd: 0.2,
        credits: 10,
        models: [model],
        skipped: [{ reason: 'It is a draft.', articles: 1, examples: [{ contentId: 1, title: 'A draft' }] }],
        left: 0,
        limit: null,
        problem: null,
        activeRunId: null,
      }
    },
    killModel: (modelId, reason, by) => stores.catalogs.kill(modelId, reason, by),
    restoreModel: (modelId) => stores.catalogs.restore(modelId),
    async effectiveSettings(level, id) {
      calls.push(['effectiveSettings', level, id])
      const saysNothing = { imagesPerArticle: null, styleId: null, format: null, negativePrompt: null }
      return {
        imagesPerArticle: { value: 4, origin: 'system' },
        tierId: { value: 'quality', origin: level },
        styleId: { value: 'photorealistic', origin: 'system' },
        format: { value: 'webp', origin: 'system' },
        negativePrompt: { value: 'text', origin: 'system' },
        promptWriter: { value: 'model', origin: 'system' },
        promptTemplate: { value: '{prompt}', origin: 'system' },
        model: { id: 'bria:10@1', providerMode: 'sandbox' },
        problem: null,
        remedy: null,
        chain: [
          { origin: level, values: { ...saysNothing, tierId: 'quality', promptWriter: null, promptTemplate: null } },
        ],
        below: [],
      }
    },
  }
}

export interface TestApi {
  app: Hono<ApiEnv>
  database: Database
  stores: Stores
  /** What actions were asked, oldest first. */
  calls: unknown[][]
  /** What was logged as an error. */
  errors: object[]
  /** The clock of the API; tests may move it. */
  clock: { now: Date }
  pictures: Map<string, Uint8Array>
  /** Makes a user and signs in. Answers the cookie. */
  signIn(role?: Role, name?: string): Promise<string>
  /** A request as the console sends it. */
  send(method: string, path: string, options?: SendOptions): Promise<Response>
  close(): Promise<void>
}

export interface SendOptions {
  cookie?: string
  body?: unknown
  headers?: Record<string, string>
  from?: string
}

/** The JSON of an answer, as the test says it is. */
export const jsonOf = async <T>(answer: Response | Promise<Response>): Promise<T> => (await (await answer).json()) as T

export const testPassword = 'correct horse battery'

/** The whole API on a database of its own, with the shipped catalog. Only the actions and the picture store are stand-ins. */
export async function startTestApi(changes: Partial<ApiDeps> = {}): Promise<TestApi> {
  const database = await openTestDatabase()
  await seedCatalog(database.db)
  const stores = createStores(database.db, plainBox)
  const calls: unknown[][] = []
  const errors: object[] = []
  const clock = { now: new Date() }
  const files = new Map<string, Uint8Array>()
  const pictures: PictureStore = {
    put: async (picture) => void files.set(picture.sha256, picture.content),
    get: async (sha256) => files.get(sha256),
    open: async (sha256) => {
      const bytes = files.get(sha256)
      return bytes && { bytes: bytes.byteLength, stream: new Blob([new Uint8Array(bytes)]).stream() }
    },
    thumbnail: async (sha256) => files.get(sha256),
  }
  const feed = createEventFeed({
    events: stores.events,
    listen: (channel, onNotify) => database.listen(channel, onNotify),
    onError: (message) => void errors.push({ message }),
  })
  const metrics = createMetrics()
  metrics.watchEngine(() => engineNumbers(stores, clock.now))
  const app = buildApp({
    version: '0.0.0',
    stores,
    actions: recordingActions(database, stores, calls),
    catalog: () => stores.catalogs.current(),
    modes: (catalog) => new Map(catalog.providers.map((provider) => [provider.id, 'sandbox' as const])),
    readArticle: (source, format, title) => readArticle(source, format, title === undefined ? {} : { title }),
    checkArticle: (source, format, title) => checkArticle(source, 'The article', format, title),
    articleBytesMax: sourceBytesMax,
    countWords,
    scheduleClock: cronClock,
    results: createArticleResults({ stores, pictures }),
    importArticles: (origin, options) => importArticles(stores, origin, options, { allowsPrivate: false }),
    importBytesMax,
    pictures,
    pictureAddresses: null,
    events: feed,
    consoleFolder: null,
    webhookProblem: (url) => targetProblem(url, false),
    metrics,
    readiness: async () => ({ ok: true, checks: { database: { ok: true, detail: database.place } } }),
    logger: { info: () => {}, warn: () => {}, error: (fields) => void errors.push(fields) },
    publicOrigin: null,
    trustsProxy: false,
    answersAnyHost: false,
    now: () => clock.now,
    ...changes,
  })

  const send = async (
    method: string,
    path: string,
    { cookie, body, headers = {}, from = '127.0.0.1' }: SendOptions = {},
  ) =>
    app.request(
      `http://localhost${path}`,
      {
        method,
        headers: {
          ...(method === 'GET' || method === 'HEAD' ? {} : { 'content-type': 'application/json' }),
          ...(cookie === undefined ? {} : { cookie }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      },
      callerAt(from),
    )

  return {
    app,
    database,
    stores,
    calls,
    errors,
    clock,
    pictures: files,
    send,
    async signIn(role = 'admin', name = role) {
      if (!(await stores.users.findByName(name))) await stores.users.create({ name, password: testPassword, role })
      const answer = await send('POST', '/api/session', { body: { name, password: testPassword } })
      if (answer.status !== 200) throw new Error(`Signing in failed: ${await answer.text()}`)
      return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    },
    async close() {
      await feed.close()
      await database.close()
    },
  }
}
