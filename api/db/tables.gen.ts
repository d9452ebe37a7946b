// Generated from api/db/migrations/*.sql by `npm run generate`. Do not edit.

import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface AccessTokensTable {
  id: GeneratedAlways<number>
  accountId: number
  name: string
  tokenSha256: string
  hint: string
  scopes: ColumnType<unknown, string, string>
  createdBy: string
  createdAt: Generated<Date>
  expiresAt: Date | null
  lastUsedAt: Date | null
  revokedAt: Date | null
  revokedBy: string | null
}

export interface AccountMonthsTable {
  accountId: number
  month: string
  reservedUsd: Generated<number>
  spentUsd: Generated<number>
  reservedCredits: Generated<number>
  spentCredits: Generated<number>
}

export interface AccountTurnsTable {
  providerId: string
  accountId: number
  servedAt: Date
}

export interface AccountsTable {
  id: GeneratedAlways<number>
  name: string
  planId: string
  imagesPerArticle: number | null
  tierId: string | null
  styleId: string | null
  format: string | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
  negativePrompt: string | null
  promptWriter: string | null
  promptTemplate: string | null
}

export interface CatalogEditsTable {
  onlyRow: Generated<boolean>
  count: Generated<number>
}

export interface ChoresTable {
  name: string
  startedAt: Generated<Date>
}

export interface ContentsTable {
  id: GeneratedAlways<number>
  accountId: number
  siteId: number
  keywordId: number | null
  title: string
  sourceFormat: string
  source: string
  language: string | null
  words: number
  imagesPerArticle: number | null
  tierId: string | null
  styleId: string | null
  format: string | null
  promptsWrittenAt: Date | null
  promptsWriter: string | null
  promptsCostUsd: number | null
  promptsNotes: ColumnType<unknown, string | undefined, string>
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
  status: Generated<string>
  externalId: string | null
  negativePrompt: string | null
  promptWriter: string | null
  importedSha256: string | null
}

export interface DiscardedFilesTable {
  sha256: string
  format: string
  discardedAt: Generated<Date>
}

export interface EndedGenerationsTable {
  id: GeneratedAlways<number>
  generationId: number
  contentId: number
  endedAt: Generated<Date>
}

export interface EventsTable {
  id: GeneratedAlways<number>
  transactionId: Generated<string>
  topic: string
  recordId: string
  payload: ColumnType<unknown, string, string>
  createdAt: Generated<Date>
}

export interface GenerationAttemptsTable {
  id: string
  generationId: number
  accountId: number
  providerId: string
  modelId: string
  providerMode: string
  releaseId: number | null
  workerId: string | null
  requestSha256: string | null
  step: Generated<string>
  outcome: string | null
  answer: ColumnType<unknown, string | null, string | null>
  costUsd: Generated<number>
  costSource: string | null
  chargedUsd: Generated<number>
  sha256: string | null
  requestId: string | null
  errorClass: string | null
  errorCode: string | null
  errorMessage: string | null
  errorRaw: ColumnType<unknown, string | null, string | null>
  sentAt: Generated<Date>
  answeredAt: Date | null
  storedAt: Date | null
  settledAt: Date | null
}

