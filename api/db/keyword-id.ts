import type { Trx } from './database.ts'

/**
 * The site's keyword of a term, made where the site has it not. Two that make it at once make one. Ask before an article
 * is written in the same transaction: who does it the other way round waits for the first for ever.
 */
export async function keywordIdOf(trx: Trx, siteId: number, term: string): Promise<number> {
  await trx
    .insertInto('keywords')
    .values({ siteId, term })
    .onConflict((conflict) => conflict.columns(['siteId', 'term']).doNothing())
    .execute()
  const { id } = await trx
    .selectFrom('keywords')
    .select('id')
    .where('siteId', '=', siteId)
    .where('term', '=', term)
    .executeTakeFirstOrThrow()
  return id
}
