import type { AccessTokenStore } from '../db/access-token-store.ts'
import type { AccountStore } from '../db/account-store.ts'
import type { CatalogListStore } from '../db/catalog-list-store.ts'
import type { CmsArticleStore } from '../db/cms-article-store.ts'
import type { ContentStore } from '../db/content-store.ts'
import type { DriftStore } from '../db/drift-store.ts'
import type { EventFeed } from '../db/event-feed.ts'
import type { GenerationStore } from '../db/generation-store.ts'
import type { IdempotencyOwner, IdempotencyStore } from '../db/idempotency-store.ts'
import type { ImageStore } from '../db/image-store.ts'
import type { KeywordStore } from '../db/keyword-store.ts'
import type { LedgerStore } from '../db/ledger-store.ts'
import type { LoginAttemptStore } from '../db/login-attempt-store.ts'
import type { OverviewStore } from '../db/overview-store.ts'
import type { PictureReferenceStore } from '../db/picture-reference-store.ts'
import type { PromptWritingStore } from '../db/prompt-writing-store.ts'
import type { ProvenanceStore } from '../db/provenance-store.ts'
import type { ProviderStateStore } from '../db/provider-state-store.ts'
import type { ReleaseStore } from '../db/release-store.ts'
import type { RunStore } from '../db/run-store.ts'
import type { ScheduleStore } from '../db/schedule-store.ts'
import type { SessionStore } from '../db/session-store.ts'
import type { SiteStore } from '../db/site-store.ts'
import type { SpendingStore } from '../db/spending-store.ts'
import type { StandingStore } from '../db/standing-store.ts'
import type { TimelineStore } from '../db/timeline-store.ts'
import type { User, UserStore } from '../db/user-store.ts'
import type { DeliveryStore } from '../db/webhook-delivery-store.ts'
import type { WebhookStore } from '../db/webhook-store.ts'
import type { WorkerStore } from '../db/worker-store.ts'
import type { TokenHolder } from '../domain/access-token.ts'
import type { Article, ArticleFormat } from '../domain/article.ts'
import type { Catalog } from '../domain/catalog.ts'
import type { PictureAddresses, PictureStore } from '../domain/picture-store.ts'
import type { ScheduleClock } from '../domain/schedule.ts'
import type { ProviderModes } from '../domain/tier.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { ImportOptions, ImportOrigin } from '../article-import.ts'
import type { ArticleResults } from '../article-results.ts'
import type { ImportResult } from '../domain/imported-article.ts'
import type { Actions } from './actions-port.ts'

/** The stores that routes read and write. */
export interface ApiStores {
  accessTokens: AccessTokenStore
  accounts: AccountStore
  sites: SiteStore
  keywords: KeywordStore
  cmsArticles: CmsArticleStore
  contents: ContentStore
  deliveries: DeliveryStore
  images: ImageStore
  generations: GenerationStore
  catalogLists: CatalogListStore
  releases: ReleaseStore
  runs: RunStore
  schedules: ScheduleStore
  pictureReferences: PictureReferenceStore
  promptWritings: PromptWritingStore
  provenance: ProvenanceStore
  drift: DriftStore
  users: UserStore
  sessions: SessionStore
  loginAttempts: LoginAttemptStore
  idempotency: IdempotencyStore
  overview: OverviewStore
  standings: StandingStore
  providerStates: ProviderStateStore
  spending: SpendingStore
  ledger: LedgerStore
  timelines: TimelineStore
  webhooks: WebhookStore
  workers: WorkerStore
}

/** A part of the system and whether it works. `detail` is for people who are signed in or on this machine. */
export interface ReadinessCheck {
  ok: boolean
  detail?: string
}

export interface Readiness {
  ok: boolean
  checks: Record<string, ReadinessCheck>
}

/** A logger as pino is one. */
export interface ApiLogger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Everything the API is made of. Handed in by the composition root. */
export interface ApiDeps {
  version: string
  stores: ApiStores
  actions: Actions
  /** Throws AppError `unavailable` where no catalog was applied yet. */
  catalog: () => Promise<Catalog>
  modes: (catalog: Catalog) => ProviderModes
  /** `title` is for articles that have none of their own. */
  readArticle: (source: string, format: ArticleFormat, title?: string) => Article
  /** The same for an article that is to be kept. Throws AppError `invalid` by field where it cannot be illustrated. */
  checkArticle: (source: string, format: ArticleFormat, title?: string) => Article
  /** Of UTF-8. */
  articleBytesMax: number
  countWords: (article: Article) => number
  scheduleClock: ScheduleClock
  results: ArticleResults
  /** Throws AppError where nothing can be read at all. */
  importArticles: (origin: ImportOrigin, options: ImportOptions) => Promise<ImportResult[]>
  /** Of all files of one import together. */
  importBytesMax: number
  pictures: PictureStore
  /** Where browsers fetch pictures themselves; null where the API sends them. */
  pictureAddresses: PictureAddresses | null
  events: Pick<EventFeed, 'subscribe'>
  /** The built console; null where it is served by something else. */
  consoleFolder: string | null
  readiness: () => Promise<Readiness>
  /** Why nothing is sent to an address; undefined where it may be. */
  webhookProblem: (url: string) => string | undefined
  metrics: Pick<Metrics, 'text' | 'contentType' | 'request'>
  logger: ApiLogger
  /** Where people find the server, such as https://atelier.example behind a proxy; null where its own address is all there is. */
  publicOrigin: string | null
  /** Whether the last address in X-Forwarded-For was written by a proxy of ours. */
  trustsProxy: boolean
  /** Whether requests may name any host, for servers that are not bound to loopback. */
  answersAnyHost: boolean
  now: () => Date
}

/** What middleware leaves for the routes after it. */
export interface ApiEnv {
  Variables: {
    requestId: string
    user: User
    sessionToken: string
    /** On operations for a CMS, in the place of a user. */
    token: TokenHolder
    /** Whose idempotency keys count. */
    owner: IdempotencyOwner
  }
}