export interface GenerationsTable {
  id: GeneratedAlways<number>
  imageId: number
  contentId: number
  accountId: number
  status: Generated<string>
  priority: Generated<number>
  releaseId: number
  tierId: string
  modelId: string
  providerId: string
  styleId: string
  prompt: string
  negativePrompt: string | null
  width: number
  height: number
  format: string
  seed: number | null
  generationParams: ColumnType<unknown, string | undefined, string>
  notes: ColumnType<unknown, string | undefined, string>
  requestedBy: string
  attempts: Generated<number>
  maxAttempts: number
  runAt: Generated<Date>
  workerId: string | null
  leaseUntil: Date | null
  taskId: string | null
  sentAt: Date | null
  answeredAt: Date | null
  providerMode: string | null
  resentBlind: Generated<boolean>
  sha256: string | null
  costUsd: Generated<number>
  costSource: string | null
  credits: Generated<number>
  requestId: string | null
  errorClass: string | null
  errorCode: string | null
  errorMessage: string | null
  errorRaw: ColumnType<unknown, string | null, string | null>
  createdAt: Generated<Date>
  startedAt: Date | null
  finishedAt: Date | null
  sentReleaseId: number | null
  claims: Generated<number>
  rescues: Generated<number>
  estimateUsd: Generated<number>
  estimateCredits: Generated<number>
  reservedFor: string | null
  isModelFixed: Generated<boolean>
  fallbacks: ColumnType<unknown, string | undefined, string>
  correlationId: string | null
  pictureDeletedAt: Date | null
  pictureDeletedBy: string | null
  chosenAt: Date | null
  runId: number | null
  isTakenBack: Generated<boolean>
  isRetried: Generated<boolean>
}

export interface IdempotencyKeysTable {
  userId: number | null
  key: string
  requestSha256: string
  responseStatus: number | null
  response: ColumnType<unknown, string | null, string | null>
  createdAt: Generated<Date>
  tokenId: number | null
  requestId: string | null
  afterGenerationId: number | null
}

export interface ImagePromptsTable {
  id: GeneratedAlways<number>
  imageId: number
  prompt: string
  altText: string
  writtenBy: string
  promptWritingId: number | null
  createdAt: Generated<Date>
}

export interface ImagesTable {
  id: GeneratedAlways<number>
  contentId: number
  accountId: number
  type: string
  position: number
  prompt: string
  altText: string
  heading: string | null
  sectionIndex: number
  currentGenerationId: number | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
  wordsBy: Generated<string>
  promptWritingId: number | null
}

export interface InstallationTable {
  isOnly: Generated<boolean>
  id: Generated<string>
}

export interface KeywordsTable {
  id: GeneratedAlways<number>
  siteId: number
  term: string
  imagesPerArticle: number | null
  tierId: string | null
  styleId: string | null
  format: string | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
  negativePrompt: string | null
  promptWriter: string | null
}

export interface LedgerEntriesTable {
  id: GeneratedAlways<number>
  accountId: number
  providerId: string
  generationId: number | null
  attemptId: string | null
  kind: string
  reservedUsd: Generated<number>
  spentUsd: Generated<number>
  reservedCredits: Generated<number>
  spentCredits: Generated<number>
  bookedFor: string
  createdAt: Generated<Date>
  promptWritingId: number | null
}

export interface LoginFailuresTable {
  id: GeneratedAlways<number>
  subject: string
  failedAt: Generated<Date>
}

export interface ModelsTable {
  id: string
  position: number
  spec: ColumnType<unknown, string, string>
  sourceFile: string
  sourceLine: number
  version: Generated<number>
  releaseId: number
  archivedAt: Date | null
  modelType: GeneratedAlways<string>
  providerId: GeneratedAlways<string>
  tierId: GeneratedAlways<string | null>
  isActive: GeneratedAlways<boolean>
  killedAt: Date | null
  killedBy: string | null
  killReason: string | null
  editedBy: string | null
  editedAt: Date | null
}

export interface ParameterSetsTable {
  id: string
  position: number
  spec: ColumnType<unknown, string, string>
  sourceFile: string
  sourceLine: number
  version: Generated<number>
  releaseId: number
  archivedAt: Date | null
  editedBy: string | null
  editedAt: Date | null
}

export interface PicturesTable {
  sha256: string
  format: string
  width: number
  height: number
  bytes: number
  createdAt: Generated<Date>
}

export interface PlansTable {
  id: string
  position: number
  spec: ColumnType<unknown, string, string>
  sourceFile: string
  sourceLine: number
  version: Generated<number>
  releaseId: number
  archivedAt: Date | null
  editedBy: string | null
  editedAt: Date | null
}

