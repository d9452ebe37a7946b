import type { DataProvider, GetListParams, RaRecord } from 'react-admin'
import { request, requestText } from './api-client.ts'
import type {
  AccessToken,
  AccessTokenCreate,
  AccessTokenMade,
  AccountSpending,
  ArticleText,
  Content,
  Drift,
  EffectiveSettings,
  Estimate,
  EstimateRequest,
  GenerateAnswer,
  GenerateContent,
  GenerateImages,
  Generation,
  GenerationConfig,
  GenerationDifferences,
  GenerationTimeline,
  ImportAnswer,
  ImportArticles,
  ImagePrompts,
  LedgerPage,
  Model,
  Overview,
  PromptWritings,
  Provider,
  Remake,
  WebhookCreate,
  WebhookDelivery,
  WebhookSecret,
  WebhookUpdate,
  Webhook,
  Run,
  RunItem,
  RunItemState,
  RunLogPage,
  RunPlan,
  RunStart,
  ScheduleTimes,
  WritePrompts,
  WritePromptsAnswer,
} from './records.ts'

type Id = number | string

/** The data provider with the verbs of Atelier. Those that spend take an idempotency key. */
export interface ConsoleProvider extends DataProvider {
  readOverview(signal?: AbortSignal): Promise<Overview>
  readArticle(contentId: Id, signal?: AbortSignal): Promise<ArticleText>
  /** @param resource whose settings: those of one article, or of what articles are in */
  readEffectiveSettings(
    resource: 'contents' | 'keywords' | 'sites' | 'accounts',
    id: Id,
    signal?: AbortSignal,
  ): Promise<EffectiveSettings>
  estimate(question: EstimateRequest, signal?: AbortSignal): Promise<Estimate>
  setStatus(contentId: Id, status: Content['status']): Promise<Content>
  /** The article with its pictures placed, as text. */
  readIllustrated(contentId: Id, format: 'markdown' | 'html'): Promise<string>
  importArticles(siteId: Id, body: ImportArticles): Promise<ImportAnswer>
  readDrift(signal?: AbortSignal): Promise<Drift>
  readConfig(generationId: Id, signal?: AbortSignal): Promise<GenerationConfig>
  readDifferences(generationId: Id, otherId: Id, signal?: AbortSignal): Promise<GenerationDifferences>
  writePrompts(contentId: Id, body: WritePrompts, key: string): Promise<WritePromptsAnswer>
  generateForContent(contentId: Id, body: GenerateContent, key: string): Promise<GenerateAnswer>
  generateImages(body: GenerateImages, key: string): Promise<GenerateAnswer>
  /** Every writing of an article's prompts, with its cost, newest first. */
  readPromptWritings(contentId: Id, signal?: AbortSignal): Promise<PromptWritings>
  readPrompts(imageId: Id, signal?: AbortSignal): Promise<ImagePrompts>
  /** Deletes the picture of a version; its row stays. */
  deletePicture(generationId: Id): Promise<Generation>
  remake(imageId: Id, body: Remake, key: string): Promise<Generation>
  retry(generationId: Id, key: string): Promise<Generation>
  cancel(generationId: Id): Promise<Generation>
  killModel(modelId: string, reason: string): Promise<Model>
  restoreModel(modelId: string): Promise<Model>
  pauseProvider(providerId: string, reason: string): Promise<Provider>
  resumeProvider(providerId: string): Promise<Provider>
  readTimeline(generationId: Id, signal?: AbortSignal): Promise<GenerationTimeline>
  readSpending(accountId: Id, signal?: AbortSignal): Promise<AccountSpending>
  /** @param before the id of an entry: only older ones are read. Undefined: from the newest on. */
  readLedger(accountId: Id, before: number | undefined, signal?: AbortSignal): Promise<LedgerPage>
  makeAccessToken(body: AccessTokenCreate): Promise<AccessTokenMade>
  revokeAccessToken(id: Id): Promise<AccessToken>
  makeWebhook(body: WebhookCreate): Promise<WebhookSecret>
  changeWebhook(id: Id, body: WebhookUpdate): Promise<Webhook>
  removeWebhook(id: Id): Promise<void>
  rotateWebhookSecret(id: Id): Promise<WebhookSecret>
  testWebhook(id: Id): Promise<WebhookDelivery>
  sendDeliveryAgain(id: Id): Promise<WebhookDelivery>
  planRun(siteId: Id, body: RunStart, signal?: AbortSignal): Promise<RunPlan>
  startRun(siteId: Id, body: RunStart, key: string): Promise<Run>
  pauseRun(runId: Id): Promise<Run>
  resumeRun(runId: Id): Promise<Run>
  cancelRun(runId: Id): Promise<Run>
  /** @param before the id of a line: only older ones are read. Undefined: from the newest on. */
  readRunLog(runId: Id, before: number | undefined, signal?: AbortSignal): Promise<RunLogPage>
  readRunItems(runId: Id, question: RunItemsQuestion, signal?: AbortSignal): Promise<ListAnswer<RunItem>>
  /** When a schedule would be due. Refused by field where that cannot be read. */
  readScheduleTimes(schedule: { cron: string; timeZone: string }, signal?: AbortSignal): Promise<ScheduleTimes>
  deleteSchedule(scheduleId: Id): Promise<void>
}

