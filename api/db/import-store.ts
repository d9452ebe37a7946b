import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ArticleFormat } from '../domain/article.ts'
import { type ContentStatus, contentStatuses } from '../domain/content-status.ts'
import { importDecision } from '../domain/imported-article.ts'
import { type Db, type Trx, transact } from './database.ts'
import { keywordIdOf } from './keyword-id.ts'

/** An article that came from outside, checked and counted. */
export interface ImportRow {
  accountId: number
  siteId: number
  externalId: string
  title: string
  source: string
  sourceFormat: ArticleFormat
  language: string | null
  words: number
  /** Of an article that is new. */
  status: ContentStatus
  /** As the article says it where it comes from; null where it does not. */
  saidStatus: ContentStatus | null
  /** Of an article that is new; made where the site has it not. */
  keyword: string | null
}

export interface Imported {
  decision: 'made' | ReturnType<typeof importDecision>['outcome']
  /** Null where it was only asked what would be. */
  contentId: number | null
}

type Text = Pick<ImportRow, 'title' | 'sourceFormat' | 'source'>

/** What `imported_sha256` keeps: the text that an import stored, and the status that it gave, where that is known. */
const markOf = ({ title, sourceFormat, source }: Record<keyof Text, string>, status: ContentStatus | null): string =>
  createHash('sha256')
    .update(JSON.stringify([title, sourceFormat, source, ...(status === null ? [] : [status])]))
    .digest('hex')

/** The status with which a text was stored under this mark; undefined where it was another text. */
const statusIn = (mark: string | null, text: Record<keyof Text, string>): ContentStatus | null | undefined =>
  mark === null ? undefined : [...contentStatuses, null].find((status) => markOf(text, status) === mark)

const knownRow = (db: Db, { siteId, externalId }: ImportRow) =>
  db
    .selectFrom('contents')
    .select(['id', 'title', 'sourceFormat', 'source', 'status', 'importedSha256'])
    .where('siteId', '=', siteId)
    .where('externalId', '=', externalId)

type KnownRow = NonNullable<Awaited<ReturnType<ReturnType<typeof knownRow>['executeTakeFirst']>>>

function decisionFor(known: KnownRow, row: ImportRow): ReturnType<typeof importDecision> {
  const { importedSha256, status } = known
  const ofThen = statusIn(importedSha256, known)
  const ofNow = statusIn(importedSha256, row)
  return importDecision(
    {
      status: contentStatuses.find((one) => one === status) ?? 'ready',
      wasImported: importedSha256 !== null,
      hasTextOfNow: markOf(known, null) === markOf(row, null),
      hasTextOfThen: ofThen !== undefined,
      isTextOfThen: ofNow !== undefined,
      givenStatus: ofThen ?? ofNow ?? null,
    },
    row.saidStatus,
  )
}

/** Articles that come from feeds, exports and folders, by what they are known by there. */
export function createImportStore(db: Db) {
  /** Changes what follows where the article comes from. Settings, prompts and pictures stay. */
  async function follow(trx: Trx, known: KnownRow, row: ImportRow): Promise<Imported> {
    const { outcome, followsText, status, givenStatus } = decisionFor(known, row)
    const { title, source, sourceFormat, language, words } = row
    const importedSha256 = markOf(row, givenStatus)
    // What never came by an import is not one of its articles as long as nothing of it is written.
    const isNoted = outcome === 'unchanged' && known.importedSha256 !== null && known.importedSha256 !== importedSha256
    if (outcome === 'updated' || isNoted)
      await trx
        .updateTable('contents')
        .set({
          importedSha256,
          ...(followsText ? { title, source, sourceFormat, language, words } : {}),
          ...(outcome === 'updated' ? { status, updatedAt: sql<Date>`now()` } : {}),
        })
        .where('id', '=', known.id)
        .execute()
    return { decision: outcome, contentId: known.id }
  }

  /** Inserts where nobody has the name yet, else changes what follows. */
  const put = (row: ImportRow): Promise<Imported> =>
    transact(db, async (trx) => {
      const known = await knownRow(trx, row).forUpdate().executeTakeFirst()
      if (known) return follow(trx, known, row)
      const { keyword, saidStatus: _, ...columns } = row
      const keywordId = keyword === null ? null : await keywordIdOf(trx, row.siteId, keyword)
      const made = await trx
        .insertInto('contents')
        .values({ ...columns, keywordId, importedSha256: markOf(row, row.status) })
        .onConflict((conflict) =>
          conflict.columns(['siteId', 'externalId']).where('externalId', 'is not', null).doNothing(),
        )
        .returning('id')
        .executeTakeFirst()
      return made
        ? { decision: 'made', contentId: made.id }
        : follow(trx, await knownRow(trx, row).forUpdate().executeTakeFirstOrThrow(), row)
    })

  return {
    put,

    /** What `put` would do. Writes nothing. */
    async look(row: ImportRow): Promise<Imported> {
      const known = await knownRow(db, row).executeTakeFirst()
      return known
        ? { decision: decisionFor(known, row).outcome, contentId: known.id }
        : { decision: 'made', contentId: null }
    },
  }
}