export interface PromptWritingsTable {
  id: GeneratedAlways<number>
  contentId: number
  accountId: number
  askedBy: string
  writer: string | null
  modelId: string | null
  providerId: string | null
  estimateUsd: Generated<number>
  reservedFor: string | null
  costUsd: Generated<number>
  notes: ColumnType<unknown, string | undefined, string>
  isRegeneration: Generated<boolean>
  createdAt: Generated<Date>
  finishedAt: Date | null
  runId: number | null
}

export interface ProviderDaysTable {
  providerId: string
  day: string
  reservedUsd: Generated<number>
  spentUsd: Generated<number>
}

export interface ProviderStatesTable {
  providerId: string
  failures: Generated<number>
  openedAt: Date | null
  cooldownUntil: Date | null
  openings: Generated<number>
  lastFailure: string | null
  waitUntil: Date | null
  pausedAt: Date | null
  pausedClass: string | null
  pausedReason: string | null
  pausedBy: string | null
  updatedAt: Generated<Date>
}

export interface ProvidersTable {
  id: string
  position: number
  spec: ColumnType<unknown, string, string>
  sourceFile: string
  sourceLine: number
  version: Generated<number>
  releaseId: number
  archivedAt: Date | null
  editedBy: string | null
  editedAt: Date | null
}

export interface ReleaseEntriesTable {
  kind: string
  id: string
  releaseId: number
  position: number
  spec: ColumnType<unknown, string | null, string | null>
  sourceFile: string
  sourceLine: number
  movedFrom: string | null
}

export interface ReleasesTable {
  id: GeneratedAlways<number>
  createdAt: Generated<Date>
  actor: string
  gitCommit: string | null
  gitBranch: string | null
  gitDirty: boolean | null
  catalogHash: string
  plan: ColumnType<unknown, string, string>
  environment: string | null
  overlay: ColumnType<unknown, string | null, string | null>
  findings: ColumnType<unknown, string | undefined, string>
  impact: ColumnType<unknown, string | undefined, string>
  approvals: ColumnType<unknown, string | undefined, string>
  skipped: ColumnType<unknown, string | undefined, string>
  rollbackOf: number | null
  hasContent: Generated<boolean>
}

export interface RunItemsTable {
  runId: number
  contentId: number
  position: number
  state: Generated<string>
  reason: string | null
  needsPrompts: Generated<boolean>
  hasPrompts: Generated<boolean>
  imagesWanted: Generated<number>
  writer: string | null
  writingUntil: Date | null
}

export interface RunLogTable {
  id: GeneratedAlways<number>
  runId: number
  at: Generated<Date>
  level: Generated<string>
  contentId: number | null
  message: string
}