/** Which articles of a run. */
export interface RunItemsQuestion {
  page: number
  perPage: number
  /** Undefined: in whatever state. */
  state: RunItemState | undefined
}

interface ListAnswer<RecordType> {
  data: RecordType[]
  total?: number
  pageInfo?: { hasNextPage: boolean; hasPreviousPage: boolean }
}

const path = (...parts: Id[]): string => parts.map((part) => `/${encodeURIComponent(part)}`).join('')

function listPath(resource: Id[], params: Omit<GetListParams, 'signal'>): string {
  const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 }
  const query = new URLSearchParams({ page: String(page), perPage: String(perPage) })
  if (params.sort) {
    query.set('sort', params.sort.field)
    query.set('order', params.sort.order)
  }
  const filter = Object.entries(params.filter ?? {}).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  )
  if (filter.length > 0) query.set('filter', JSON.stringify(Object.fromEntries(filter)))
  return `${path(...resource)}?${query}`
}

/** Only what the person changed, so that saving a form never writes over what someone else changed meanwhile. */
function changesOf(next: Record<string, unknown>, previous: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(next).filter(
      ([key, value]) => JSON.stringify(value ?? null) !== JSON.stringify(previous[key] ?? null),
    ),
  )
}

/** Nothing, but for the one field whose being empty says something: that pictures may show anything. */
const isEmpty = (key: string, value: unknown): boolean =>
  value === null || value === undefined || (value === '' && key !== 'negativePrompt')

const withoutEmpty = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([key, value]) => !isEmpty(key, value)))

const refuse = (verb: string) => (): Promise<never> =>
  Promise.reject(new Error(`The console does not ${verb} records.`))

const getList = <RecordType extends RaRecord>(
  resource: string,
  params: Omit<GetListParams, 'signal'> & { signal?: AbortSignal | undefined },
) => request<ListAnswer<RecordType>>('GET', listPath([resource], params), { signal: params.signal })

