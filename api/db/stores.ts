import { createAccessTokenStore } from './access-token-store.ts'
import { createAccountStore } from './account-store.ts'
import { createCatalogListStore } from './catalog-list-store.ts'
import { createCatalogStore } from './catalog-store.ts'
import { createChoreStore } from './chore-store.ts'
import { createCmsArticleStore } from './cms-article-store.ts'
import { createContentStore } from './content-store.ts'
import type { Db } from './database.ts'
import { createDriftStore } from './drift-store.ts'
import { createEventStore } from './event-store.ts'
import { createGenerationQueue } from './generation-queue.ts'
import { createGenerationStore } from './generation-store.ts'
import { createIdempotencyStore } from './idempotency-store.ts'
import { createImageStore } from './image-store.ts'
import { createImportStore } from './import-store.ts'
import { createIntakeStore } from './intake-store.ts'
import { createKeywordStore } from './keyword-store.ts'
import { createLoginAttemptStore } from './login-attempt-store.ts'
import { createOverviewStore } from './overview-store.ts'
import { createPictureReferenceStore } from './picture-reference-store.ts'
import { createPromptWritingStore } from './prompt-writing-store.ts'
import { createProvenanceStore } from './provenance-store.ts'
import { createProviderStateStore } from './provider-state-store.ts'
import { createReleaseStore } from './release-store.ts'
import { createRunLeaseStore } from './run-lease-store.ts'
import { createRunStore } from './run-store.ts'
import { createRunItemStore } from './run-item-store.ts'
import { createRunWorkStore } from './run-work-store.ts'
import { createScheduleStore } from './schedule-store.ts'
import type { SecretBox } from './secret-box.ts'
import { createSessionStore } from './session-store.ts'
import { createSiteStore } from './site-store.ts'
import { createSpendingStore } from './spending-store.ts'
import { createStandingStore } from './standing-store.ts'
import { createTimelineStore } from './timeline-store.ts'
import { createLedgerStore } from './ledger-store.ts'
import { createUserStore } from './user-store.ts'
import { createDeliveryStore } from './webhook-delivery-store.ts'
import { createWebhookOutbox } from './webhook-outbox.ts'
import { createWebhookStore } from './webhook-store.ts'
import { createVersionStore } from './version-store.ts'
import { createWorkerStore } from './worker-store.ts'

/** Everything that reads or writes the database, by noun. */
export function createStores(db: Db, secrets: SecretBox) {
  return {
    accessTokens: createAccessTokenStore(db),
    accounts: createAccountStore(db),
    catalogLists: createCatalogListStore(db),
    catalogs: createCatalogStore(db),
    chores: createChoreStore(db),
    cmsArticles: createCmsArticleStore(db),
    contents: createContentStore(db),
    deliveries: createDeliveryStore(db),
    drift: createDriftStore(db),
    events: createEventStore(db),
    generations: createGenerationStore(db),
    idempotency: createIdempotencyStore(db),
    images: createImageStore(db),
    imports: createImportStore(db),
    intake: createIntakeStore(db),
    keywords: createKeywordStore(db),
    loginAttempts: createLoginAttemptStore(db),
    overview: createOverviewStore(db),
    pictureReferences: createPictureReferenceStore(db),
    promptWritings: createPromptWritingStore(db),
    provenance: createProvenanceStore(db),
    queue: createGenerationQueue(db),
    providerStates: createProviderStateStore(db),
    releases: createReleaseStore(db),
    runs: createRunStore(db),
    runLeases: createRunLeaseStore(db),
    runItems: createRunItemStore(db),
    runWork: createRunWorkStore(db),
    schedules: createScheduleStore(db),
    sessions: createSessionStore(db),
    sites: createSiteStore(db),
    spending: createSpendingStore(db),
    standings: createStandingStore(db),
    timelines: createTimelineStore(db),
    ledger: createLedgerStore(db),
    users: createUserStore(db),
    webhookOutbox: createWebhookOutbox(db, secrets),
    webhooks: createWebhookStore(db, secrets),
    versions: createVersionStore(db),
    workers: createWorkerStore(db),
  }
}

export type Stores = ReturnType<typeof createStores>
