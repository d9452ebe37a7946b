import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ArticleFormat } from '../domain/article.ts'
import type { ContentStatus } from '../domain/content-status.ts'
import { importDecision } from '../domain/imported-article.ts'
import { type Db, type Trx, transact } from './database.ts'

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
  /** Of an article that is new; made where the site has it not. */
  keyword: string | null
}

export interface Imported {
  decision: ReturnType<typeof importDecision>
  /** Null where it was only asked what would be. */
  contentId: number | null
}

const hashOf = ({ title, sourceFormat, source }: { title: string; sourceFormat: string; source: string }): string =>
  createHash('sha256')
    .update(JSON.stringify([title, sourceFormat, source]))
    .digest('hex')

const knownRow = (db: Db, { siteId, externalId }: ImportRow) =>
  db
    .selectFrom('contents')
    .select(['id', 'title', 'sourceFormat', 'source', 'importedSha256'])
    .where('siteId', '=', siteId)
    .where('externalId', '=', externalId)

/** The site's keyword of a term. Two imports that make it at once make one. */
async function keywordIdOf(trx: Trx, siteId: number, term: string): Promise<number> {
  await trx
    .insertInto('keywords')
    .values({ siteId, term })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { id } = await trx
    .selectFrom('keywords')
    .select('id')
    .where('siteId', '=', siteId)
    .where('term', '=', term)
    .executeTakeFirstOrThrow()
  return id
}

/** Articles that come from feeds, exports and folders, by what they are known by there. */
export function createImportStore(db: Db) {
  const decisionOf = (known: Awaited<ReturnType<ReturnType<typeof knownRow>['executeTakeFirst']>>, sha256: string) =>
    importDecision(known && { sha256: hashOf(known), importedSha256: known.importedSha256 }, sha256)

  /** Inserts where nobody has the name yet, else changes the text of who has it. Settings and pictures stay. */
  const put = (row: ImportRow): Promise<Imported> =>
    transact(db, async (trx) => {
      const { keyword, ...columns } = row
      const importedSha256 = hashOf(row)
      const made = await trx
        .insertInto('contents')
        .values({ ...columns, importedSha256 })
        .onConflict((conflict) =>
          conflict.columns(['siteId', 'externalId']).where('externalId', 'is not', null).doNothing(),
        )
        .returning('id')
        .executeTakeFirst()
      if (made) {
        if (keyword !== null) {
          const keywordId = await keywordIdOf(trx, row.siteId, keyword)
          await trx.updateTable('contents').set({ keywordId }).where('id', '=', made.id).execute()
        }
        return { decision: 'made', contentId: made.id }
      }
      const known = await knownRow(trx, row).forUpdate().executeTakeFirstOrThrow()
      const decision = decisionOf(known, importedSha256)
      if (decision === 'updated') {
        const { title, source, sourceFormat, language, words } = row
        await trx
          .updateTable('contents')
          .set({ title, source, sourceFormat, language, words, importedSha256, updatedAt: sql<Date>`now()` })
          .where('id', '=', known.id)
          .execute()
      }
      return { decision, contentId: known.id }
    })

  return {
    put,

    /** What `put` would do. Writes nothing. */
    async look(row: ImportRow): Promise<Imported> {
      const known = await knownRow(db, row).executeTakeFirst()
      return { decision: decisionOf(known, hashOf(row)), contentId: known?.id ?? null }
    },
  }
}
