import type { ArticleFormat } from './article.ts'
import type { ContentStatus } from './content-status.ts'

/** Bytes of all files of one import together, or of a feed. */
export const importBytesMax = 32 * 1024 * 1024

/** An article as a feed, an export or a file has it. */
export interface ImportedArticle {
  /** What it is known by where it comes from, so that it is found again. */
  externalId: string
  /** Empty: the article's own. */
  title: string
  source: string
  format: ArticleFormat
  status: ContentStatus
  keyword: string | null
  /** As it is said there; null where it is not. */
  language: string | null
}

/** What cannot, or is not to be, imported. */
export interface LeftOut {
  title: string
  externalId: string | null
  reason: string
  /** False: it was never meant to be, such as what is in the trash. */
  isProblem: boolean
}

/** What a feed, an export or files hold. */
export interface ImportBatch {
  articles: ImportedArticle[]
  leftOut: LeftOut[]
}

export type ImportOutcome = 'made' | 'updated' | 'unchanged' | 'skipped'

/** What came, or in a dry run would come, of one article. */
export interface ImportResult {
  outcome: ImportOutcome
  title: string
  externalId: string | null
  /** Null where there is no article of it. */
  contentId: number | null
  /** Why it was skipped; null where it was not. */
  reason: string | null
  /** Whether the reason is something to mend. */
  isProblem: boolean
}

/** An article that is there already, as far as an import has to know it. */
interface KnownArticle {
  /** Of its title, format and text as they are. */
  sha256: string
  /** Of those that were last imported; null where it came another way. */
  importedSha256: string | null
}

/** What to do with an article of this hash. A text that somebody edited here is never written over. */
export function importDecision(
  known: KnownArticle | undefined,
  sha256: string,
): Exclude<ImportOutcome, 'skipped'> | 'edited' {
  if (!known) return 'made'
  if (known.sha256 === sha256 || known.importedSha256 === sha256) return 'unchanged'
  return known.importedSha256 === null || known.importedSha256 === known.sha256 ? 'updated' : 'edited'
}