export interface RunSchedulesTable {
  id: GeneratedAlways<number>
  siteId: number
  cron: string
  timeZone: string
  isEnabled: Generated<boolean>
  imagesMax: number | null
  creditsMax: number | null
  usdMax: number | null
  minutesMax: number | null
  lastStage: Generated<string>
  nextAt: Date | null
  lastDueAt: Date | null
  lastOutcome: string | null
  createdBy: string
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

export interface RunsTable {
  id: GeneratedAlways<number>
  siteId: number
  accountId: number
  status: Generated<string>
  stage: Generated<string>
  lastStage: Generated<string>
  startedBy: string
  scheduleId: number | null
  imagesMax: number | null
  creditsMax: number | null
  usdMax: number | null
  minutesMax: number | null
  promptsCostUsd: Generated<number>
  endReason: string | null
  endNote: string | null
  waitReason: string | null
  correlationId: string | null
  createdAt: Generated<Date>
  resumedAt: Generated<Date | null>
  activeSeconds: Generated<number>
  pausedAt: Date | null
  finishedAt: Date | null
  conductor: string | null
  leaseUntil: Date | null
}

export interface SessionsTable {
  tokenSha256: string
  userId: number
  createdAt: Generated<Date>
  lastSeenAt: Generated<Date>
  expiresAt: Date
}

export interface SettingsTable {
  id: string
  position: number
  spec: ColumnType<unknown, string, string>
  sourceFile: string
  sourceLine: number
  version: Generated<number>
  releaseId: number
  archivedAt: Date | null
  editedBy: string | null
  editedAt: Date | null
}

export interface SitesTable {
  id: GeneratedAlways<number>
  accountId: number
  name: string
  url: string | null
  imagesPerArticle: number | null
  tierId: string | null
  styleId: string | null
  format: string | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
  negativePrompt: string | null
  promptWriter: string | null
}

export interface StylesTable {
  id: string
  position: number
  spec: ColumnType<unknown, string, string>
  sourceFile: string
  sourceLine: number
  version: Generated<number>
  releaseId: number
  archivedAt: Date | null
  editedBy: string | null
  editedAt: Date | null
}

export interface TiersTable {
  id: string
  position: number
  spec: ColumnType<unknown, string, string>
  sourceFile: string
  sourceLine: number
  version: Generated<number>
  releaseId: number
  archivedAt: Date | null
  editedBy: string | null
  editedAt: Date | null
}

export interface UsersTable {
  id: GeneratedAlways<number>
  name: string
  passwordHash: string
  role: string
  createdAt: Generated<Date>
}

export interface WebhookDeliveriesTable {
  id: GeneratedAlways<number>
  webhookId: number
  eventId: string
  type: string
  payload: ColumnType<unknown, string, string>
  status: Generated<string>
  attempts: Generated<number>
  claims: Generated<number>
  nextAt: Generated<Date>
  leaseUntil: Date | null
  responseStatus: number | null
  error: string | null
  createdAt: Generated<Date>
  finishedAt: Date | null
}

export interface WebhooksTable {
  id: GeneratedAlways<number>
  accountId: number
  url: string
  description: Generated<string>
  events: ColumnType<unknown, string, string>
  secret: string
  previousSecret: string | null
  previousUntil: Date | null
  enabled: Generated<boolean>
  disabledReason: string | null
  createdBy: string
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
  waitUntil: Date | null
}

export interface WorkersTable {
  id: string
  host: string
  processId: number
  slots: number
  inHand: Generated<number>
  startedAt: Generated<Date>
  seenAt: Generated<Date>
}

export interface Tables {
  accessTokens: AccessTokensTable
  accountMonths: AccountMonthsTable
  accountTurns: AccountTurnsTable
  accounts: AccountsTable
  catalogEdits: CatalogEditsTable
  chores: ChoresTable
  contents: ContentsTable
  discardedFiles: DiscardedFilesTable
  endedGenerations: EndedGenerationsTable
  events: EventsTable
  generationAttempts: GenerationAttemptsTable
  generations: GenerationsTable
  idempotencyKeys: IdempotencyKeysTable
  imagePrompts: ImagePromptsTable
  images: ImagesTable
  installation: InstallationTable
  keywords: KeywordsTable
  ledgerEntries: LedgerEntriesTable
  loginFailures: LoginFailuresTable
  models: ModelsTable
  parameterSets: ParameterSetsTable
  pictures: PicturesTable
  plans: PlansTable
  promptWritings: PromptWritingsTable
  providerDays: ProviderDaysTable
  providerStates: ProviderStatesTable
  providers: ProvidersTable
  releaseEntries: ReleaseEntriesTable
  releases: ReleasesTable
  runItems: RunItemsTable
  runLog: RunLogTable
  runSchedules: RunSchedulesTable
  runs: RunsTable
  sessions: SessionsTable
  settings: SettingsTable
  sites: SitesTable
  styles: StylesTable
  tiers: TiersTable
  users: UsersTable
  webhookDeliveries: WebhookDeliveriesTable
  webhooks: WebhooksTable
  workers: WorkersTable
}
