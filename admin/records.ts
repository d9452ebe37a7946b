import type {
  ConfigEntry,
  Content,
  Generation,
  GenerateContent,
  ContentArticle,
  EffectiveSettings,
  Image,
  Site,
  Provider,
  SessionUser,
} from '../api/contract/types.gen.ts'

export type {
  Account,
  ConfigEntry,
  Content,
  Drift,
  EffectiveSettings,
  EntryDifference,
  Estimate,
  GenerateAnswer,
  GenerateContent,
  Generation,
  GenerationConfig,
  GenerationDifferences,
  Image,
  Keyword,
  Model,
  Overview,
  Plan,
  Problem,
  Provider,
  Release,
  ReleaseOrigin,
  Remake,
  Site,
  Style,
  Tier,
  WritePrompts,
  WritePromptsAnswer,
} from '../api/contract/types.gen.ts'

/** Parts of the records that have a name of their own here. */
export type GenerationStatus = Generation['status']
export type ImageType = Image['type']
export type Shape = Image['shape']
export type Picture = NonNullable<Generation['picture']>
export type ProviderMode = Provider['mode']
export type SettingOrigin = EffectiveSettings['imagesPerArticle']['origin']
export type ImageCounts = Content['imageCounts']
export type CatalogKind = ConfigEntry['kind']
export type ArticleText = ContentArticle
export type WhichImages = GenerateContent['which']
export type User = SessionUser

/** What a level may say for itself. Null: it says nothing. */
export type Overrides = Pick<Site, 'imagesPerArticle' | 'tierId' | 'styleId' | 'format'>
