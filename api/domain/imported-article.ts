import type { ArticleFormat } from './article.ts'
import type { ContentStatus } from './content-status.ts'

/** Bytes of all files of one import together, or of a feed. */
export const importBytesMax = 32 * 1024 * 1024

/** Items of one import. A feed has some ten; an export of more is cut into several by WordPress itself. */
export const importItemsMax = 10_000

/** An article as a feed, an export or a file has it. */
export interface ImportedArticle {
  /** What it is known by where it comes from, so that it is found again. */
  externalId: string
  /** Empty: the article's own. */
  title: string
  source: string
  format: ArticleFormat
  /** As it is said there; null where it is not. */
  status: ContentStatus | null
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

/** An article that is there already, and what is known of it since the last import. */
interface KnownArticle {
  status: ContentStatus
  /** Whether an import ever stored it. */
  wasImported: boolean
  /** Whether its text is the one that comes now. */
  hasTextOfNow: boolean
  /** Whether its text is the one that the last import stored: nobody edited it here. */
  hasTextOfThen: boolean
  /** Whether the text that comes now is the one that the last import stored: nobody edited it there. */
  isTextOfThen: boolean
  /** The status that an import gave it last; null where that is not known. */
  givenStatus: ContentStatus | null
}

interface ImportDecision {
  outcome: Exclude<ImportOutcome, 'skipped'> | 'edited'
  /** Whether the text follows. */
  followsText: boolean
  /** What its status is to be. */
  status: ContentStatus
  /** What is then the status that an import gave it last. */
  givenStatus: ContentStatus | null
}

/**
 * What to do with an article that is there. A text that somebody edited here is never written over, and a status is
 * carried only from draft to ready, where it is still the draft that an import made of it: what somebody set here, or
 * archived, stays.
 */
export function importDecision(known: KnownArticle, saidStatus: ContentStatus | null): ImportDecision {
  const staysAsItIs = known.hasTextOfNow || known.isTextOfThen
  const followsText = !staysAsItIs && (known.hasTextOfThen || !known.wasImported)
  const { status, givenStatus } = known
  if (!staysAsItIs && !followsText) return { outcome: 'edited', followsText, status, givenStatus }
  if (status === 'draft' && givenStatus === 'draft' && saidStatus === 'ready')
    return { outcome: 'updated', followsText, status: 'ready', givenStatus: 'ready' }
  return {
    outcome: followsText ? 'updated' : 'unchanged',
    followsText,
    status,
    givenStatus: givenStatus ?? (saidStatus === status ? status : null),
  }
}
