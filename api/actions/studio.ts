import type { AccountStore } from '../db/account-store.ts'
import type { CatalogStore } from '../db/catalog-store.ts'
import type { ModelConfig } from '../../config/types.gen.ts'
import type { IntakeStore, NewGeneration } from '../db/intake-store.ts'
import type { PromptWritingStore } from '../db/prompt-writing-store.ts'
import type { ProviderStateStore } from '../db/provider-state-store.ts'
import type { RunStore } from '../db/run-store.ts'
import type { RunItemStore } from '../db/run-item-store.ts'
import type { RunWorkStore } from '../db/run-work-store.ts'
import type { DiscardedFile, VersionStore } from '../db/version-store.ts'
import type { SpendingStore } from '../db/spending-store.ts'
import type { ArticleFormat, Article } from '../domain/article.ts'
import type { Catalog } from '../domain/catalog.ts'
import type { WriterChoice } from '../domain/effective-settings.ts'
import type { ImagePrompt, PromptWriter } from '../domain/prompt-writer.ts'
import type { ProviderModes } from '../domain/tier.ts'

/** What the actions need of the articles' store. */
export interface ArticleSource {
  get(
    contentId: number,
  ): Promise<{ title: string; sourceFormat: string; source: string; promptsWrittenAt: Date | null } | undefined>
}

export interface PromptShelf {
  savePrompts(
    contentId: number,
    prompts: ImagePrompt[],
    written: { writingId?: number; writer: string; costUsd: number; notes: string[] },
    options: { overwrite: boolean },
  ): Promise<unknown>
}

/** What runs need of a site. */
export interface SiteArticles {
  site(siteId: number): Promise<{ accountId: number } | undefined>
  /** In the order of their ids. */
  ofSite(siteId: number): Promise<{ contentId: number; title: string }[]>
}

/** What actions are made of. Handed in by the composition root. */
export interface Studio {
  catalogs: CatalogStore
  accounts: Pick<AccountStore, 'levelsInUse'>
  intake: IntakeStore
  spending: Pick<SpendingStore, 'ofAccounts'>
  providerStates: Pick<ProviderStateStore, 'list'>
  contents: ArticleSource
  images: PromptShelf
  siteArticles: SiteArticles
  runs: Pick<RunStore, 'activeOf'>
  runItems: RunItemStore
  runWork: RunWorkStore
  promptWritings: Pick<PromptWritingStore, 'begin' | 'abandon'>
  versions: Pick<VersionStore, 'deletePicture'>
  /** Removes files that nothing refers to any more, as far as that can be told now. */
  disposeFiles(files: readonly DiscardedFile[]): Promise<void>
  modes(catalog: Catalog): ProviderModes
  /** Why a provider would refuse this generation as a request; undefined where it would not. */
  requestProblem(generation: NewGeneration, model: ModelConfig, catalog: Catalog): string | undefined
  promptWriter(catalog: Catalog, choice: WriterChoice): PromptWriter
  /** Writes where no text model may be asked. */
  freeWriter: PromptWriter
  readArticle(source: string, format: ArticleFormat, title: string): Article
  now(): Date
}
