import type {
  Account,
  AccessToken,
  AccountSpending,
  ConfigEntry,
  Content,
  Generation,
  GenerateContent,
  ContentArticle,
  EffectiveSettings,
  GenerationTimeline,
  Image,
  ImagePrompts,
  PromptWritings,
  Overview,
  Run,
  RunItem,
  Site,
  Provider,
  SessionUser,
} from '../api/contract/types.gen.ts'

export type {
  AccessToken,
  AccessTokenCreate,
  AccessTokenMade,
  Account,
  AccountSpending,
  ConfigEntry,
  Content,
  Drift,
  EffectiveSettings,
  EntryDifference,
  Estimate,
  EstimateRequest,
  GenerateAnswer,
  GenerateContent,
  GenerateImages,
  Generation,
  GenerationConfig,
  GenerationDifferences,
  GenerationTimeline,
  Image,
  ImportAnswer,
  ImportArticles,
  ImagePrompts,
  Keyword,
  LedgerEntry,
  LedgerPage,
  Model,
  Overview,
  Plan,
  Problem,
  PromptWritings,
  Provider,
  Release,
  ReleaseOrigin,
  Remake,
  Run,
  RunItem,
  RunLogLine,
  RunLogPage,
  RunPlan,
  RunStart,
  Schedule,
  ScheduleTimes,
  ScheduleUpdate,
  Settings,
  Site,
  Style,
  Tier,
  Webhook,
  WebhookCreate,
  WebhookDelivery,
  WebhookSecret,
  WebhookUpdate,
  Worker,
  WritePrompts,
  WritePromptsAnswer,
} from '../api/contract/types.gen.ts'

/** Parts of the records that have a name of their own here. */
export type GenerationStatus = Generation['status']
export type ImageType = Image['type']
export type Shape = Image['shape']
export type Picture = NonNullable<Generation['picture']>
export type ProviderMode = Provider['mode']
export type ProviderState = Provider['state']
export type TimelineEntry = GenerationTimeline['entries'][number]
export type TimelineCall = GenerationTimeline['calls'][number]
export type Notice = Overview['notices'][number]
export type MonthSpending = AccountSpending['current']
export type SettingOrigin = EffectiveSettings['imagesPerArticle']['origin']
/** The records that settings are kept in. */
export type SettingLevel = 'content' | 'keyword' | 'site' | 'account'
export type ImageCounts = Content['imageCounts']
export type CatalogKind = ConfigEntry['kind']
export type ArticleText = ContentArticle
export type WhichImages = GenerateContent['which']
export type KeptPrompt = ImagePrompts['data'][number]
export type PromptWriting = PromptWritings['data'][number]
export type User = SessionUser
export type Scope = AccessToken['scopes'][number]
export type RunStatus = Run['status']
export type RunStage = Run['stage']
export type RunLimits = Run['limits']
export type RunItemState = RunItem['state']

/** What a level may say for itself. Null: it says nothing. */
export type Overrides = Pick<
  Site,
  'imagesPerArticle' | 'tierId' | 'styleId' | 'format' | 'negativePrompt' | 'promptWriter'
> &
  Partial<Pick<Account, 'promptTemplate'>>