/** Speaks the API's REST dialect for react-admin. */
export const dataProvider: ConsoleProvider = {
  supportAbortSignal: import.meta.env.PROD,

  getList,
  getOne: async (resource, params) => ({
    data: await request('GET', path(resource, params.id), { signal: params.signal }),
  }),
  getMany: (resource, params) =>
    getList(resource, {
      pagination: { page: 1, perPage: Math.max(1, params.ids.length) },
      sort: { field: 'id', order: 'ASC' },
      filter: { id: params.ids },
      signal: params.signal,
    }),
  getManyReference: (resource, params) =>
    getList(resource, { ...params, filter: { ...params.filter, [params.target]: params.id }, signal: params.signal }),
  create: async (resource, params) => ({
    data: await request('POST', path(resource), { body: withoutEmpty(params.data) }),
  }),
  update: async (resource, params) => ({
    data: await request('PATCH', path(resource, params.id), {
      body: changesOf(params.data, params.previousData ?? {}),
    }),
  }),
  updateMany: refuse('change many'),
  delete: refuse('delete'),
  deleteMany: refuse('delete many'),

  readOverview: (signal) => request('GET', '/overview', { signal }),
  readArticle: (contentId, signal) => request('GET', `${path('contents', contentId)}/article`, { signal }),
  readEffectiveSettings: (resource, id, signal) =>
    request('GET', `${path(resource, id)}/effective-settings`, { signal }),
  setStatus: (contentId, status) => request('PATCH', path('contents', contentId), { body: { status } }),
  readIllustrated: (contentId, format) => requestText(`${path('contents', contentId)}/illustrated?format=${format}`),
  importArticles: (siteId, body) => request('POST', `${path('sites', siteId)}/actions/import`, { body }),
  estimate: (question, signal) => request('POST', '/estimate', { body: question, signal }),
  readDrift: (signal) => request('GET', '/drift', { signal }),
  readConfig: (generationId, signal) => request('GET', `${path('generations', generationId)}/config`, { signal }),
  readDifferences: (generationId, otherId, signal) =>
    request('GET', `${path('generations', generationId)}/differences?with=${encodeURIComponent(otherId)}`, { signal }),
  writePrompts: (contentId, body, idempotencyKey) =>
    request('POST', `${path('contents', contentId)}/actions/write-prompts`, { body, idempotencyKey }),
  generateForContent: (contentId, body, idempotencyKey) =>
    request('POST', `${path('contents', contentId)}/actions/generate`, { body, idempotencyKey }),
  generateImages: (body, idempotencyKey) => request('POST', '/images/actions/generate', { body, idempotencyKey }),
  readPromptWritings: (contentId, signal) =>
    request('GET', `${path('contents', contentId)}/prompt-writings`, { signal }),
  readPrompts: (imageId, signal) => request('GET', `${path('images', imageId)}/prompts`, { signal }),
  deletePicture: (generationId) => request('DELETE', `${path('generations', generationId)}/picture`),
  remake: (imageId, body, idempotencyKey) =>
    request('POST', `${path('images', imageId)}/actions/remake`, { body, idempotencyKey }),
  retry: (generationId, idempotencyKey) =>
    request('POST', `${path('generations', generationId)}/actions/retry`, { body: {}, idempotencyKey }),
  cancel: (generationId) => request('POST', `${path('generations', generationId)}/actions/cancel`, { body: {} }),
  killModel: (modelId, reason) => request('POST', `${path('models', modelId)}/actions/kill`, { body: { reason } }),
  restoreModel: (modelId) => request('POST', `${path('models', modelId)}/actions/restore`, { body: {} }),
  pauseProvider: (providerId, reason) =>
    request('POST', `${path('providers', providerId)}/actions/pause`, { body: { reason } }),
  resumeProvider: (providerId) => request('POST', `${path('providers', providerId)}/actions/resume`, { body: {} }),
  readTimeline: (generationId, signal) => request('GET', `${path('generations', generationId)}/timeline`, { signal }),
  readSpending: (accountId, signal) => request('GET', `${path('accounts', accountId)}/spending`, { signal }),
  readLedger: (accountId, before, signal) =>
    request(
      'GET',
      `${path('accounts', accountId)}/ledger?perPage=20${before === undefined ? '' : `&before=${before}`}`,
      {
        signal,
      },
    ),
  makeAccessToken: (body) => request('POST', '/access-tokens', { body }),
  revokeAccessToken: (id) => request('POST', `${path('access-tokens', id)}/actions/revoke`, { body: {} }),
  makeWebhook: (body) => request('POST', '/webhooks', { body }),
  changeWebhook: (id, body) => request('PATCH', path('webhooks', id), { body }),
  removeWebhook: (id) => request('DELETE', path('webhooks', id)),
  rotateWebhookSecret: (id) => request('POST', `${path('webhooks', id)}/actions/rotate-secret`, { body: {} }),
  testWebhook: (id) => request('POST', `${path('webhooks', id)}/actions/test`, { body: {} }),
  sendDeliveryAgain: (id) => request('POST', `${path('webhook-deliveries', id)}/actions/send-again`, { body: {} }),
  planRun: (siteId, body, signal) => request('POST', `${path('sites', siteId)}/actions/plan-run`, { body, signal }),
  startRun: (siteId, body, idempotencyKey) =>
    request('POST', `${path('sites', siteId)}/actions/start-run`, { body, idempotencyKey }),
  pauseRun: (runId) => request('POST', `${path('runs', runId)}/actions/pause`, { body: {} }),
  resumeRun: (runId) => request('POST', `${path('runs', runId)}/actions/resume`, { body: {} }),
  cancelRun: (runId) => request('POST', `${path('runs', runId)}/actions/cancel`, { body: {} }),
  readRunLog: (runId, before, signal) =>
    request('GET', `${path('runs', runId)}/log?perPage=50${before === undefined ? '' : `&before=${before}`}`, {
      signal,
    }),
  readRunItems: (runId, { page, perPage, state }, signal) =>
    request(
      'GET',
      listPath(['runs', runId, 'items'], {
        pagination: { page, perPage },
        sort: { field: 'position', order: 'ASC' },
        filter: { state },
      }),
      { signal },
    ),
  readScheduleTimes: (schedule, signal) =>
    request('GET', `/schedule-times?${new URLSearchParams(schedule)}`, { signal }),
  deleteSchedule: (scheduleId) => request('DELETE', path('schedules', scheduleId)),
}
